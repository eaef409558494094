import type { Writer } from '#main/db/store.ts';
import { keepNoteVersion, listComments, saveKeys } from '../imports.store.ts';
import type { ImportState } from './import-state.ts';
import type { Planned, PlannedWrite } from './plan-batch.ts';

type Change = Planned & { readonly write: PlannedWrite };
const ENTITIES = ['client', 'project', 'task', 'note'] as const;

/** Writes what was planned; answers whether anything recorded was written. */
export async function writeBatch(
  tx: Writer,
  planned: readonly Planned[],
  state: ImportState,
): Promise<boolean> {
  const changes = planned.filter((one): one is Change => one.write !== null && one.op !== null);
  const updatedAt = new Map<string, number>();
  for (const entity of ENTITIES) await writeEntity(tx, { entity, changes, updatedAt, state });
  await writeComments(tx, changes, state);
  saveKeys(
    tx,
    changes.flatMap(({ key }) =>
      key === null ? [] : [{ ...key, rowUpdatedAt: updatedAt.get(key.entityId) ?? tx.nowMs }],
    ),
  );
  return changes.length > 0;
}

type EntityWork = {
  readonly entity: (typeof ENTITIES)[number];
  readonly changes: readonly Change[];
  readonly updatedAt: Map<string, number>;
  readonly state: ImportState;
};

async function writeEntity(tx: Writer, { entity, changes, updatedAt, state }: EntityWork): Promise<void> {
  const mine = changes.filter((change) => change.write.entity === entity);
  const inserted = mine.filter((change) => change.op === 'insert').map((change) => change.write.row);
  // Each write was made for its own entity; the union of their rows is all that the compiler sees.
  tx.insert(entity, inserted);
  for (const row of inserted) updatedAt.set(row.id, row.updatedAt);
  const updates = mine
    .filter((change) => change.op === 'update')
    .map(({ write }) => ({ id: write.row.id, patch: write.patch }));
  if (updates.length === 0) return;
  if (entity === 'note')
    await keepVersions(
      tx,
      updates.map(({ id }) => id),
      state,
    );
  const rows = await tx.update(entity, updates);
  for (const row of rows as readonly { id: string; updatedAt: number }[])
    updatedAt.set(row.id, row.updatedAt);
}

async function keepVersions(tx: Writer, noteIds: readonly string[], state: ImportState): Promise<void> {
  for (const note of await tx.getByIds('note', noteIds)) {
    if (note.body !== '')
      keepNoteVersion(tx, { id: state.ids.next(), noteId: note.id, title: note.title, body: note.body });
  }
}

/** Comments are only ever added: one that is gone from the source may have been answered here. */
async function writeComments(tx: Writer, changes: readonly Change[], state: ImportState): Promise<void> {
  const tasks = changes.flatMap((change) =>
    change.write.entity === 'task' && change.write.comments.length > 0
      ? [{ op: change.op, id: change.write.row.id, comments: change.write.comments }]
      : [],
  );
  const known = await listComments(
    tx,
    tasks.filter((task) => task.op === 'update').map((task) => task.id),
  );
  const rows = tasks.flatMap(({ id, comments }) =>
    comments
      .filter((comment) => known.get(id)?.has(`${comment.author}\n${comment.body}`) !== true)
      .map((comment) => {
        const at = Math.min(comment.createdAt ?? tx.nowMs, tx.nowMs);
        return {
          id: state.ids.next(),
          taskId: id,
          author: comment.author,
          body: comment.body,
          createdAt: at,
          updatedAt: at,
        };
      }),
  );
  tx.insert('task_comment', rows);
}
