import type { ClientListInput } from '#shared/contracts/clients.ts';
import type { NoteListInput } from '#shared/contracts/notes.ts';
import type { ProjectListInput } from '#shared/contracts/projects.ts';
import type { TaskListInput } from '#shared/contracts/tasks.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import type { ListOptions } from '../list-options.ts';
import { findClientIds, findProjectIds } from '../name-lookup.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

type Noun = 'tasks' | 'projects' | 'clients' | 'notes';
type Listed = { readonly page: { readonly nextCursor: string | null }; readonly rows: readonly string[][] };

const MAX_LIMIT = 500;

/** Words as typed. The router's own schema says which it takes, and refuses the others with `invalid_input`. */
type Typed<Input extends object, Key extends keyof Input> = Input[Key];

export function runList(context: CommandContext, noun: Noun, options: ListOptions): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { page, rows } = await LISTS[noun](api, options);
    await context.output.answer(page, () => {
      const more = page.nextCursor === null ? '' : `\nThere is more: --cursor ${page.nextCursor}`;
      return rows.length === 0 ? 'There is nothing here.' : formatTable(rows) + more;
    });
    return EXIT.done;
  });
}

const LISTS: Readonly<Record<Noun, (api: Api, options: ListOptions) => Promise<Listed>>> = {
  async tasks(api, options) {
    const page = await api.tasks.list({
      ...shared(options),
      sort: options.sort as Typed<TaskListInput, 'sort'> | undefined,
      statuses: options.status as Typed<TaskListInput, 'statuses'>,
      priorities: options.priority as Typed<TaskListInput, 'priorities'>,
      preset: options.preset as Typed<TaskListInput, 'preset'>,
      projectIds: await findProjectIds(api, options.project),
      clientIds: await findClientIds(api, options.client),
      dueFrom: options.dueFrom ?? options.due,
      dueTo: options.dueTo ?? options.due,
    });
    const rows = page.items.map((task) => [
      task.status,
      task.dueDate ?? '',
      task.priority === 'none' ? '' : task.priority,
      task.title,
      task.projectName ?? task.clientName ?? '',
      task.id,
    ]);
    return { page, rows };
  },
  async projects(api, options) {
    const page = await api.projects.list({
      ...shared(options),
      sort: options.sort as Typed<ProjectListInput, 'sort'> | undefined,
      statuses: options.status as Typed<ProjectListInput, 'statuses'>,
      clientIds: await findClientIds(api, options.client),
      archived: options.archived === true ? 'only' : undefined,
    });
    const rows = page.items.map((project) => [
      project.status,
      project.name,
      project.clientName ?? '',
      project.id,
    ]);
    return { page, rows };
  },
  async clients(api, options) {
    const page = await api.clients.list({
      ...shared(options),
      sort: options.sort as Typed<ClientListInput, 'sort'> | undefined,
      archived: options.archived === true ? 'only' : undefined,
    });
    return { page, rows: page.items.map((client) => [client.name, client.id]) };
  },
  async notes(api, options) {
    const page = await api.notes.list({
      ...shared(options),
      sort: options.sort as Typed<NoteListInput, 'sort'> | undefined,
      projectIds: await findProjectIds(api, options.project),
      clientIds: await findClientIds(api, options.client),
      pinnedOnly: options.pinned,
    });
    const rows = page.items.map((note) => [
      new Date(note.updatedAt).toISOString().slice(0, 10),
      note.title,
      note.id,
    ]);
    return { page, rows };
  },
};

function shared(options: ListOptions) {
  return {
    text: options.text,
    tags: options.tag === undefined ? undefined : [...options.tag],
    limit: Math.min(options.limit, MAX_LIMIT),
    cursor: options.cursor,
  };
}
