import type { Page, Written, WrittenMany } from '#shared/contracts/common.ts';
import type {
  Project,
  ProjectCreate,
  ProjectListInput,
  ProjectListItem,
  ProjectPatch,
} from '#shared/contracts/projects.ts';
import { AppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { archiveCommand, colourOf, requireFound } from '#main/domains/clients/index.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import type { ProjectName, ProjectsStore } from './projects.store.ts';

export type ProjectsDeps = {
  readonly store: Store;
  readonly readsOf: (reader: Reader) => ProjectsStore;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export class ProjectsService {
  readonly #deps: ProjectsDeps;
  readonly #reads: ProjectsStore;

  constructor(deps: ProjectsDeps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  list(input: ProjectListInput): Promise<Page<ProjectListItem>> {
    return this.#reads.list(input, this.#deps.clock.today());
  }

  listNames(): Promise<readonly ProjectName[]> {
    return this.#reads.listNames();
  }

  async get(id: string): Promise<ProjectListItem> {
    const project = await this.#reads.findWithCounts(id, this.#deps.clock.today());
    if (!project) throw new AppError('not_found', 'This project does not exist any more.');
    return project;
  }

  async create(input: ProjectCreate): Promise<Written<Project>> {
    const { value, changeSetId } = await this.#deps.store.write(
      { command: 'projects.create', params: { title: input.name } },
      (tx) => this.createIn(tx, input),
    );
    return { item: value, changeSetId };
  }

  /** Within another command's transaction, e.g. a quick add that names a new project. */
  createIn(tx: Writer, input: ProjectCreate): Project {
    const row = newProjectRow(this.#deps.ids.next(), input, tx.nowMs);
    tx.insert('project', [row]);
    return row as Project; // the row names every column
  }

  async update(ids: readonly string[], patch: ProjectPatch): Promise<WrittenMany<Project>> {
    const { isArchived, ...fields } = patch;
    const { value, changeSetId } = await this.#deps.store.write(
      { command: archiveCommand('projects', isArchived), params: await this.#naming(ids) },
      async (tx) => {
        const changes = {
          ...fields,
          ...(isArchived === undefined ? {} : { archivedAt: isArchived ? tx.nowMs : null }),
          ...(fields.status === undefined
            ? {}
            : { completedAt: fields.status === 'completed' ? tx.nowMs : null }),
        };
        return tx.update(
          'project',
          ids.map((id) => ({ id, patch: changes })),
        );
      },
    );
    requireFound(value, ids, 'project');
    return { items: value as readonly Project[], changeSetId }; // brand only
  }

  /** To the trash, with its tasks, checkpoints and notes unless told otherwise; those left lose the project. */
  async remove(ids: readonly string[], withContents: boolean): Promise<WrittenMany<Project>> {
    const { value, changeSetId } = await this.#deps.store.write(
      { command: 'projects.remove', params: await this.#naming(ids) },
      (tx) => this.trashIn(tx, ids, withContents),
    );
    requireFound(value, ids, 'project');
    return { items: value as readonly Project[], changeSetId }; // brand only
  }

  async trashIn(
    tx: Writer,
    ids: readonly string[],
    withContents: boolean,
  ): Promise<readonly { readonly id: string }[]> {
    const contents = await this.#deps.readsOf(tx).listContents(ids);
    const deletedAt = tx.nowMs;
    const patch = withContents ? { deletedAt } : { projectId: null };
    await tx.update(
      'task',
      contents.tasks.map((id) => ({ id, patch })),
    );
    await tx.update(
      'note',
      contents.notes.map((id) => ({ id, patch })),
    );
    // A checkpoint is nothing without its project.
    await tx.update(
      'checkpoint',
      contents.checkpoints.map((id) => ({ id, patch: { deletedAt } })),
    );
    return tx.update(
      'project',
      ids.map((id) => ({ id, patch: { deletedAt } })),
    );
  }

  async trashOfClientsIn(tx: Writer, clientIds: readonly string[]): Promise<void> {
    const ids = await this.#deps.readsOf(tx).listIdsOfClients(clientIds);
    if (ids.length > 0) await this.trashIn(tx, ids, true);
  }

  async #naming(ids: readonly string[]): Promise<Record<string, string | number>> {
    const [only] = ids;
    if (ids.length !== 1 || only === undefined) return { count: ids.length };
    const project = await this.#reads.findWithCounts(only, this.#deps.clock.today());
    return { count: 1, title: project?.name ?? '' };
  }
}

export function newProjectRow(id: string, input: ProjectCreate, nowMs: number): EntityInsert<'project'> {
  return {
    id,
    name: input.name,
    description: input.description ?? '',
    clientId: input.clientId ?? null,
    status: input.status ?? 'active',
    colour: input.colour ?? colourOf(id),
    budgetMinor: input.budgetMinor ?? null,
    currency: input.currency ?? null,
    budgetMinutes: input.budgetMinutes ?? null,
    startDate: input.startDate ?? null,
    dueDate: input.dueDate ?? null,
    tags: input.tags ?? [],
    isPinned: input.isPinned ?? false,
    isPrivate: input.isPrivate ?? false,
    completedAt: input.status === 'completed' ? nowMs : null,
    archivedAt: null,
    deletedAt: null,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
}
