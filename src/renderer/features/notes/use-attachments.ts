import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment, NoteDetail } from '#shared/contracts/notes.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';
import { toastError } from '#renderer/lib/toast.ts';
import { readFile, saveFile, uploadFile } from './attachment-transfer.ts';

export type Upload = { readonly key: string; readonly name: string; readonly share: number };
export type InsertedFile = { readonly id: string; readonly name: string; readonly isImage: boolean };

export type Attachments = {
  readonly uploads: readonly Upload[];
  add(files: readonly File[]): void;
  cancel(key: string): void;
  /** An address the page may show; the same for the same file while the note is open. */
  load(id: string): Promise<string>;
  save(file: Attachment): void;
  remove(file: Attachment): void;
};

/** Blob addresses of the note on screen; they are given back when it leaves. */
function useBlobAddresses() {
  const api = useApi();
  const known = useRef(new Map<string, Promise<string>>());
  useEffect(() => {
    const addresses = known.current;
    return () => {
      for (const address of addresses.values()) address.then(URL.revokeObjectURL, () => undefined); // a file that never came has no address
      addresses.clear();
    };
  }, []);
  return useCallback(
    (id: string): Promise<string> => {
      const address = known.current.get(id) ?? readFile(api, id).then((blob) => URL.createObjectURL(blob));
      known.current.set(id, address);
      address.catch(() => known.current.delete(id));
      return address;
    },
    [api],
  );
}

/** The files of a note: added with progress, shown, saved, removed. */
export function useAttachments(note: NoteDetail, onAdded: (file: InsertedFile) => void): Attachments {
  const api = useApi();
  const { t } = useTranslation('notes');
  const load = useBlobAddresses();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const remove = useWrite({
    write: (file: Attachment) => api.notes.removeAttachment.mutate({ id: file.id }),
    message: (file) => t('fileRemoved', { name: file.name }),
  });
  const addOne = async (file: File): Promise<void> => {
    const key = crypto.randomUUID();
    const stop = new AbortController();
    stops.current.set(key, stop);
    setUploads((current) => [...current, { key, name: file.name, share: 0 }]);
    try {
      const added = await uploadFile(api, note.id, file, {
        signal: stop.signal,
        onProgress: (share) =>
          setUploads((current) =>
            current.map((upload) => (upload.key === key ? { ...upload, share } : upload)),
          ),
      });
      onAdded({ id: added.id, name: added.name, isImage: added.mimeType.startsWith('image/') });
    } catch (error) {
      if (!stop.signal.aborted) toastError(error);
    } finally {
      stops.current.delete(key);
      setUploads((current) => current.filter((upload) => upload.key !== key));
    }
  };
  return {
    uploads,
    load,
    // One after another: the host takes the parts of a file in order, and a queue keeps the page fluid.
    add: (files) => void files.reduce((before, file) => before.then(() => addOne(file)), Promise.resolve()),
    cancel: (key) => stops.current.get(key)?.abort(),
    save: (file) => void saveFile(api, file).catch(toastError),
    remove: (file) => remove.mutate(file),
  };
}
