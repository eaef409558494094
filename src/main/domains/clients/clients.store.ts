import { and, count, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { Client, ClientListInput, ClientListItem } from '#shared/contracts/clients.ts';
import type { Page } from '#shared/contracts/common.ts';
import {
  afterCursor,
  contains,
  hasTags,
  orderOf,
  pageOf,
  sortValues,
  type SortColumn,
} from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { clients } from '#main/db/tables/clients.ts';

export type ClientsStore = {
  list(input: ClientListInput, today: string): Promise<Page<ClientListItem>>;
  findWithCounts(id: string, today: string): Promise<ClientListItem | undefined>;
  /** Ids and names of all clients not in the trash, for pickers and quick add. */
  listNames(): Promise<readonly { readonly id: string; readonly name: string }[]>;
};

const SORTS: Record<ClientListInput['sort'], readonly SortColumn[]> = {
  name: [
    { by: sql`lower(${clients.name})`, direction: 'asc' },
    { by: clients.id, direction: 'asc' },
  ],
  '-updatedAt': [
    { by: clients.updatedAt, direction: 'desc' },
    { by: clients.id, direction: 'desc' },
  ],
  '-createdAt': [
    { by: clients.createdAt, direction: 'desc' },
    { by: clients.id, direction: 'desc' },
  ],
};

// What is proposed counts for nothing until it is approved.
const OPEN = sql`t.status in ('todo', 'in_progress', 'waiting')
  and t.id not in (select s.id from tasks s where s.is_ai_suggested = 1 and s.is_approved = 0)`;

function counts(today: string) {
  // Two counts, each by an index: with an OR between them SQLite reads every task for each client.
  const openTasks = (
    due: SQL,
  ) => sql<number>`(select count(*) from projects p cross join tasks t on t.project_id = p.id
      where p.client_id = clients.id and p.deleted_at is null and t.deleted_at is null and ${OPEN} ${due})
    + (select count(*) from tasks t where t.client_id = clients.id and t.project_id is null
      and t.deleted_at is null and ${OPEN} ${due})`;
  return {
    activeProjectCount: sql<number>`(select count(*) from projects p where p.client_id = clients.id
      and p.deleted_at is null and p.archived_at is null and p.status in ('planned', 'active'))`,
    openTaskCount: openTasks(sql``),
    overdueTaskCount: openTasks(sql`and t.due_date < ${today}`),
  };
}

export function createClientsStore(reader: Reader): ClientsStore {
  return {
    async list(input, today) {
      const sort = SORTS[input.sort];
      const filter = filterOf(input);
      const rows = await reader
        .select({ client: clients, ...counts(today), sortValues: sortValues(sort) })
        .from(clients)
        .where(and(filter, afterCursor(sort, input.cursor)))
        .orderBy(...orderOf(sort))
        .limit(input.limit + 1);
      const [total] = await reader.select({ value: count() }).from(clients).where(filter);
      return pageOf(rows, input.limit, total?.value ?? 0, toItem);
    },
    async findWithCounts(id, today) {
      const [row] = await reader
        .select({ client: clients, ...counts(today) })
        .from(clients)
        .where(eq(clients.id, id));
      return row && toItem(row);
    },
    listNames: () =>
      reader.select({ id: clients.id, name: clients.name }).from(clients).where(isNull(clients.deletedAt)),
  };
}

function filterOf(input: ClientListInput): SQL | undefined {
  const archived = {
    exclude: isNull(clients.archivedAt),
    only: isNotNull(clients.archivedAt),
    include: undefined,
  }[input.archived];
  const text = input.text
    ? or(
        contains(clients.name, input.text),
        contains(clients.email, input.text),
        contains(clients.contacts, input.text),
      )
    : undefined;
  return and(
    isNull(clients.deletedAt),
    archived,
    text,
    input.isPrivate === undefined ? undefined : eq(clients.isPrivate, input.isPrivate),
    hasTags('client', clients.id, input.tags),
  );
}

type CountedRow = {
  readonly client: typeof clients.$inferSelect;
  readonly activeProjectCount: number;
  readonly openTaskCount: number;
  readonly overdueTaskCount: number;
};

function toItem(row: CountedRow): ClientListItem {
  const { client, activeProjectCount, openTaskCount, overdueTaskCount } = row;
  return { ...toClient(client), activeProjectCount, openTaskCount, overdueTaskCount };
}

/** A row in the shape of the contract. */
export function toClient(row: typeof clients.$inferSelect): Client {
  return row as Client; // ids in the store are ids: the contract's brand is all that is missing
}
