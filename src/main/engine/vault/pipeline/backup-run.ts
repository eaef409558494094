import type { VaultKeys } from '#main/engine/vault/format/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { AppError } from '#shared/errors.ts';
import type { VaultAnswer } from './pipeline-protocol.ts';
import type { BackedUpPages, BackupOptions, BackupRun, SealedPack } from './pipeline-types.ts';
import { startVaultThread, type VaultThread } from './vault-thread.ts';

/** Packs that may wait for the consumer. With the one being filled, some 16 MiB. */
const AHEAD = 1;

/** Reads the snapshot in a thread of its own and hands over what the vault does not hold. */
export function startBackup(options: BackupOptions): BackupRun {
  const { snapshot, signal } = options;
  const waiting = new WaitingPacks();
  const result = Promise.withResolvers<BackedUpPages>();
  // Whoever reads the packs hears of a failure there.
  result.promise.catch(ignore);

  const thread: VaultThread = startVaultThread(
    {
      workerUrl: workerUrl('vault'),
      stop: [
        { signal, error: cancelled },
        { signal: snapshot.ended, error: storeClosing },
      ],
    },
    {
      answer: (answer) => void hear(answer),
      failed: (error) => {
        waiting.fail(error);
        result.reject(error);
      },
    },
  );

  async function hear(answer: VaultAnswer): Promise<void> {
    if (answer.kind === 'pack') waiting.add(answer.pack);
    if (answer.kind !== 'backed-up') return;
    try {
      // What was read counts only if the file stood still to the end.
      await snapshot.confirm();
      await thread.close();
      result.resolve(answer.pages);
      waiting.end();
    } catch (error) {
      await thread.fail(error instanceof AppError ? error : unconfirmed(error));
    }
  }

  thread.order({
    do: 'backup',
    job: {
      fd: snapshot.fd,
      pageCount: snapshot.pageCount,
      storeKey: Uint8Array.from(snapshot.storeKey),
      keys: copyOfKeys(options.keys),
      known: options.known,
      pageMarks: options.pageMarks,
      roots: options.roots ?? [],
      ahead: AHEAD,
    },
  });

  return {
    packs: waiting.read(() => thread.order({ do: 'more' })),
    result: result.promise,
    close: () => thread.fail(cancelled()),
  };
}

/** Packs that came and were not taken yet. */
class WaitingPacks {
  readonly #packs: SealedPack[] = [];
  #outcome: { readonly error: AppError | null } | null = null;
  #wake: () => void = ignore;

  add(pack: SealedPack): void {
    this.#packs.push(pack);
    this.#wake();
  }

  end(): void {
    this.#outcome ??= { error: null };
    this.#wake();
  }

  fail(error: AppError): void {
    this.#outcome ??= { error };
    this.#packs.length = 0;
    this.#wake();
  }

  async *read(onTaken: () => void): AsyncGenerator<SealedPack, void, undefined> {
    for (;;) {
      const pack = this.#packs.shift();
      if (pack) {
        onTaken();
        yield pack;
      } else if (this.#outcome) {
        if (this.#outcome.error) throw this.#outcome.error;
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}

/** In memory of their own: a small Buffer lies in a pool, and a clone of it would take the whole pool along. */
export function copyOfKeys(keys: VaultKeys): VaultKeys {
  const { pack, index, manifest, head, doomed, chunkId, pageId } = keys;
  const copies = { pack, index, manifest, head, doomed, chunkId, pageId };
  const entries = Object.entries(copies).map(([name, key]) => [name, Uint8Array.from(key)] as const);
  return { ...keys, ...Object.fromEntries(entries) };
}

function cancelled(): AppError {
  return new AppError(
    'cancelled',
    'The backup was stopped. Your workspace and earlier backups are as they were.',
  );
}

function storeClosing(): AppError {
  return new AppError(
    'store_locked',
    'The store was closed during the backup. What was saved is safe; back up again when it is open.',
  );
}

function unconfirmed(cause: unknown): AppError {
  return new AppError(
    'internal',
    'It could not be made sure that the store stood still during the backup, so nothing of it counts. Your workspace is safe; try again.',
    { cause },
  );
}

function ignore(): void {}
