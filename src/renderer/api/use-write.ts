import { useMutation, useQueryClient, type QueryKey, type UseMutationResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { toastDone, toastError } from '../lib/toast.ts';
import { useApi } from './provider.tsx';

/** What every write answers with: the change set to take it back by. */
type Undoable = { readonly changeSetId: number | null };

/** A cached answer to change before the host has said yes. `key` matches every query that begins with it. */
export type Optimistic = { readonly key: QueryKey; update(cached: unknown): unknown };

export type WriteOptions<I, R extends Undoable> = {
  write(input: I): Promise<R>;
  /** What the toast says; leave it out for edits whose effect is plain to see. Undo works either way. */
  message?(input: I, result: R): string | undefined;
  optimistic?(input: I): readonly Optimistic[];
};

type Snapshot = readonly (readonly [QueryKey, unknown])[];

/** Takes back one change set, or the latest one. */
export function useUndo(): (changeSetId?: number) => Promise<unknown> {
  const api = useApi();
  return useCallback((changeSetId) => api.changes.undo.mutate({ changeSetId }), [api]);
}

/**
 * A write the user makes: shows it at once where told how, offers undo in a toast, and puts the old state
 * back with the reason when it is refused. The change stream refreshes the rest.
 */
export function useWrite<I, R extends Undoable>(
  options: WriteOptions<I, R>,
): UseMutationResult<R, Error, I, Snapshot> {
  const { write, message, optimistic } = options;
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation<R, Error, I, Snapshot>({
    mutationFn: write,
    onMutate: async (input) => {
      const before: (readonly [QueryKey, unknown])[] = [];
      for (const { key, update } of optimistic?.(input) ?? []) {
        await queryClient.cancelQueries({ queryKey: key });
        before.push(...queryClient.getQueriesData({ queryKey: key }));
        queryClient.setQueriesData({ queryKey: key }, (cached: unknown) =>
          cached === undefined ? undefined : update(cached),
        );
      }
      return before;
    },
    onError: (error, _input, before) => {
      for (const [key, data] of before ?? []) queryClient.setQueryData(key, data);
      toastError(error);
    },
    onSuccess: (result, input) => {
      const text = message?.(input, result);
      const { changeSetId } = result;
      if (text !== undefined)
        toastDone({ message: text, undo: changeSetId === null ? undefined : () => undo(changeSetId) });
    },
  });
}
