import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { DatasetDraft, DraftForm } from '#shared/contracts/dataset-drafts.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastError } from '#renderer/lib/toast.ts';
import { readForm, type DescribeForm } from './describe-state.ts';

export const draftKey = (id: string) => ['datasets', 'drafts', id] as const;

export function useDraft(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: draftKey(id),
    queryFn: ({ signal }): Promise<DatasetDraft> => api.datasets.drafts.get.query({ id }, { signal }),
    retry: false,
  });
}

const PAUSE_MS = 250;

/** What is typed, kept in the store a moment later, so that neither an error nor a reload loses it. */
export function useKeptForm() {
  const api = useApi();
  const [form, setForm] = useState<DescribeForm>();
  const pending = useRef<number>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    api.datasets.drafts.form.query(undefined, { signal: abort.signal }).then(
      (kept: DraftForm | null) => setForm((typed) => typed ?? readForm(kept)),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setForm((typed) => typed ?? readForm(null));
        toastError(error);
      },
    );
    return () => abort.abort();
  }, [api]);
  const keep = (next: DescribeForm | null): Promise<void> => {
    window.clearTimeout(pending.current);
    return api.datasets.drafts.keepForm.mutate({ form: next });
  };
  return {
    form,
    change(next: DescribeForm): void {
      setForm(next);
      window.clearTimeout(pending.current);
      pending.current = window.setTimeout(() => void keep(next).catch(toastError), PAUSE_MS);
    },
    clear(): void {
      setForm(readForm(null));
      void keep(null).catch(toastError);
    },
    /** Drafted: what was typed stands in the draft now. */
    forget: (): Promise<void> => keep(null),
  };
}
