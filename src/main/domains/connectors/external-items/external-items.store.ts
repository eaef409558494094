import { and, asc, count, desc, eq, gt, gte, inArray, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import type {
  ExternalEvent,
  ExternalItem,
  ExternalKind,
  IndexListInput,
  ListEventsInput,
  ListExternalInput,
  OwnEntry,
} from '#shared/contracts/external-items.ts';
import type { Page } from '#shared/contracts/common.ts';
import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { clients } from '#main/db/tables/clients.ts';
import { externalItems } from '#main/db/tables/external-items.ts';
import { projects } from '#main/db/tables/projects.ts';

export type ExternalRow = Omit<typeof externalItems.$inferSelect, 'rowId' | 'id' | 'createdAt' | 'updatedAt'>;
export type KnownItem = ExternalRow & { readonly id: string };

export type ExternalReads = {
  list(input: ListExternalInput): Promise<Page<ExternalItem>>;
  listOwn(owner: string, input: IndexListInput): Promise<readonly OwnEntry[]>;
  listEvents(input: ListEventsInput, limit: number): Promise<readonly ExternalEvent[]>;
  countOf(owner: string): Promise<number>;
};

export function createExternalReads(reader: Reader): ExternalReads {
  return {
    list: (input) => list(reader, input),
    listOwn: (owner, input) => listOwn(reader, owner, input),
    listEvents: (input, limit) => listEvents(reader, input, limit),
    countOf: (owner) => reader.$count(externalItems, eq(externalItems.owner, owner)),
  };
}

async function list(reader: Reader, input: ListExternalInput): Promise<Page<ExternalItem>> {
  const { id, owner, kind, externalId, title, url, projectId, clientId, groupName, occurredAt, updatedAt } =
    externalItems;
  const where = and(
    input.kind ? eq(kind, input.kind) : undefined,
    input.owner ? eq(owner, input.owner) : undefined,
    input.projectId ? eq(projectId, input.projectId) : undefined,
    input.clientId ? eq(clientId, input.clientId) : undefined,
  );
  const rows = await reader
    .select({
      id,
      owner,
      kind,
      externalId,
      title,
      url,
      projectId,
      clientId,
      groupName,
      occurredAt,
      updatedAt,
    })
    .from(externalItems)
    .where(and(where, afterCursor(input.cursor)))
    .orderBy(desc(updatedAt), desc(id))
    .limit(input.limit + 1);
  const [total] = await reader.select({ value: count() }).from(externalItems).where(where);
  const items = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? `${last.updatedAt}.${last.id}` : null, total: total?.value ?? 0 };
}

/** Enough to tell what it was; the whole text is the owner's to read again. */
const SHOWN_CHARS = 300;

async function listOwn(reader: Reader, owner: string, input: IndexListInput): Promise<readonly OwnEntry[]> {
  const { externalId, title, url, projectId, clientId, groupName, occurredAt } = externalItems;
  const text = sql<string>`substr(${externalItems.text}, 1, ${SHOWN_CHARS})`;
  return await reader
    .select({ id: externalId, title, text, url, projectId, clientId, groupName, occurredAt })
    .from(externalItems)
    .where(
      and(
        eq(externalItems.owner, owner),
        eq(externalItems.kind, input.kind),
        input.ids ? inArray(externalId, input.ids) : undefined,
        input.groupName === undefined ? undefined : eq(groupName, input.groupName),
        input.occurredBefore === undefined ? undefined : lt(occurredAt, input.occurredBefore),
        input.after === undefined ? undefined : gt(externalId, input.after),
      ),
    )
    .orderBy(asc(externalId))
    .limit(input.limit);
}

function afterCursor(cursor: string | undefined): SQL | undefined {
  const match = /^(\d+)\.([0-9a-f-]{36})$/.exec(cursor ?? '');
  if (!match?.[1] || !match[2]) return undefined;
  const { id, updatedAt } = externalItems;
  return or(lt(updatedAt, Number(match[1])), and(eq(updatedAt, Number(match[1])), lt(id, match[2])));
}

async function listEvents(
  reader: Reader,
  input: ListEventsInput,
  limit: number,
): Promise<readonly ExternalEvent[]> {
  const { startDay, endDay, startsAt, projectId, clientId } = externalItems;
  const rows = await reader
    .select()
    .from(externalItems)
    .where(
      and(
        lte(startDay, input.to),
        gte(endDay, input.from),
        input.projectIds ? inArray(projectId, input.projectIds) : undefined,
        input.clientIds ? inArray(clientId, input.clientIds) : undefined,
      ),
    )
    .orderBy(asc(startDay), asc(startsAt), asc(externalItems.id))
    .limit(limit);
  return rows.flatMap((row) => {
    const { id, owner, externalId, title, url, location, groupName, isAllDay, endsAt } = row;
    if (row.startDay === null || row.endDay === null) return [];
    const links = { projectId: row.projectId, clientId: row.clientId };
    const span = { isAllDay, startsAt: row.startsAt, endsAt, startDay: row.startDay, endDay: row.endDay };
    return [{ id, owner, externalId, title, url, location, groupName, ...links, ...span }];
  });
}

/** What the owner has put there under these names. */
export async function findKnown(
  tx: Reader,
  owner: string,
  names: readonly { readonly kind: ExternalKind; readonly externalId: string }[],
): Promise<readonly KnownItem[]> {
  return await tx
    .select()
    .from(externalItems)
    .where(
      and(
        eq(externalItems.owner, owner),
        inArray(externalItems.kind, [...new Set(names.map((name) => name.kind))]),
        inArray(
          externalItems.externalId,
          names.map((name) => name.externalId),
        ),
      ),
    );
}

/** Which of these projects and clients there are. */
export async function findLinks(
  tx: Reader,
  projectIds: readonly string[],
  clientIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const [projectRows, clientRows] = await Promise.all([
    tx
      .select({ id: projects.id })
      .from(projects)
      .where(inArray(projects.id, [...projectIds])),
    tx
      .select({ id: clients.id })
      .from(clients)
      .where(inArray(clients.id, [...clientIds])),
  ]);
  return new Set([...projectRows, ...clientRows].map((row) => row.id));
}

const COLUMNS = [
  'owner',
  'kind',
  'externalId',
  'title',
  'text',
  'url',
  'projectId',
  'clientId',
  'groupName',
  'location',
  'occurredAt',
  'startsAt',
  'endsAt',
  'startDay',
  'endDay',
  'isAllDay',
] as const satisfies readonly (keyof ExternalRow)[];

const NAMES = COLUMNS.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

const PUT = `INSERT INTO external_items (id, created_at, updated_at, ${NAMES.join(', ')})
  VALUES (?, ?, ?, ${NAMES.map(() => '?').join(', ')})
  ON CONFLICT (owner, kind, external_id) DO UPDATE SET updated_at = excluded.updated_at,
  ${NAMES.slice(3)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

export function putRows(tx: Writer, rows: readonly (ExternalRow & { readonly id: string })[]): void {
  if (rows.length === 0) return;
  tx.run({
    sql: PUT,
    paramsList: rows.map((row) => [row.id, tx.nowMs, tx.nowMs, ...COLUMNS.map((name) => valueOf(row[name]))]),
  });
  tx.touch(
    'external_item',
    rows.map((row) => row.id),
  );
}

export function isSameRow(known: ExternalRow, row: ExternalRow): boolean {
  return COLUMNS.every((name) => known[name] === row[name]);
}

function valueOf(value: ExternalRow[keyof ExternalRow]): SqlValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

export async function removeRows(
  tx: Writer,
  owner: string,
  kind: ExternalKind,
  externalIds: readonly string[],
): Promise<number> {
  const rows = await findKnown(
    tx,
    owner,
    externalIds.map((externalId) => ({ kind, externalId })),
  );
  const ids = rows.map((row) => row.id);
  tx.run({
    sql: 'DELETE FROM external_items WHERE id IN (SELECT value FROM json_each(?))',
    params: [JSON.stringify(ids)],
  });
  tx.touch('external_item', ids);
  return ids.length;
}

/** Takes away everything that an owner has put there, some rows a transaction. Answers how many went. */
export async function removeSome(tx: Writer, owner: string, limit: number): Promise<number> {
  const rows = await tx
    .select({ rowId: externalItems.rowId })
    .from(externalItems)
    .where(and(eq(externalItems.owner, owner), gt(externalItems.rowId, 0)))
    .limit(limit);
  tx.run({
    sql: 'DELETE FROM external_items WHERE row_id IN (SELECT value FROM json_each(?))',
    params: [JSON.stringify(rows.map((row) => row.rowId))],
  });
  tx.touchAll('external_item');
  return rows.length;
}
