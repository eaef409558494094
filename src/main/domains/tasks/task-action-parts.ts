import { z } from 'zod';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import { AppError } from '#shared/errors.ts';
import { toRead, toWrite, type WorkspaceScope } from '#shared/kernel/permission-scope.ts';
import { findPlace, requirePlace, scopeWithin, type Projects } from '#main/domains/projects/index.ts';
import { changedFields, type ActionPreview } from '#main/engine/actions/index.ts';

export type FindTask = (id: string) => Promise<TaskListItem | undefined>;

/** A task as others than the person see it. */
export const taskCard = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  priority: z.string(),
  projectId: z.string().nullable(),
  projectName: z.string().nullable(),
  /** The project's client, or its own. */
  effectiveClientId: z.string().nullable(),
  clientName: z.string().nullable(),
  dueDate: z.string().nullable(),
  dueTime: z.string().nullable(),
  plannedDate: z.string().nullable(),
  estimateMinutes: z.number().nullable(),
  tags: z.array(z.string()),
  isAiSuggested: z.boolean(),
  isApproved: z.boolean(),
  updatedAt: z.number(),
});

export class TaskScopes {
  readonly #find: FindTask;
  readonly #projects: Projects;

  constructor(find: FindTask, projects: Projects) {
    this.#find = find;
    this.#projects = projects;
  }

  /** A task that is not there can be anything: the right to all tasks is asked for, and the run tells that it is gone. */
  async of(id: string): Promise<WorkspaceScope> {
    const task = await this.#find(id);
    if (!task) return { kind: 'task' };
    return { kind: 'task', projectId: task.projectId, clientId: task.effectiveClientId };
  }

  within(item: {
    readonly projectId?: string | null;
    readonly clientId?: string | null;
  }): Promise<WorkspaceScope> {
    return scopeWithin(this.#projects, { kind: 'task', ...item });
  }

  async toWriteWithin(item: {
    readonly projectId?: string | null;
    readonly clientId?: string | null;
  }): Promise<PermissionRequest> {
    return toWrite(await this.within(item));
  }

  async toWriteAll(ids: readonly string[]): Promise<readonly PermissionRequest[]> {
    return Promise.all(ids.map(async (id) => toWrite(await this.of(id))));
  }

  async toReadFiltered(filter: {
    readonly projectIds?: readonly string[] | undefined;
    readonly clientIds?: readonly string[] | undefined;
  }): Promise<readonly PermissionRequest[]> {
    const { projectIds = [], clientIds = [] } = filter;
    if (projectIds.length > 0) {
      const scopes = projectIds.map((projectId) => this.within({ projectId }));
      return (await Promise.all(scopes)).map(toRead);
    }
    if (clientIds.length > 0) return clientIds.map((clientId) => toRead({ kind: 'task', clientId }));
    return [toRead({ kind: 'task' })];
  }

  async present(id: string): Promise<TaskListItem> {
    const task = await this.#find(id);
    if (task && task.deletedAt === null) return task;
    throw new AppError('not_found', 'This task does not exist any more. Nothing was done.');
  }

  /** The fields of a change with names where there are ids. */
  async named(fields: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    const { projectId, ...rest } = fields;
    if (typeof projectId !== 'string') return { ...fields };
    return { project: (await requirePlace(this.#projects, projectId)).name, ...rest };
  }

  async changePreview(
    ids: readonly string[],
    words: { readonly verb: string; readonly risk: ActionPreview['risk'] },
    patchOf: (task: TaskListItem) => Readonly<Record<string, unknown>>,
  ): Promise<ActionPreview> {
    const found = await Promise.all(ids.map((id) => this.present(id)));
    const only = found.length === 1 ? found[0] : undefined;
    const fields = await Promise.all(
      found.map(async (task) => {
        const before = { ...task, project: task.projectName };
        const changed = changedFields(before, await this.named(patchOf(task)));
        return only ? changed : changed.map((one) => ({ ...one, field: `${task.title}: ${one.field}` }));
      }),
    );
    return {
      kind: 'task',
      entityId: only?.id ?? null,
      projectId: sameOf(found.map((task) => task.projectId)),
      clientId: sameOf(found.map((task) => task.effectiveClientId)),
      subject: only?.title ?? null,
      summary: `${words.verb} ${only ? `“${only.title}”` : `${found.length} tasks`}`,
      fields: fields.flat(),
      risk: words.risk,
    };
  }

  async createPreview(
    input: Readonly<Record<string, unknown>> & {
      readonly title: string;
      readonly projectId?: string | null;
      readonly clientId?: string | null;
    },
  ): Promise<ActionPreview> {
    const place = input.projectId ? await findPlace(this.#projects, input.projectId) : undefined;
    return {
      kind: 'task',
      entityId: null,
      projectId: input.projectId ?? null,
      clientId: place?.clientId ?? input.clientId ?? null,
      subject: input.title,
      summary: `New task: ${input.title}`,
      fields: changedFields(null, await this.named(input)),
      risk: 'low',
    };
  }
}

function sameOf(values: readonly (string | null)[]): string | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}
