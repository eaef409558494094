import type { FileChange, PluginContext } from '#sdk';

export type ReadText = { readonly text: string } | { readonly refusal: string };

type Files = Pick<PluginContext['files'], 'read'>;

const MAX_CHARS = 200_000;
const MAX_PATHS = 50;
/** What the host answers in one call at most; a text is not longer than its file, unless the file is packed. */
const MAX_CALL_CHARS = 2_000_000;

/** The texts of files in as few calls as fit. */
export async function readTexts(
  files: Files,
  folder: string,
  wanted: readonly FileChange[],
  onRead: (file: FileChange, read: ReadText) => Promise<void>,
): Promise<void> {
  for (const batch of batchesOf(wanted)) {
    const answer = await files.read({ folder, paths: batch.map(({ path }) => path), maxChars: MAX_CHARS });
    for (const [index, file] of batch.entries()) {
      const read = answer.files[index];
      await onRead(
        file,
        read?.status === 'ok' ? { text: read.text } : { refusal: read?.reason ?? 'unreadable' },
      );
    }
  }
}

function batchesOf(files: readonly FileChange[]): readonly (readonly FileChange[])[] {
  const batches: FileChange[][] = [];
  let left = 0;
  for (const file of files) {
    const chars = /\.(pdf|docx)$/i.test(file.path) ? MAX_CHARS : Math.min(MAX_CHARS, file.sizeBytes);
    let batch = batches.at(-1);
    if (batch === undefined || batch.length >= MAX_PATHS || chars > left) {
      batch = [];
      batches.push(batch);
      left = MAX_CALL_CHARS;
    }
    batch.push(file);
    left -= chars;
  }
  return batches;
}
