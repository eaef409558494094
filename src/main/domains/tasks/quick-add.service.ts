import type { Written } from '#shared/contracts/common.ts';
import type { ParsedQuickAdd, ParseQuickAddInput } from '#shared/contracts/quick-add.ts';
import { taskCreateSchema, type Task, type TaskCreate } from '#shared/contracts/tasks.ts';
import { AppError } from '#shared/errors.ts';
import type { Clients } from '#main/domains/clients/index.ts';
import type { Projects } from '#main/domains/projects/index.ts';
import type { Store } from '#main/db/store.ts';
import { parseQuickAdd } from './quick-add/quick-add.ts';
import type { TasksService } from './tasks.service.ts';

type Names = {
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  readonly tags: readonly string[];
};

/** What a task can be tagged by or belong to: a commit of these may bring a name or a tag that was not there. */
const NAMED: ReadonlySet<string> = new Set(['client', 'project', 'task', 'note']);

/** One line of text into a task; the names and tags it knows are read again only after one may have changed. */
export class QuickAddService {
  readonly #deps: { store: Store; clients: Clients; projects: Projects; tasks: TasksService };
  #names: Promise<Names> | null = null;

  constructor(deps: { store: Store; clients: Clients; projects: Projects; tasks: TasksService }) {
    this.#deps = deps;
    deps.store.onCommit((commit) => {
      if (commit.changes.some(({ topic }) => NAMED.has(topic))) this.#names = null;
    });
  }

  async parse(input: ParseQuickAddInput): Promise<ParsedQuickAdd> {
    const { clients, projects, tags } = await (this.#names ??= this.#readNames());
    return parseQuickAdd(input.text, {
      now: input.now,
      locale: input.locale,
      clients: [...clients],
      projects: [...projects],
      tags,
    });
  }

  async add(
    input: ParseQuickAddInput & { readonly defaults?: Partial<TaskCreate> | undefined },
  ): Promise<Written<Task> & { readonly parsed: ParsedQuickAdd }> {
    const parsed = await this.parse(input);
    if (parsed.title === '') {
      throw new AppError(
        'invalid_input',
        'A task needs a title. Nothing was added; write what is to be done.',
      );
    }
    const { store, projects, tasks } = this.#deps;
    const { value, changeSetId } = await store.write(
      { command: 'tasks.create', params: { title: parsed.title } },
      (tx) => {
        const made = parsed.newProjectName
          ? projects.createIn(tx, { name: parsed.newProjectName }).id
          : undefined;
        const create = taskCreateSchema.parse({
          ...input.defaults,
          ...fieldsOf(parsed),
          ...(made ? { projectId: made } : {}),
        });
        return tasks.createIn(tx, create);
      },
    );
    return { item: value, changeSetId, parsed };
  }

  async #readNames(): Promise<Names> {
    const [clients, projects, tags] = await Promise.all([
      this.#deps.clients.listNames(),
      this.#deps.projects.listNames(),
      this.#deps.tasks.tags(),
    ]);
    return { clients, projects, tags: tags.map(({ tag }) => tag) };
  }
}

function fieldsOf(parsed: ParsedQuickAdd): Record<string, unknown> {
  const {
    title,
    dueDate,
    dueTime,
    plannedDate,
    priority,
    estimateMinutes,
    tags,
    projectId,
    clientId,
    recurrence,
  } = parsed;
  const fields = {
    title,
    dueDate,
    dueTime,
    plannedDate,
    priority,
    estimateMinutes,
    tags,
    projectId,
    clientId,
    recurrence: recurrence && { rrule: recurrence.rrule, mode: recurrence.mode },
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
