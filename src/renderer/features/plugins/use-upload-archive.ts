import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '#renderer/api/provider.tsx';
import { uploadFiles } from '#renderer/entities/upload/upload-files.ts';
import { toastError } from '#renderer/lib/toast.ts';

/** Hands a .zip over to the host. Closing the dialog ends it. */
export function useUploadArchive(onUploaded: (uploadId: string) => void) {
  const api = useApi();
  const [share, setShare] = useState<number | null>(null);
  const leaving = useRef<AbortController>(undefined);
  useEffect(() => () => leaving.current?.abort(), []);
  const upload = useMutation({
    mutationFn: (file: File): Promise<string> => {
      const controller = new AbortController();
      leaving.current = controller;
      setShare(null);
      return uploadFiles(api, {
        source: { name: file.name, files: [{ path: file.name, file }] },
        signal: controller.signal,
        onProgress: ({ sentBytes, totalBytes }) => setShare(totalBytes === 0 ? 1 : sentBytes / totalBytes),
      });
    },
    onSuccess: onUploaded,
    onError: (error) => {
      if (leaving.current?.signal.aborted !== true) toastError(error);
    },
  });
  return { upload, share };
}
