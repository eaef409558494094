import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { DatasetDraft } from '#shared/contracts/dataset-drafts.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { draftKey } from './draft-queries.ts';

const PAUSE_MS = 600;

export type DraftEditing = ReturnType<typeof useDraftEditing>;

/**
 * A draft as it is shown and changed. What is changed is kept a moment later, one change after the other; what is
 * confirmed bears the fingerprint of what is on screen. A change from elsewhere is told and never overwritten.
 */
export function useDraftEditing(fetched: DatasetDraft) {
  const api = useApi();
  const queryClient = useQueryClient();
  const [shown, setShown] = useState(fetched);
  const [spec, setSpec] = useState(fetched.spec);
  const latest = useRef(fetched.spec);
  const kept = useRef(fetched.spec);
  const known = useRef(fetched);
  const flight = useRef<Promise<DatasetDraft>>(undefined);
  const { id } = fetched;
  const show = (draft: DatasetDraft): void => {
    known.current = draft;
    setShown(draft);
    queryClient.setQueryData(draftKey(id), draft);
  };
  const edit = useMutation({
    mutationFn: (wanted: DatasetSpec): Promise<DatasetDraft> =>
      api.datasets.drafts.edit.mutate({ id, spec: wanted }),
  });
  const isElsewhere =
    fetched.updatedAt > shown.updatedAt && fetched.fingerprint !== shown.fingerprint && !edit.isPending;
  const flush = async (): Promise<DatasetDraft> => {
    await flight.current?.catch(() => undefined);
    const wanted = latest.current;
    if (wanted === kept.current || isElsewhere) return known.current;
    flight.current = edit.mutateAsync(wanted);
    const next = await flight.current;
    kept.current = wanted;
    show(next);
    return latest.current === wanted ? next : flush();
  };
  useEffect(() => {
    if (spec === kept.current) return;
    // Why it was not kept is told by the page; what was typed stays.
    const timer = window.setTimeout(() => void flush().catch(() => undefined), PAUSE_MS);
    return () => window.clearTimeout(timer);
    // One pause for each change.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [spec]);
  const reset = (draft: DatasetDraft): void => {
    latest.current = draft.spec;
    kept.current = draft.spec;
    setSpec(draft.spec);
    edit.reset();
    show(draft);
  };
  return {
    /** As the host has it, but for what is still being kept. */
    draft: shown,
    spec,
    isElsewhere,
    isSaving: edit.isPending || (spec !== kept.current && edit.error === null),
    error: edit.error,
    change(next: DatasetSpec): void {
      latest.current = next;
      setSpec(next);
    },
    flush,
    /** Other samples of the same definition. */
    show,
    /** Another definition in its place. */
    reset,
  };
}
