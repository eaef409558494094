import { z } from 'zod';
import { readTextFile, writeFileAtomic } from '#main/engine/secrets/atomic-file.ts';

/**
 * The highest change number ever seen, kept outside the store: the cipher notices an altered page, but not an
 * older file put back. Written a little after the commits it counts, so it is never ahead of a whole store.
 */
export type SequenceKeeper = {
  /** Remembers a committed change number; cheap, and never waits for the disk. */
  note(seq: number): void;
  /** Takes the store as it is now for the right one, after the person has been told that it is older. */
  accept(seq: number): Promise<void>;
  /** Writes what was noted, and stops. */
  close(): Promise<void>;
};

const WRITE_AFTER_MS = 2_000;

const sequenceSchema = z.object({ storeId: z.string(), seq: z.int().nonnegative() });

/** The number on record for this store; 0 where there is none or it cannot be read. */
export async function readSequence(path: string, storeId: string): Promise<number> {
  const text = await readTextFile(path).catch(() => null);
  if (text === null) return 0;
  try {
    const found = sequenceSchema.parse(JSON.parse(text));
    return found.storeId === storeId ? found.seq : 0;
  } catch {
    return 0;
  }
}

export function createSequenceKeeper(path: string, storeId: string, recorded: number): SequenceKeeper {
  let written = recorded;
  let noted = recorded;
  let timer: NodeJS.Timeout | null = null;
  let tail: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    tail = tail.then(async () => {
      const seq = noted;
      if (seq === written) return;
      await writeFileAtomic(path, `${JSON.stringify({ storeId, seq })}\n`);
      written = seq;
    });
    // A full disk must not end the program over a safety record; the next note tries again.
    tail = tail.catch(() => undefined);
    return tail;
  }

  return {
    note(seq) {
      if (seq <= noted) return;
      noted = seq;
      timer ??= setTimeout(() => void flush(), WRITE_AFTER_MS).unref();
    },
    async accept(seq) {
      noted = seq;
      await flush();
    },
    close: flush,
  };
}
