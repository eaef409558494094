import type { RestoredItems } from '#shared/contracts/backup.ts';
import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { contentGiven, dropContent, takeContent } from './content-return.ts';
import { idsBelow, rowsThen } from './backup-items.store.ts';

export type ItemRef = { readonly kind: ItemKind; readonly id: string };

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** What an item belongs to, by the field that names it. */
const PARENTS: Readonly<Record<ItemKind, Readonly<Record<string, ItemKind>>>> = {
  client: {},
  project: { clientId: 'client' },
  task: { projectId: 'project', clientId: 'client', parentId: 'task' },
  checkpoint: { projectId: 'project' },
  note: { projectId: 'project', clientId: 'client' },
};

/** Fields that a person set for good reason since, or that the store keeps by itself. */
const LEFT_AS_THEY_ARE = new Set(['id', 'createdAt', 'updatedAt', 'isPrivate']);

/**
 * Puts single items back as they were in a backup, in one change set that can be undone. What they belong to comes
 * along where it is gone, and so do sub-tasks, comments and files. Whether something is private stays as it is now.
 * All of the backup is read before the writing begins, which waits for nothing but the store itself.
 */
export async function returnItems(
  deps: { readonly store: Store; readonly ids: IdSource },
  then: Reader,
  refs: readonly ItemRef[],
): Promise<RestoredItems> {
  const { store } = deps;
  const found = await readThen(then, refs);
  const contents = await takeContent(deps, then, hashesOf(found.files));
  try {
    const { value, changeSetId } = await store.write(
      { command: 'backup.restore_items', params: { count: refs.length }, deferForeignKeys: true },
      async (tx) => {
        const counts = await returnFound(tx, found);
        for (const content of contents) await contentGiven(tx, content);
        return counts;
      },
    );
    return { ...value, changeSetId };
  } catch (error) {
    await dropContent(store, contents).catch(() => undefined);
    throw error;
  }
}

/** What a backup has of items: everything that may have to come back, whether it is here or not. */
type Found = {
  readonly named: ByKind;
  /** Sub-tasks of named tasks, and theirs. */
  readonly subTasks: readonly Row[];
  /** What these and the named ones belong to. */
  readonly owners: ByKind;
  readonly comments: readonly Row[];
  readonly files: readonly Row[];
};

type ByKind = Readonly<Record<ItemKind, readonly Row[]>>;

async function readThen(then: Reader, refs: readonly ItemRef[]): Promise<Found> {
  const named = await rowsOfKinds(then, groupOf(refs));
  const subTasks = await subTasksOf(then, named.task);
  const tasks = [...named.task, ...subTasks];
  const below = async (entity: 'attachment' | 'task_comment', owners: readonly Row[]) =>
    (await rowsThen(then, entity, await idsBelow(then, entity, idsOf(owners)))) as readonly Row[]; // both have a text id
  return {
    named,
    subTasks,
    owners: await ownersOf(then, { ...named, task: tasks }),
    comments: await below('task_comment', tasks),
    files: await below('attachment', named.note),
  };
}

async function rowsOfKinds(then: Reader, ids: Record<ItemKind, ReadonlySet<string>>): Promise<ByKind> {
  const read = async (kind: ItemKind) =>
    [kind, (await rowsThen(then, kind, [...ids[kind]])) as readonly Row[]] as const; // every item has a text id
  const found: (readonly [ItemKind, readonly Row[]])[] = [];
  for (const kind of ITEM_KINDS) found.push(await read(kind));
  return Object.fromEntries(found) as ByKind; // one entry a kind
}

async function subTasksOf(then: Reader, tasks: readonly Row[]): Promise<readonly Row[]> {
  const known = new Set(idsOf(tasks));
  const found: Row[] = [];
  for (let above = [...known]; above.length > 0;) {
    const ids = (await idsBelow(then, 'task', above)).filter((id) => !known.has(id));
    for (const id of ids) known.add(id);
    found.push(...((await rowsThen(then, 'task', ids)) as readonly Row[])); // as above
    above = ids;
  }
  return found;
}

/** Everything that the rows belong to, up to what belongs to nothing. */
async function ownersOf(then: Reader, rows: ByKind): Promise<ByKind> {
  const found = groupOf([]);
  const owners: Record<ItemKind, Row[]> = { client: [], project: [], task: [], checkpoint: [], note: [] };
  let level = rows;
  for (;;) {
    const wanted = groupOf(ITEM_KINDS.flatMap((kind) => parentsOf(kind, level[kind])));
    for (const kind of ITEM_KINDS) for (const id of found[kind]) wanted[kind].delete(id);
    if (ITEM_KINDS.every((kind) => wanted[kind].size === 0)) return owners;
    level = await rowsOfKinds(then, wanted);
    for (const kind of ITEM_KINDS) {
      owners[kind].push(...level[kind]);
      for (const id of wanted[kind]) found[kind].add(id);
    }
  }
}

type Counts = Pick<RestoredItems, 'restored' | 'alsoRestored'>;

async function returnFound(tx: Writer, found: Found): Promise<Counts> {
  const { named, subTasks, owners, comments, files } = found;
  const restored = ITEM_KINDS.reduce((sum, kind) => sum + named[kind].length, 0);
  if (restored === 0) throw notThere();
  for (const kind of ITEM_KINDS) await putBack(tx, kind, named[kind]);
  const back = await missing(tx, 'task', subTasks);
  let alsoRestored = await putMissing(tx, 'task', back);
  // A sub-task that is here may belong elsewhere by now: only what comes back needs what it belonged to.
  const needed = neededBy({ ...named, task: [...named.task, ...back] }, owners);
  const isNamed = new Set(ITEM_KINDS.flatMap((kind) => idsOf(named[kind])));
  for (const kind of ITEM_KINDS)
    alsoRestored += await putMissing(
      tx,
      kind,
      needed[kind].filter(({ id }) => !isNamed.has(id)),
    );
  const tasks = new Set(idsOf([...named.task, ...back]));
  await putMissing(
    tx,
    'task_comment',
    comments.filter((row) => tasks.has(String(row['taskId']))),
  );
  await putMissing(tx, 'attachment', files);
  return { restored, alsoRestored };
}

function neededBy(rows: ByKind, owners: ByKind): ByKind {
  const wanted = groupOf([]);
  const take = (level: ByKind): void => {
    const refs = ITEM_KINDS.flatMap((kind) => parentsOf(kind, level[kind]));
    const fresh = groupOf(refs.filter(({ kind, id }) => !wanted[kind].has(id)));
    if (ITEM_KINDS.every((kind) => fresh[kind].size === 0)) return;
    for (const kind of ITEM_KINDS) for (const id of fresh[kind]) wanted[kind].add(id);
    take(picked(owners, fresh));
  };
  take(rows);
  return picked(owners, wanted);
}

function picked(rows: ByKind, ids: Waiting): ByKind {
  const entries = ITEM_KINDS.map((kind) => [kind, rows[kind].filter(({ id }) => ids[kind].has(id))] as const);
  return Object.fromEntries(entries) as unknown as ByKind; // one entry a kind
}

function idsOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ id }) => id);
}

function hashesOf(files: readonly Row[]): readonly string[] {
  return [...new Set(files.map((file) => String(file['sha256'])))];
}

type Waiting = Record<ItemKind, Set<string>>;

function groupOf(refs: readonly ItemRef[]): Waiting {
  const idsOfKind = (kind: ItemKind) => new Set(refs.filter((ref) => ref.kind === kind).map(({ id }) => id));
  const groups = ITEM_KINDS.map((kind) => [kind, idsOfKind(kind)] as const);
  return Object.fromEntries(groups) as Waiting; // one entry a kind
}

function parentsOf(kind: ItemKind, rows: readonly Row[]): readonly ItemRef[] {
  return Object.entries(PARENTS[kind]).flatMap(([field, parent]) =>
    rows.flatMap((row) => {
      const id = row[field];
      return typeof id === 'string' ? [{ kind: parent, id }] : [];
    }),
  );
}

/** As they were then, whether they are here, in the trash, or gone. */
async function putBack(tx: Writer, kind: ItemKind, rows: readonly Row[]): Promise<void> {
  const there = await idsHere(tx, kind, rows);
  const changes = rows
    .filter(({ id }) => there.has(id))
    .map((row) => ({ id: row.id, patch: patchOf(row) as never })); // fields of this very table
  await tx.update(kind, changes);
  tx.insert(kind, rows.filter(({ id }) => !there.has(id)) as never); // whole rows of this very table
}

type Returned = ItemKind | 'attachment' | 'task_comment';

/** Those that are gone or in the trash. */
async function missing(tx: Writer, kind: Returned, rows: readonly Row[]): Promise<readonly Row[]> {
  const there = await idsHere(tx, kind, rows);
  return rows.filter(({ id }) => !there.has(id) || there.get(id)?.['deletedAt'] != null);
}

/** What comes along: brought back where it is gone or in the trash, and not touched where it is here. */
async function putMissing(tx: Writer, kind: Returned, rows: readonly Row[]): Promise<number> {
  const there = await idsHere(tx, kind, rows);
  const gone = rows.filter(({ id }) => !there.has(id));
  const trashed = rows.filter(({ id }) => there.get(id)?.['deletedAt'] != null);
  tx.insert(kind, gone.map(outOfTrash) as never); // as above
  await tx.update(
    kind,
    trashed.map(({ id }) => ({ id, patch: { deletedAt: null } as never })),
  ); // as above
  return gone.length + trashed.length;
}

/** Comments know no trash. */
function outOfTrash(row: Row): Row {
  return 'deletedAt' in row ? { ...row, deletedAt: null } : row;
}

async function idsHere(tx: Writer, kind: Returned, rows: readonly Row[]): Promise<ReadonlyMap<string, Row>> {
  const found = (await tx.getByIds(
    kind,
    rows.map(({ id }) => id),
  )) as readonly Row[]; // every item has a text id
  return new Map(found.map((row) => [row.id, row]));
}

function patchOf(row: Row): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !LEFT_AS_THEY_ARE.has(field)));
}

function notThere(): AppError {
  return new AppError(
    'not_found',
    'None of this is in that backup. Nothing was changed; choose another point in time.',
  );
}
