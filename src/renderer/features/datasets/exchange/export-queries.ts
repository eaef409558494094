import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DatasetExportInput, DatasetExportResult } from '#shared/contracts/dataset-exchange.ts';
import type { Api } from '#renderer/api/client.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { saveFile } from '#renderer/lib/save-file.ts';
import { toastDone } from '#renderer/lib/toast.ts';

export function useChatTemplates(datasetId: string, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'chatTemplates', datasetId],
    queryFn: ({ signal }) => api.datasets.exports.chatTemplates.query({ datasetId }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  });
}

async function fetchFile(api: Api, jobId: string): Promise<BlobPart[]> {
  const parts: BlobPart[] = [];
  for (let index = 0, partCount = 1; index < partCount; index += 1) {
    const part = await api.datasets.exports.download.query({ jobId, index });
    partCount = part.partCount;
    parts.push(Uint8Array.from(atob(part.data), (character) => character.charCodeAt(0)));
  }
  return parts;
}

/** Begins the job; answers which it is. */
export function useStartExport() {
  const api = useApi();
  return useMutation({ mutationFn: (input: DatasetExportInput) => api.datasets.exports.start.mutate(input) });
}

/** Hands what a finished export has written to the browser, or says where it lies. */
export function useTakeExport() {
  const api = useApi();
  const { t } = useTranslation('datasetExchange');
  const format = useFormat();
  return useMutation({
    mutationFn: async ({ jobId, result }: { jobId: string; result: DatasetExportResult }) => {
      const count = { count: result.records, number: format.number(result.records) };
      if (result.path === null) {
        saveFile(await fetchFile(api, jobId), result.name, 'application/octet-stream');
        toastDone({ message: t('exported', count), description: result.name });
      } else toastDone({ message: t('exported', count), description: result.path });
    },
  });
}
