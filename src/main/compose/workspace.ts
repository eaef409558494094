import type { CatalogueModel } from '#shared/contracts/embeddings.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Workspace } from '#main/api/context.ts';
import { appVersion } from '#main/app-version.ts';
import { createStore } from '#main/db/client.ts';
import type { OpenedStore } from '#main/db/open-store-connect.ts';
import type { Store } from '#main/db/store.ts';
import { checkpointActions, createCheckpoints } from '#main/domains/checkpoints/index.ts';
import { clientActions, createClients } from '#main/domains/clients/index.ts';
import { datasetActions, type Datasets } from '#main/domains/datasets/index.ts';
import { createExports, exportJobs, type SpareContent } from '#main/domains/exports/index.ts';
import { agendaActions } from '#main/domains/agents/index.ts';
import { createHome } from '#main/domains/home/index.ts';
import { createImports, importJobs, type Imports } from '#main/domains/imports/index.ts';
import { createMemory, memoryActions } from '#main/domains/memory/index.ts';
import { createNotes, noteActions } from '#main/domains/notes/index.ts';
import { createPlaybooks, listenForPlans, planJobs } from '#main/domains/playbooks/index.ts';
import { pluginActions, type Plugins } from '#main/domains/plugins/index.ts';
import { createProjects, projectActions } from '#main/domains/projects/index.ts';
import { createSample } from '#main/domains/sample/index.ts';
import { createSavedFilters } from '#main/domains/saved-filters/index.ts';
import { searchActions, type Search } from '#main/domains/search/index.ts';
import { createSettings } from '#main/domains/settings/index.ts';
import { createTasks } from '#main/domains/tasks/index.ts';
import { createTimeline } from '#main/domains/timeline/index.ts';
import { createChanges, type Changes } from '#main/engine/changes/index.ts';
import type { ActionDefinition } from '#main/engine/actions/index.ts';
import { createForeground } from '#main/engine/foreground/index.ts';
import { createJobs, type Jobs } from '#main/engine/jobs/index.ts';
import { createScheduler, type Scheduler } from '#main/engine/scheduler/index.ts';
import { createActing, type ActingParts } from './acting.ts';
import { createAssisting } from './assisting.ts';
import { createBacking, type StoreFacts } from './backing-up.ts';
import { createCare } from './caring.ts';
import { createConnecting } from './connecting.ts';
import { createDatasetParts } from './dataset-parts.ts';
import { createEmbedding } from './embedding.ts';
import { createLocalParts, type LocalParts } from './local-parts.ts';
import { createModelling } from './modelling.ts';
import { onboardingOf, type Onboarding } from './onboarding.ts';
import { createPlugging } from './plugging.ts';
import { createSearching } from './searching.ts';

export type OpenWorkspace = Workspace & {
  readonly store: Store;
  readonly onboarding: Onboarding;
  /** Leftovers of uploads and copies that were cut off; looked for by itself. */
  readonly spareContent: SpareContent;
  /** Takes the store as it is for the right one, after a warning that it is older than expected. */
  acceptSequence(): Promise<void>;
  /** Lets running work end, writes what is due and closes the store. */
  close(): Promise<void>;
};

export type WorkspaceDeps = {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly dataDir: string;
  /** Whether this process lives long enough to start what the clock asks for. */
  readonly runsSchedules: boolean;
  /** Where the browsers keep their profiles, if not in the person's home folder. */
  readonly homeDir?: string | undefined;
  /** What can be downloaded for the search by meaning, if not the product's own list. */
  readonly sentenceModels?: readonly CatalogueModel[] | undefined;
  /** How the store was opened, for the backup of its pages. */
  readonly facts: StoreFacts;
  /** A restored copy that is only looked at: nothing of it runs, and nothing leaves it. */
  readonly isAtRest?: boolean;
  readonly onError: (error: unknown, where: string) => void;
};

type Base = { readonly store: Store; readonly clock: Clock; readonly ids: IdSource };

/** The nouns, left to right; each is handed what it needs of the ones before it. */
function createNouns(base: Base, local: LocalParts) {
  const projects = createProjects(base);
  const clients = createClients({
    ...base,
    trashContents: (tx, clientIds) => projects.trashOfClientsIn(tx, clientIds),
  });
  const { actions: taskActions, ...taskParts } = createTasks({ ...base, clients, projects });
  const checkpoints = createCheckpoints(base);
  return {
    clients,
    projects,
    ...taskParts,
    taskActions,
    checkpoints,
    notes: createNotes(base),
    savedFilters: createSavedFilters(base),
    timeline: createTimeline({ ...base, listEvents: (input) => local.externalItems.listEvents(input) }),
    externalItems: local.externalItems,
    notifications: local.notifications,
    localSources: local.local,
    home: createHome({ ...base, tasks: taskParts.tasks, checkpoints }),
    settings: createSettings(base),
  };
}

type Nouns = ReturnType<typeof createNouns>;

/** Everything that agents, flows, plans and plugins may do. */
function actionsOf(nouns: Nouns, search: Search): readonly ActionDefinition[] {
  const { clients, projects, checkpoints } = nouns;
  return [
    ...clientActions(clients),
    ...projectActions(projects),
    ...nouns.taskActions,
    ...checkpointActions(checkpoints, projects),
    ...noteActions({ notes: nouns.notes.notes, projects }),
    ...searchActions(search),
  ];
}

function createEngines(
  base: Base,
  deps: WorkspaceDeps,
  acting: ActingParts['parts'],
): { readonly jobs: Jobs; readonly scheduler: Scheduler } {
  const { store, ids, clock } = base;
  const jobs = createJobs({
    store,
    ids,
    nowMs: () => clock.nowMs(),
    definitions: [
      ...importJobs(base),
      ...exportJobs({ store, clock, appVersion: appVersion() }),
      ...planJobs(() => ({ ...acting, expireDue: () => acting.proposals.inbox.expireDue() })),
    ],
    onError: (error) => deps.onError(error, 'job'),
  });
  const scheduler = createScheduler({
    ...base,
    jobs,
    nowMs: () => clock.nowMs(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    onError: (error) => deps.onError(error, 'schedule'),
  });
  return { jobs, scheduler };
}

type Parts = {
  readonly nouns: Nouns;
  readonly changes: Changes;
  readonly local: LocalParts;
  /** Before what cannot be taken back: a backup, where one is set up. */
  readonly beforeRisk: () => Promise<unknown>;
};

/** What the rest acts through: the search, the ways out, the models and the gate. */
function createGround(
  base: Base,
  deps: WorkspaceDeps,
  { nouns, changes, local }: Parts,
  later: readonly ActionDefinition[],
) {
  const foreground = createForeground();
  const searching = createSearching({
    ...base,
    external: local.externalSearch,
    dataDir: deps.dataDir,
    sentenceModels: deps.sentenceModels,
    models: () => modelling.models,
    runsInBackground: deps.runsSchedules,
    giveWay: (signal) => foreground.giveWay(signal),
    onError: (error) => deps.onError(error, 'search'),
  });
  const connecting = createConnecting({
    ...base,
    grantsOf: (holder) => acting.parts.permissions.list({ holder }),
    onError: (error) => deps.onError(error, 'network'),
  });
  const modelling = createModelling({
    ...base,
    ...connecting,
    isOffline: () => connecting.network.isOffline(),
    settings: () => nouns.settings.get(),
    permissions: () => acting.parts.permissions,
    onError: (error) => deps.onError(error, 'models'),
  });
  const memory = createMemory(base);
  const acting = createActing({
    ...base,
    changes,
    definitions: [
      ...actionsOf(nouns, searching.search),
      ...connecting.actions,
      ...modelling.actions,
      ...local.actions,
      ...memoryActions(memory),
      ...agendaActions((input) => local.externalItems.listEvents(input)),
      ...later,
    ],
    onError: (error) => deps.onError(error, 'actions'),
  });
  connecting.logTo(acting.parts.activity);
  return { foreground, searching, connecting, modelling, memory, acting };
}

type Later = { readonly plugins: Plugins; readonly datasets: Datasets };

/** Of what exists only once there is a gate for it. */
function laterActions(later: () => Later): readonly ActionDefinition[] {
  return [...pluginActions(() => later().plugins), ...datasetActions(() => later().datasets)];
}

type Ground = ReturnType<typeof createGround>;

function createDatasetsOn(
  base: Base,
  deps: WorkspaceDeps,
  nouns: Nouns,
  {
    searching,
    connecting,
    modelling,
    jobs,
    imports,
  }: Ground & { readonly jobs: Jobs; readonly imports: Imports },
): Datasets {
  const { embeddings } = searching;
  const { secrets } = connecting;
  const onError = (error: unknown) => deps.onError(error, 'datasets');
  return createDatasetParts({ ...base, jobs, modelling, embeddings, secrets, nouns, imports, onError });
}

/** Everything that works on its own behind the nouns. Nothing of it runs before it is started. */
function createMachinery(base: Base, deps: WorkspaceDeps, parts: Parts) {
  const { nouns, changes, local, beforeRisk } = parts;
  const ground = createGround(
    base,
    deps,
    parts,
    laterActions((): Later => ({ plugins, datasets })),
  );
  const { foreground, searching, connecting, modelling, memory, acting } = ground;
  const { search } = searching;
  const { connectors, egress, network, secrets, cloud, outbox, queueing } = connecting;
  const engines = createEngines(base, deps, acting.parts);
  const { jobs } = engines;
  const playbooks = createPlaybooks({ ...base, jobs, actions: acting.parts.actions });
  const nowMs = () => base.clock.nowMs();
  const imports = createImports({ ...base, jobs, changes, nowMs, beforeImport: beforeRisk });
  const datasets: Datasets = createDatasetsOn(base, deps, nouns, { ...ground, jobs, imports });
  const around = { ...base, ...engines, nouns, local, connectors, acting: acting.parts };
  const plugins: Plugins = createPlugging({
    ...around,
    imports,
    onError: (error) => deps.onError(error, 'plugins'),
  });
  const assisting = createAssisting({
    ...around,
    search,
    modelling,
    memory,
    onError: (error) => deps.onError(error, 'assistant'),
  });
  return {
    ...createCare(base, { nouns, search, imports, datasets, beforeRisk, onError: deps.onError }),
    ...assisting.parts,
    ...modelling.costing.parts,
    ...engines,
    assisting,
    foreground,
    datasets,
    memory,
    modelling,
    models: modelling.providers,
    embeddings: createEmbedding({ embeddings: searching.embeddings, egress, jobs }),
    network,
    plugins,
    search,
    searching,
    acting,
    cloud,
    outbox,
    queueing,
    backing: { egress, secrets, outbox, tokensFor: (endpoint: string) => cloud.tokensFor(endpoint) },
    playbooks,
    plans: listenForPlans({ ...base, jobs, proposals: acting.parts.proposals }),
    connectors,
    imports,
  };
}

/** Builds every domain over an open store and starts the work in the background. */
export async function openWorkspace(opened: OpenedStore, deps: WorkspaceDeps): Promise<OpenWorkspace> {
  const { clock, ids } = deps;
  const store = await createStore(opened.connections, {
    nowMs: () => clock.nowMs(),
    newNodeId: () => ids.next().slice(-12),
  });
  const base = { store, clock, ids };
  const changes = await createChanges({ store });
  const local = createLocalParts(base, {
    homeDir: deps.homeDir,
    // Folders are watched once a plugin has asked for one.
    onFolderChanged: (folder) => deps.runsSchedules && machinery.plugins.noteFolderChange(folder),
    onError: (error) => deps.onError(error, 'connectors'),
  });
  const nouns = createNouns(base, local);
  const beforeRisk = (): Promise<boolean> => backups.beforeRisk();
  const parts = { nouns, changes, local, beforeRisk };
  const machinery = createMachinery(base, deps, parts);
  const { jobs, scheduler } = machinery;
  store.onCommit((commit) => opened.sequence.note(commit.lastSeq));
  const backups = await createBacking({
    ...base,
    ...machinery.backing,
    jobs,
    scheduler,
    dataDir: deps.dataDir,
    facts: deps.facts,
    openAtRest: (copy, folder) =>
      openWorkspace(copy, { ...deps, dataDir: folder, runsSchedules: false, isAtRest: true }),
  });
  const close = async (): Promise<void> => {
    await backups.close();
    await stopAll(machinery, local);
    await store.close();
    await opened.sequence.close();
  };
  if (deps.isAtRest !== true) {
    try {
      await backups.begin();
      await startAll(machinery, local, deps);
    } catch (error) {
      // What has begun of it would hold the file that a repair or another try needs.
      await close().catch(() => store.close());
      throw error;
    }
    if (deps.runsSchedules) machinery.queueing.start();
  }
  const { acting, plans: _, retention: __, tidying: ___, queueing: ____, ...shown } = machinery;
  return {
    store,
    changes,
    ...nouns,
    ...shown,
    ...acting.parts,
    backups,
    exports: createExports({ store, jobs }),
    startSample: async () => ({ changeSetId: (await createSample(base).create()).changeSetId }),
    onboarding: onboardingOf(store),
    acceptSequence: () => opened.sequence.accept(store.lastSeq()),
    close,
  };
}

type Machinery = ReturnType<typeof createMachinery>;

/** In this order: who may say no first, who asks them after, and the clock when all are there. */
async function startAll(machinery: Machinery, local: LocalParts, deps: WorkspaceDeps): Promise<void> {
  const { modelling, network, acting, plans, jobs, assisting, scheduler, searching } = machinery;
  await modelling.start();
  await network.start();
  await acting.start();
  await plans.start();
  await jobs.start();
  await assisting.start(deps.runsSchedules);
  if (deps.runsSchedules) await scheduler.start();
  await local.externalItems.start();
  await searching.start(jobs);
  machinery.retention.start();
  machinery.tidying.start();
}

async function stopAll(machinery: Machinery, { local }: LocalParts): Promise<void> {
  await machinery.queueing.stop();
  await machinery.assisting.stop();
  await machinery.scheduler.stop();
  await machinery.jobs.stop();
  await machinery.datasets.stop();
  await machinery.plugins.close();
  await machinery.connectors.close();
  await local.close();
  await machinery.retention.stop();
  await machinery.tidying.stop();
  await machinery.searching.stop();
  await machinery.plans.stop();
  await machinery.acting.stop();
  await machinery.modelling.stop();
  await machinery.network.stop();
}
