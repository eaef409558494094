import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  ColumnMapping,
  ImportInspection,
  ImportKind,
  ImportPreset,
  ImportSource,
} from '#shared/contracts/imports.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import type { PickedSource } from './picked-files.ts';
import { uploadFiles, type UploadProgress } from '#renderer/entities/upload/upload-files.ts';

export type ChosenSource = { readonly source: ImportSource; readonly name: string };

export function useUpload(onUploaded: (chosen: ChosenSource) => void) {
  const api = useApi();
  const [progress, setProgress] = useState<UploadProgress>();
  const abort = useRef<AbortController>(null);
  const upload = useMutation({
    mutationFn: async (picked: PickedSource): Promise<ChosenSource> => {
      abort.current = new AbortController();
      const { signal } = abort.current;
      const uploadId = await uploadFiles(api, { source: picked, signal, onProgress: setProgress });
      return { source: { uploadId }, name: picked.name };
    },
    onSuccess: onUploaded,
    onError: (error) => {
      if (abort.current?.signal.aborted !== true) toastError(error);
    },
    onSettled: () => setProgress(undefined),
  });
  return { upload, progress, cancel: () => abort.current?.abort() };
}

/** Not under `imports`: every step of a running import refreshes that root, and a source is looked at once. */
export function useInspection(source: ImportSource, kind: ImportKind | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['importSource', source, kind ?? 'guess'],
    queryFn: ({ signal }): Promise<ImportInspection> =>
      api.imports.inspect.query({ source, kind }, { signal }),
    staleTime: Infinity,
    retry: false,
  });
}

export type StartInput = {
  readonly source: ImportSource;
  readonly kind: ImportKind;
  readonly mapping: ColumnMapping | undefined;
  readonly isDryRun: boolean;
};

export function useStartImport(onStarted: (jobId: string, isDryRun: boolean) => void) {
  const api = useApi();
  return useMutation({
    mutationFn: (input: StartInput) => api.imports.start.mutate(input),
    onSuccess: ({ jobId }, { isDryRun }) => onStarted(jobId, isDryRun),
    onError: toastError,
  });
}

/** Also when it was taken back elsewhere, or before the page was loaded again. */
export function useIsUndone(changeSetId: number | null): boolean {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['changes', 'isUndone', changeSetId],
    queryFn: ({ signal }) => api.changes.isUndone.query({ changeSetId: changeSetId ?? 0 }, { signal }),
    enabled: changeSetId !== null,
  });
  return data === true;
}

/** Takes back the whole import in one step; redo brings it in again. */
export function useUndoImport() {
  const api = useApi();
  const { t } = useTranslation('imports');
  return useMutation({
    mutationFn: (jobId: string) => api.imports.undo.mutate({ jobId }),
    onSuccess: () => toastDone({ message: t('undone'), description: t('undoneText') }),
    onError: toastError,
  });
}

export function usePresets(kind: ImportKind): readonly ImportPreset[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['imports', 'presets'],
    queryFn: ({ signal }) => api.imports.presets.query(undefined, { signal }),
  });
  return (data ?? []).filter((preset) => preset.kind === kind);
}

export function usePresetWrites() {
  const api = useApi();
  const { t } = useTranslation('imports');
  const save = useMutation({
    mutationFn: (preset: ImportPreset) => api.imports.savePreset.mutate(preset),
    onSuccess: (_done, { name }, _before, { client }) => {
      toastDone({ message: t('presetSaved', { name }) });
      return client.invalidateQueries({ queryKey: ['imports', 'presets'] });
    },
    onError: toastError,
  });
  const remove = useMutation({
    mutationFn: ({ name }: ImportPreset) => api.imports.removePreset.mutate({ name }),
    onSuccess: (_done, preset, _before, { client }) => {
      toastDone({ message: t('presetRemoved', { name: preset.name }), undo: () => save.mutateAsync(preset) });
      return client.invalidateQueries({ queryKey: ['imports', 'presets'] });
    },
    onError: toastError,
  });
  return { save, remove };
}
