import type { Principal } from '#main/db/store.ts';
import type { Activity } from '#main/domains/activity/index.ts';
import type { Answers } from '#main/domains/answers/index.ts';
import type { Assistant } from '#main/domains/assistant/index.ts';
import type { Backups, NewDevice } from '#main/domains/backup/index.ts';
import type { Briefs } from '#main/domains/brief/index.ts';
import type { Checkpoints } from '#main/domains/checkpoints/index.ts';
import type { Clients } from '#main/domains/clients/index.ts';
import type { Cloud } from '#main/domains/cloud/index.ts';
import type { Connectors, ExternalItems, LocalSources } from '#main/domains/connectors/index.ts';
import type { Datasets } from '#main/domains/datasets/index.ts';
import type { Exports } from '#main/domains/exports/index.ts';
import type { Home } from '#main/domains/home/index.ts';
import type { Imports } from '#main/domains/imports/index.ts';
import type { Memory } from '#main/domains/memory/index.ts';
import type { EmbeddingSettings, ModelProviders } from '#main/domains/models/index.ts';
import type { Network } from '#main/domains/network/index.ts';
import type { Notes } from '#main/domains/notes/index.ts';
import type { Notifications } from '#main/domains/notifications/index.ts';
import type { Permissions } from '#main/domains/permissions/index.ts';
import type { Plugins } from '#main/domains/plugins/index.ts';
import type { Projects } from '#main/domains/projects/index.ts';
import type { Playbooks } from '#main/domains/playbooks/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { SavedFilters } from '#main/domains/saved-filters/index.ts';
import type { Search } from '#main/domains/search/index.ts';
import type { SettingsDomain } from '#main/domains/settings/index.ts';
import type { System } from '#main/domains/system/index.ts';
import type { QuickAdd, TaskComments, Tasks } from '#main/domains/tasks/index.ts';
import type { TimelineDomain } from '#main/domains/timeline/index.ts';
import type { Traces, Usage } from '#main/domains/traces/index.ts';
import type { Trash } from '#main/domains/trash/index.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import type { Changes } from '#main/engine/changes/index.ts';
import type { Foreground } from '#main/engine/foreground/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Outbox } from '#main/engine/outbox/index.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';
import type { ProcedureLog } from '#main/log/index.ts';

/** The services of an open workspace, as the routers reach them. */
export type Workspace = {
  readonly changes: Changes;
  /** Told of every request, so that work in the background lets it go first. */
  readonly foreground: Foreground;
  readonly jobs: Jobs;
  readonly outbox: Outbox;
  readonly scheduler: Scheduler;
  readonly actions: Actions;
  readonly answers: Answers;
  readonly assistant: Assistant;
  readonly memory: Memory;
  readonly backups: Backups;
  readonly cloud: Cloud;
  readonly briefs: Briefs;
  readonly activity: Activity;
  readonly permissions: Permissions;
  readonly proposals: Proposals;
  readonly playbooks: Playbooks;
  readonly plugins: Plugins;
  readonly clients: Clients;
  readonly projects: Projects;
  readonly tasks: Tasks;
  readonly quickAdd: QuickAdd;
  readonly taskComments: TaskComments;
  readonly checkpoints: Checkpoints;
  readonly notes: Notes;
  readonly search: Search;
  readonly savedFilters: SavedFilters;
  readonly timeline: TimelineDomain;
  readonly home: Home;
  readonly trash: Trash;
  readonly connectors: Connectors;
  readonly localSources: LocalSources;
  readonly externalItems: ExternalItems;
  readonly models: ModelProviders;
  readonly embeddings: EmbeddingSettings;
  readonly network: Network;
  readonly traces: Traces;
  readonly usage: Usage;
  readonly notifications: Notifications;
  readonly imports: Imports;
  readonly exports: Exports;
  readonly datasets: Datasets;
  readonly settings: SettingsDomain;
  /** Fills an empty workspace with the sample, in one change set. */
  startSample(): Promise<{ readonly changeSetId: number | null }>;
};

/** What every procedure gets. `workspace()` throws `store_locked` until the store is open. */
export type ApiContext = {
  readonly system: System;
  /** Works before there is a store: the way from a backup to one. */
  readonly newDevice: NewDevice;
  readonly workspace: () => Workspace;
  readonly principal: Principal;
  /** Called through the socket in the data folder, whose secret only the same user's processes can read. */
  readonly isControlLine?: boolean;
  /** Ties a call to its SQL in the log, and notes how it ended. */
  readonly logCall?: ProcedureLog | undefined;
};
