import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { CheckpointListItem, checkpointPatchSchema } from '#shared/contracts/checkpoints.ts';
import { dropItems, patchItems } from '#renderer/api/cached-items.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';

export type CheckpointChanges = z.input<typeof checkpointPatchSchema>;
type Named = { readonly id: string; readonly title: string };

export type CheckpointActions = {
  update(checkpoint: Named, patch: CheckpointChanges): void;
  reach(checkpoint: Named, isReached: boolean): void;
  remove(checkpoint: Named): void;
  /** Takes a suggestion over. */
  approve(checkpoint: Named): void;
  /** Turns a suggestion down. */
  dismiss(checkpoint: Named): void;
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
  const { mutate: approve } = useWrite({
    write: ({ id }: Named) => api.checkpoints.update.mutate({ ids: [id], patch: { isApproved: true } }),
    message: ({ title }) => t('approvedNamed', { title }),
    optimistic: ({ id }) => [
      { key: KEY, update: patchItems<CheckpointListItem>([id], (one) => ({ ...one, isApproved: true })) },
    ],
  });
  const { mutate: dismiss } = useWrite({
    write: ({ id }: Named) => api.checkpoints.remove.mutate({ ids: [id] }),
    message: ({ title }) => t('rejectedNamed', { title }),
    optimistic: ({ id }) => [{ key: KEY, update: dropItems([id]) }],
  });
  return useMemo(
    () => ({
      update: ({ id, title }, patch) => update({ id, title, patch }),
      reach: ({ id, title }, isReached) => update({ id, title, patch: { isReached } }),
      remove: ({ id, title }) => remove({ id, title }),
      approve: ({ id, title }) => approve({ id, title }),
      dismiss: ({ id, title }) => dismiss({ id, title }),
    }),
    [update, remove, approve, dismiss],
  );
}
