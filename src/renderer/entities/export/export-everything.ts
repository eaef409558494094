import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Api } from '#renderer/api/client.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { saveFile } from '#renderer/lib/save-file.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

function saveArchive(parts: BlobPart[]): void {
  saveFile(parts, `adiuva-${new Date().toISOString().slice(0, 10)}.zip`, 'application/zip');
}

async function fetchArchive(api: Api, jobId: string): Promise<BlobPart[]> {
  const parts: BlobPart[] = [];
  for (let index = 0, partCount = 1; index < partCount; index += 1) {
    const part = await api.exports.download.query({ jobId, index });
    partCount = part.partCount;
    parts.push(Uint8Array.from(atob(part.data), (character) => character.charCodeAt(0)));
  }
  return parts;
}

export function useDownloadArchive() {
  const api = useApi();
  return useMutation({
    mutationFn: async (jobId: string) => saveArchive(await fetchArchive(api, jobId)),
    onError: toastError,
  });
}

/** Everything as open files: an archive to download, or a folder on this machine. Answers when it is written. */
export function useExport() {
  const api = useApi();
  const { t } = useTranslation('jobs');
  return useMutation({
    mutationFn: async (path: string | undefined) => {
      const { jobId } = await api.exports.start.mutate(path === undefined ? { zip: true } : { path });
      const job = await api.jobs.wait.query({ id: jobId });
      if (job.status === 'failed') throw new Error(job.error?.message ?? '');
      if (job.status === 'cancelled') return;
      if (path !== undefined) {
        toastDone({ message: t('exportedTo', { path }) });
        return;
      }
      saveArchive(await fetchArchive(api, jobId));
      toastDone({ message: t('exported') });
    },
    onError: toastError,
  });
}
