import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import type { TrashListInput, TrashRef } from '#shared/contracts/trash.ts';
import { decodeCursor, encodeCursor } from '#shared/kernel/keyset.ts';
import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader } from '#main/db/store.ts';

export type TrashedRow = TrashRef & { readonly title: string; readonly deletedAt: number };
export type TrashedPage = {
  readonly rows: readonly TrashedRow[];
  readonly nextCursor: string | null;
  readonly total: number;
};
export type IdsByKind = Readonly<Record<ItemKind, readonly string[]>>;

export type TrashReads = {
  list(input: TrashListInput): Promise<TrashedPage>;
  /** Those of the given items that lie in the trash. */
  find(items: readonly TrashRef[]): Promise<readonly TrashedRow[]>;
  /** Everything in the trash, or what was put there before the instant. */
  findAll(before?: number): Promise<readonly TrashedRow[]>;
  /** Trashed items that this one belongs to: its project, its client, the task above it. */
  findParents(item: TrashRef): Promise<readonly TrashedRow[]>;
  /** What went to the trash together with this one and belongs to it. */
  findContents(item: TrashedRow): Promise<readonly TrashedRow[]>;
  /** Rows of each kind, in the trash or not. */
  countAll(): Promise<Readonly<Record<ItemKind, number>>>;
};

/** Names from this file only; nothing a person types gets in. */
const TABLES: Readonly<Record<ItemKind, { readonly table: string; readonly title: string }>> = {
  client: { table: 'clients', title: 'name' },
  project: { table: 'projects', title: 'name' },
  task: { table: 'tasks', title: 'title' },
  checkpoint: { table: 'checkpoints', title: 'title' },
  note: { table: 'notes', title: 'title' },
};

const PARENTS: Readonly<Record<ItemKind, readonly { readonly kind: ItemKind; readonly column: string }[]>> = {
  client: [],
  project: [{ kind: 'client', column: 'client_id' }],
  task: [
    { kind: 'project', column: 'project_id' },
    { kind: 'client', column: 'client_id' },
    { kind: 'task', column: 'parent_id' },
  ],
  checkpoint: [{ kind: 'project', column: 'project_id' }],
  note: [
    { kind: 'project', column: 'project_id' },
    { kind: 'client', column: 'client_id' },
  ],
};

export function createTrashReads(reader: Reader): TrashReads {
  const rowsOf = async (kind: ItemKind, where: string, params: readonly SqlValue[]) => {
    const rows = await reader.rows(`${selectTrashed(kind)} AND ${where}`, params);
    return rows.map(toRow);
  };
  return {
    list: (input) => list(reader, input),
    async find(items) {
      const groups = Map.groupBy(items, (item) => item.kind);
      const found = await Promise.all(
        [...groups].map(([kind, refs]) =>
          rowsOf(kind, 'id IN (SELECT value FROM json_each(?))', [JSON.stringify(refs.map((ref) => ref.id))]),
        ),
      );
      return found.flat();
    },
    async findAll(before = Number.MAX_SAFE_INTEGER) {
      return (await Promise.all(ITEM_KINDS.map((kind) => rowsOf(kind, 'deleted_at < ?', [before])))).flat();
    },
    async findParents({ kind, id }) {
      const found = await Promise.all(
        PARENTS[kind].map((parent) =>
          rowsOf(parent.kind, `id = (SELECT ${parent.column} FROM ${TABLES[kind].table} WHERE id = ?)`, [id]),
        ),
      );
      return found.flat();
    },
    async findContents({ kind, id, deletedAt }) {
      const found = await Promise.all(
        ITEM_KINDS.flatMap((below) =>
          PARENTS[below]
            .filter((parent) => parent.kind === kind)
            .map(({ column }) => rowsOf(below, `${column} = ? AND deleted_at = ?`, [id, deletedAt])),
        ),
      );
      return found.flat();
    },
    async countAll() {
      const counts = ITEM_KINDS.map((kind) => `(SELECT count(*) FROM ${TABLES[kind].table})`);
      const [row] = await reader.rows(`SELECT ${counts.join(', ')}`);
      const entries = ITEM_KINDS.map((kind, index) => [kind, Number(row?.[index] ?? 0)] as const);
      return Object.fromEntries(entries) as Record<ItemKind, number>; // one entry a kind
    },
  };
}

function selectTrashed(kind: ItemKind): string {
  const { table, title } = TABLES[kind];
  return `SELECT '${kind}' AS kind, id, ${title} AS title, deleted_at FROM ${table} WHERE deleted_at IS NOT NULL`;
}

async function list(reader: Reader, { kind, text, cursor, limit }: TrashListInput): Promise<TrashedPage> {
  const kinds = kind ? [kind] : ITEM_KINDS;
  const all = kinds.map(selectTrashed).join(' UNION ALL ');
  const filter = text ? `title LIKE ? ESCAPE '\\'` : '1';
  const filterParams = text ? [`%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`] : [];
  const [deletedAt, id] = decodeCursor(cursor, 2) ?? [Number.MAX_SAFE_INTEGER, ''];
  const rows = await reader.rows(
    `SELECT kind, id, title, deleted_at FROM (${all})
      WHERE ${filter} AND (deleted_at < ? OR (deleted_at = ? AND id < ?)) ORDER BY deleted_at DESC, id DESC LIMIT ?`,
    [...filterParams, deletedAt ?? 0, deletedAt ?? 0, id ?? '', limit + 1],
  );
  const [total] = await reader.rows(`SELECT count(*) FROM (${all}) WHERE ${filter}`, filterParams);
  const page = rows.slice(0, limit).map(toRow);
  const last = page.at(-1);
  const nextCursor = rows.length > limit && last ? encodeCursor([last.deletedAt, last.id]) : null;
  return { rows: page, nextCursor, total: Number(total?.[0] ?? 0) };
}

function toRow([kind, id, title, deletedAt]: readonly SqlValue[]): TrashedRow {
  return {
    kind: kind as ItemKind, // written into the statement above
    id: String(id),
    title: String(title),
    deletedAt: Number(deletedAt),
  };
}
