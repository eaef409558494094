import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import type { VaultAnswer, VaultFailure, VaultOrder } from './pipeline-protocol.ts';

/** The thread of one job. It is gone by the time anyone hears that the job has failed. */
export type VaultThread = {
  /** Nothing is sent once the job has failed. */
  order(order: VaultOrder, moved?: readonly ArrayBuffer[]): void;
  /** Ends the thread and the job with this error, unless it ended before. */
  fail(error: AppError): Promise<void>;
  close(): Promise<void>;
};

export type VaultThreadEvents = {
  /** Everything but a failure of the whole job. */
  answer(answer: VaultAnswer): void;
  /** Called once at most; the thread has ended. */
  failed(error: AppError): void;
};

export type VaultThreadOptions = {
  /** Entry file of the vault's worker. */
  readonly workerUrl: URL;
  readonly stop: readonly { readonly signal: AbortSignal | undefined; readonly error: () => AppError }[];
};

export function startVaultThread(options: VaultThreadOptions, events: VaultThreadEvents): VaultThread {
  const worker = new Worker(options.workerUrl, {
    name: 'vault',
    execArgv: [],
    // Nothing of the app's environment is any business of a backup.
    env: {},
    // Each page leaves a few buffers outside the heap behind: looked for often, they stay few.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  let ended: Promise<void> | null = null;
  const listeners = options.stop.map(({ signal, error }) => {
    const stop = (): void => void fail(error());
    signal?.addEventListener('abort', stop, { once: true });
    return () => signal?.removeEventListener('abort', stop);
  });

  function end(): Promise<void> {
    ended ??= (async () => {
      for (const forget of listeners) forget();
      await worker.terminate();
    })();
    return ended;
  }

  async function fail(error: AppError): Promise<void> {
    if (ended) return ended;
    // The job is told only when nothing of it can touch a file any more.
    await end();
    events.failed(error);
  }

  worker.on('message', (answer: VaultAnswer) => {
    if (ended) return;
    if (answer.kind === 'failure' && answer.id === null) void fail(errorOf(answer.failure));
    else events.answer(answer);
  });
  worker.on('error', (cause) => void fail(stopped(cause)));
  worker.on('exit', () => void fail(stopped()));
  for (const { signal, error } of options.stop) if (signal?.aborted) void fail(error());

  return {
    order(order, moved = []) {
      if (!ended) worker.postMessage(order, moved);
    },
    fail,
    close: end,
  };
}

export function errorOf({ code, message, details }: VaultFailure): AppError {
  return new AppError(code, message, { details });
}

function stopped(cause?: unknown): AppError {
  return new AppError(
    'internal',
    'The thread that works on the backup ended unexpectedly. Your workspace and earlier backups are safe; try again.',
    { cause },
  );
}
