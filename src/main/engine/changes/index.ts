import type { ChangeBatch, Entity, HistoryEntry, UndoResult, UndoState } from '#shared/contracts/changes.ts';
import { AppError } from '#shared/errors.ts';
import type { Store, Writer } from '#main/db/store.ts';
import { createChangeFeed } from './change-feed.ts';
import { findSet, isSetUndone, listChangesOfSet, listHistory, listLatestSets } from './changes.store.ts';
import { invertChanges, type Inverse, type LoggedChange } from './inverse.ts';
import { createUndoOrder, type SetSummary } from './undo-order.ts';

/** Undo, redo, history and the stream of commits, all read from the change log. */
export type Changes = {
  /** Takes back the given change set, or the latest command. `conflict` when its rows were changed again since. */
  undo(changeSetId?: number): Promise<UndoResult>;
  redo(): Promise<UndoResult>;
  state(): UndoState;
  /** Whether a change set is taken back at present; one that was redone is not. */
  isUndone(changeSetId: number): Promise<boolean>;
  history(input: { entity: Entity; id: string; limit: number }): Promise<readonly HistoryEntry[]>;
  /** Every commit from now on; ends with the signal. */
  stream(signal: AbortSignal): AsyncGenerator<ChangeBatch>;
};

const REMEMBERED_SETS = 500;

export async function createChanges(deps: { readonly store: Store }): Promise<Changes> {
  const { store } = deps;
  const order = createUndoOrder();
  const feed = createChangeFeed();
  for (const set of await listLatestSets(store.reader, REMEMBERED_SETS)) order.record(set);
  store.onCommit((commit) => {
    if (commit.changeSetId !== null) order.record({ ...commit, changeSetId: commit.changeSetId });
    feed.publish(commit.changes);
  });

  async function takeBack(set: SetSummary, shown: SetSummary): Promise<UndoResult> {
    const { command, params } = shown;
    const changes = await listChangesOfSet(store.reader, set.changeSetId);
    if (changes.some(isErased)) {
      order.forget(set.changeSetId);
      throw gone();
    }
    const inverses = invertChanges(changes);
    const { changeSetId } = await store
      .write({ command, params, undoes: set.changeSetId, deferForeignKeys: true }, (tx) =>
        apply(tx, inverses),
      )
      .catch((error: unknown) => {
        throw isForeignKeyError(error) ? stillInUse(error) : error;
      });
    if (changeSetId === null) throw nothingLeft();
    return { done: shown, changeSetId, state: order.state() };
  }

  return {
    async undo(changeSetId) {
      const wanted = changeSetId ?? order.nextUndo()?.changeSetId;
      if (wanted === undefined) throw new AppError('nothing_to_undo', 'There is nothing to undo.');
      const set = await findSet(store.reader, wanted);
      if (!set) throw new AppError('not_found', 'This change is no longer in the history.');
      if (await isSetUndone(store.reader, wanted)) throw nothingLeft();
      return takeBack(set, set);
    },
    async redo() {
      const next = order.nextRedo();
      const undoing = next ? await findSet(store.reader, next.by) : undefined;
      if (!next || !undoing) throw new AppError('nothing_to_undo', 'There is nothing to redo.');
      return takeBack(undoing, { ...undoing, ...next.summary });
    },
    state: () => order.state(),
    isUndone: (changeSetId) => isSetUndone(store.reader, changeSetId),
    history: ({ entity, id, limit }) => listHistory(store.reader, entity, id, limit),
    stream: (signal) => feed.subscribe(signal),
  };
}

async function apply(tx: Writer, inverses: readonly Inverse[]): Promise<void> {
  for (const [entity, group] of Map.groupBy(inverses, (inverse) => inverse.entity)) {
    const updates = group.filter((inverse) => inverse.kind === 'update');
    await requireUnchanged(tx, entity, updates);
    const patches = updates.map(({ id, patch }) => ({ id, patch }));
    if (patches.length > 0) await tx.update(entity, patches);
    const rows = group.flatMap((inverse) => (inverse.kind === 'insert' ? [inverse.row] : []));
    // The log holds whole rows of this very table.
    tx.insert(entity, rows as never);
    const ids = group.flatMap((inverse) => (inverse.kind === 'delete' ? [inverse.id] : []));
    if (ids.length > 0) await tx.delete(entity, ids);
  }
}

type Update = Extract<Inverse, { kind: 'update' }>;

async function requireUnchanged(tx: Writer, entity: Entity, updates: readonly Update[]): Promise<void> {
  if (updates.length === 0) return;
  const rows = await tx.getByIds(
    entity,
    updates.map((update) => update.id),
  );
  const byId = new Map(rows.map((row) => [row.id, row as Readonly<Record<string, unknown>>])); // a plain row
  for (const update of updates) {
    const row = byId.get(update.id);
    const isSame =
      row && Object.keys(update.expected).every((key) => isEqual(row[key], update.expected[key]));
    if (!isSame) {
      throw new AppError(
        'conflict',
        'This was changed again in the meantime, so it cannot be undone by itself. Nothing was changed; undo the later change first.',
        { details: { entity, id: update.id } },
      );
    }
  }
}

function isEqual(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}

/** Rows that were removed for good leave their entries in the log without what they said. */
function isErased({ op, before, after }: LoggedChange): boolean {
  return op === 'delete' ? before === null : after === null;
}

function gone(): AppError {
  return new AppError(
    'conflict',
    'Something in this change was removed for good, so it cannot be undone any more. Nothing was changed.',
  );
}

function isForeignKeyError(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (/FOREIGN\s?KEY/i.test(at.message) || ('code' in at && String(at.code).includes('FOREIGNKEY')))
      return true;
  }
  return false;
}

function stillInUse(cause: unknown): AppError {
  return new AppError(
    'conflict',
    'Something made later still belongs to this, so it cannot be undone by itself. Nothing was changed; undo the later change first.',
    { cause },
  );
}

function nothingLeft(): AppError {
  return new AppError('nothing_to_undo', 'This change has already been undone.');
}
