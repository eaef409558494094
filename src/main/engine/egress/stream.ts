import { AppError } from '#shared/errors.ts';
import { tooLarge } from './http-exchange.ts';
import type { Hop } from './hop.ts';

/** Aborts with an error of ours when something takes too long; re-armed for each thing that is waited for. */
export type Patience = {
  wait(ms: number, message: string): void;
  stop(): void;
};

export function createPatience(controller: AbortController): Patience {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  return {
    stop,
    wait(ms, message) {
      stop();
      timer = setTimeout(() => controller.abort(new AppError('unreachable', message)), ms);
    },
  };
}

export type StreamCaps = {
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly maxBytes: number;
};

/**
 * The body of an answer as it comes. Read at the reader's pace: while nobody asks for more, no time runs. Ends its
 * hop, with what was counted, when it is read to its end, fails or is left.
 */
export function bodyStream(
  hop: Hop,
  patience: Patience,
  { firstByteMs, idleMs, maxBytes }: StreamCaps,
): ReadableStream<Uint8Array> {
  const chunks = hop.opened.body[Symbol.asyncIterator]() as AsyncIterator<Buffer>; // no encoding is set
  let size = 0;
  const stop = (outcome: 'done' | 'failed') => {
    patience.stop();
    hop.opened.destroy();
    hop.end(outcome);
  };
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    patience.wait(
      size === 0 ? firstByteMs : idleMs,
      `${hop.url.host} stopped in the middle of its answer. Try again.`,
    );
    try {
      const next = await chunks.next();
      patience.stop();
      if (next.done === true) {
        stop('done');
        controller.close();
        return;
      }
      size += next.value.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      controller.enqueue(next.value);
    } catch (error) {
      stop('failed');
      controller.error(hop.error(error));
    }
  };
  // No reading ahead: what waits, waits in the connection.
  return new ReadableStream({ pull, cancel: () => stop('done') }, { highWaterMark: 0 });
}
