import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import { AppError } from '#shared/errors.ts';
import type { Writer } from '#main/db/store.ts';
import type { PurgeStore } from './trash-purge.store.ts';
import type { IdsByKind, TrashReads, TrashedRow } from './trash.store.ts';

export type PurgePorts = {
  readonly readsOf: (tx: Writer) => TrashReads;
  readonly purging: PurgeStore;
};

/** Removes these items of the trash for good, in one transaction, with all that belongs to them alone. */
export async function purgeIn(
  tx: Writer,
  items: readonly TrashedRow[],
  { purging }: PurgePorts,
): Promise<number> {
  const ids = await withCheckpoints(tx, items, purging);
  const { present, logged } = await purging.findParts(tx, ids);
  const blobs = await purging.findLonelyBlobs(tx, [...present.attachmentIds, ...logged]);
  await detach(tx, ids, purging);
  purging.dropBelongings(tx, ids, blobs);
  const all = Object.values(ids).flat();
  const everything = [...all, ...present.commentIds, ...present.attachmentIds, ...logged];
  await purging.forgetTraces(tx, everything);
  await purging.forgetInLog(tx, everything);
  // What points goes before what it points at.
  tx.erase('task_comment', present.commentIds);
  tx.erase('attachment', present.attachmentIds);
  for (const kind of ['task', 'note', 'checkpoint', 'project', 'client'] as const) tx.erase(kind, ids[kind]);
  return all.length;
}

/**
 * More than a fifth of all items of a kind go only when the number was confirmed.
 * Answers the kinds that need it.
 */
export async function kindsOverFifth(
  reads: TrashReads,
  items: readonly TrashedRow[],
): Promise<readonly ItemKind[]> {
  const totals = await reads.countAll();
  const counts = Map.groupBy(items, (item) => item.kind);
  return ITEM_KINDS.filter((kind) => (counts.get(kind)?.length ?? 0) * 5 > totals[kind]);
}

async function withCheckpoints(
  tx: Writer,
  items: readonly TrashedRow[],
  purging: PurgeStore,
): Promise<IdsByKind> {
  const byKind = Map.groupBy(items, (item) => item.kind);
  const idsOf = (kind: ItemKind) => (byKind.get(kind) ?? []).map((item) => item.id);
  const projectIds = idsOf('project');
  const checkpoints = await purging.findCheckpointsOf(tx, projectIds);
  if (checkpoints.some((checkpoint) => !checkpoint.isTrashed)) {
    throw new AppError(
      'conflict',
      'A project in the trash still has checkpoints in use. Nothing was removed; restore the project or delete its checkpoints first.',
    );
  }
  return {
    client: idsOf('client'),
    project: projectIds,
    task: idsOf('task'),
    note: idsOf('note'),
    checkpoint: [...new Set([...idsOf('checkpoint'), ...checkpoints.map((one) => one.id)])],
  };
}

/** What stays loses the reference; that is recorded, as any change of a row is. */
async function detach(tx: Writer, ids: IdsByKind, purging: PurgeStore): Promise<void> {
  const dangling = await purging.findDangling(tx, ids);
  await tx.update(
    'task',
    dangling.tasks.map(({ id, projectId, clientId, parentId }) => ({
      id,
      patch: {
        ...(projectId ? { projectId: null } : {}),
        ...(clientId ? { clientId: null } : {}),
        ...(parentId ? { parentId: null } : {}),
      },
    })),
  );
  await tx.update(
    'note',
    dangling.notes.map(({ id, projectId, clientId }) => ({
      id,
      patch: { ...(projectId ? { projectId: null } : {}), ...(clientId ? { clientId: null } : {}) },
    })),
  );
  await tx.update(
    'project',
    dangling.projects.map((id) => ({ id, patch: { clientId: null } })),
  );
  const waiting = await tx.getByIds('task', dangling.waitingTasks);
  const gone = new Set(ids.checkpoint);
  await tx.update(
    'task',
    waiting.map((task) => ({
      id: task.id,
      patch: { waitsForCheckpointIds: task.waitsForCheckpointIds.filter((id) => !gone.has(id)) },
    })),
  );
}
