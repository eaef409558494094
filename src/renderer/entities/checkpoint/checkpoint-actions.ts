import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Checkpoint, CheckpointListItem, checkpointPatchSchema } from '#shared/contracts/checkpoints.ts';
import { dropItems, patchItems } from '#renderer/api/cached-items.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';

export type CheckpointChanges = z.input<typeof checkpointPatchSchema>;
type Named = Pick<Checkpoint, 'id' | 'title'>;

export type CheckpointActions = {
  update(checkpoint: Named, patch: CheckpointChanges): void;
  reach(checkpoint: Named, isReached: boolean): void;
  remove(checkpoint: Named): void;
};

const KEY = ['checkpoints', 'list'];

function asShown({ isReached, ...fields }: CheckpointChanges) {
  return (checkpoint: CheckpointListItem): CheckpointListItem => ({
    ...checkpoint,
    // Ids gain their brand on the wire; on this side a patch is what it looks like.
    ...(fields as Partial<CheckpointListItem>),
    ...(isReached === undefined ? {} : { reachedAt: isReached ? Date.now() : null }),
  });
}

/** What can be done to a checkpoint wherever it is shown. The functions never change. */
export function useCheckpointActions(): CheckpointActions {
  const api = useApi();
  const { t } = useTranslation('checkpoints');
  const { mutate: update } = useWrite({
    write: ({ id, patch }: Named & { patch: CheckpointChanges }) =>
      api.checkpoints.update.mutate({ ids: [id], patch }),
    message: ({ title, patch }) =>
      patch.isReached === undefined
        ? undefined
        : t(patch.isReached ? 'reachedNamed' : 'reopenedNamed', { title }),
    optimistic: ({ id, patch }) => [
      { key: KEY, update: patchItems<CheckpointListItem>([id], asShown(patch)) },
    ],
  });
  const { mutate: remove } = useWrite({
    write: ({ id }: Named) => api.checkpoints.remove.mutate({ ids: [id] }),
    message: ({ title }) => t('removed', { title }),
    optimistic: ({ id }) => [{ key: KEY, update: dropItems([id]) }],
  });
  return useMemo(
    () => ({
      update: ({ id, title }, patch) => update({ id, title, patch }),
      reach: ({ id, title }, isReached) => update({ id, title, patch: { isReached } }),
      remove: ({ id, title }) => remove({ id, title }),
    }),
    [update, remove],
  );
}
