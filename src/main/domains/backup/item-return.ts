import type { RestoredItems } from '#shared/contracts/backup.ts';
import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import { AppError } from '#shared/errors.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { hasContent, idsBelow, partsOf, putPart, rowsThen } from './backup-items.store.ts';

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
 * along where it is gone. Whether something is private stays as it is now.
 */
export async function returnItems(
  store: Store,
  then: Reader,
  refs: readonly ItemRef[],
): Promise<RestoredItems> {
  const { value, changeSetId } = await store.write(
    { command: 'backup.restore_items', params: { count: refs.length }, deferForeignKeys: true },
    async (tx) => {
      const named = new Map(refs.map(({ kind, id }) => [id, kind]));
      let restored = 0;
      let alsoRestored = 0;
      const waiting = groupOf(refs);
      const isDone = new Set<string>();
      // A task may lie below a task that is gone as well, so this goes on until nothing more is missing.
      for (let turn = next(waiting, isDone); turn; turn = next(waiting, isDone)) {
        const rows = (await rowsThen(then, turn.kind, turn.ids)) as readonly Row[]; // every item has a text id
        for (const id of turn.ids) isDone.add(id);
        const isNamed = rows.filter(({ id }) => named.has(id));
        await putBack(tx, turn.kind, isNamed);
        alsoRestored += await putMissing(
          tx,
          turn.kind,
          rows.filter(({ id }) => !named.has(id)),
        );
        restored += isNamed.length;
        for (const parent of parentsOf(turn.kind, rows)) waiting[parent.kind].add(parent.id);
      }
      if (restored === 0) throw notThere();
      await returnBelow(tx, then, groupOf(refs));
      return { restored, alsoRestored };
    },
  );
  return { ...value, changeSetId };
}

type Waiting = Record<ItemKind, Set<string>>;

function groupOf(refs: readonly ItemRef[]): Waiting {
  const idsOf = (kind: ItemKind) => new Set(refs.filter((ref) => ref.kind === kind).map(({ id }) => id));
  const groups = ITEM_KINDS.map((kind) => [kind, idsOf(kind)] as const);
  return Object.fromEntries(groups) as Waiting; // one entry a kind
}

function next(waiting: Waiting, isDone: ReadonlySet<string>) {
  for (const kind of ITEM_KINDS) {
    const ids = [...waiting[kind]].filter((id) => !isDone.has(id));
    if (ids.length > 0) return { kind, ids };
  }
  return null;
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

/** What others belong to: brought back where it is gone or in the trash, and not touched where it is here. */
async function putMissing(tx: Writer, kind: ItemKind, rows: readonly Row[]): Promise<number> {
  const there = await idsHere(tx, kind, rows);
  const gone = rows.filter(({ id }) => !there.has(id));
  const trashed = rows.filter(({ id }) => there.get(id)?.['deletedAt'] != null);
  tx.insert(kind, gone.map((row) => ({ ...row, deletedAt: null })) as never); // as above
  await tx.update(
    kind,
    trashed.map(({ id }) => ({ id, patch: { deletedAt: null } as never })),
  ); // as above
  return gone.length + trashed.length;
}

async function idsHere(tx: Writer, kind: ItemKind, rows: readonly Row[]): Promise<ReadonlyMap<string, Row>> {
  const found = (await tx.getByIds(
    kind,
    rows.map(({ id }) => id),
  )) as readonly Row[]; // every item has a text id
  return new Map(found.map((row) => [row.id, row]));
}

function patchOf(row: Row): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !LEFT_AS_THEY_ARE.has(field)));
}

/** Files of notes with their content, and comments of tasks. What was added since stays. */
async function returnBelow(tx: Writer, then: Reader, named: Waiting): Promise<void> {
  const comments = await missing(tx, then, 'task_comment', [...named.task]);
  tx.insert('task_comment', comments as never); // whole rows of this very table
  const files = await missing(tx, then, 'attachment', [...named.note]);
  for (const file of files) await returnContent(tx, then, String(file['sha256']));
  tx.insert('attachment', files as never); // as above
}

async function missing(
  tx: Writer,
  then: Reader,
  entity: 'attachment' | 'task_comment',
  ownerIds: readonly string[],
): Promise<readonly Row[]> {
  const ids = await idsBelow(then, entity, ownerIds);
  const here = (await tx.getByIds(entity, ids)) as readonly Row[]; // both have a text id
  const trashed = here.filter((row) => row['deletedAt'] != null);
  await tx.update(
    entity,
    trashed.map(({ id }) => ({ id, patch: { deletedAt: null } as never })),
  ); // files only
  const there = new Set(here.map(({ id }) => id));
  return rowsThen(
    then,
    entity,
    ids.filter((id) => !there.has(id)),
  );
}

async function returnContent(tx: Writer, then: Reader, sha256: string): Promise<void> {
  if (await hasContent(tx, sha256)) return;
  for await (const part of partsOf(then, sha256)) await putPart(tx, part);
}

function notThere(): AppError {
  return new AppError(
    'not_found',
    'None of this is in that backup. Nothing was changed; choose another point in time.',
  );
}
