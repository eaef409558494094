import { Worker } from 'node:worker_threads';
import {
  MAIL_LIMITS,
  type MailWorkerAnswer,
  type MailWorkerRequest,
  type ParsedMail,
} from '#shared/contracts/mail-worker.ts';
import type { MailRefusal } from '#shared/contracts/connectors.ts';
import { workerUrl } from '#main/workers-url.ts';

export type ParseResult =
  | { readonly mail: ParsedMail }
  | { readonly refused: Pick<MailRefusal, 'reason' | 'message'> };

export type MailParser = {
  /** Never rejects for what a message says: what cannot be parsed in time is refused with the reason. */
  parse(source: Uint8Array, isPartial: boolean): Promise<ParseResult>;
  close(): Promise<void>;
};

type Waiting = { readonly request: MailWorkerRequest; readonly settle: (result: ParseResult) => void };

export type MailParserOptions = { readonly parseMs?: number };

/** The main thread's end of the mail worker, started with the first message. */
export function createMailParser(options: MailParserOptions = {}): MailParser {
  return new ParserClient(options.parseMs ?? MAIL_LIMITS.parseMs);
}

const STOPPED: ParseResult = {
  refused: { reason: 'unreadable', message: 'Reading was stopped before this message was parsed.' },
};
/** The first question also waits for the worker's own start. */
const START_MS = 20_000;

class ParserClient implements MailParser {
  private readonly parseMs: number;
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | null = null;
  private hasAnswered = false;
  private timer: NodeJS.Timeout | null = null;
  private lastId = 0;
  private isClosed = false;

  constructor(parseMs: number) {
    this.parseMs = parseMs;
  }

  parse(source: Uint8Array, isPartial: boolean): Promise<ParseResult> {
    if (this.isClosed) return Promise.resolve(STOPPED);
    return new Promise((settle) => {
      this.lastId += 1;
      const request = { id: this.lastId, source, isPartial };
      this.waiting.set(request.id, { request, settle });
      this.running().postMessage(request);
      if (this.timer === null) this.watch();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { settle } of this.waiting.values()) settle(STOPPED);
    this.waiting.clear();
    this.stopWatching();
    await this.worker?.terminate();
  }

  private running(): Worker {
    if (this.worker !== null) return this.worker;
    const worker = new Worker(workerUrl('mail'), {
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 },
    });
    this.hasAnswered = false;
    worker.on('message', (answer: MailWorkerAnswer) => this.answer(worker, answer));
    worker.on('error', () => this.replace(worker, 'unreadable'));
    worker.on('exit', () => this.replace(worker, 'unreadable'));
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private answer(from: Worker, answer: MailWorkerAnswer): void {
    if (from !== this.worker) return;
    this.hasAnswered = true;
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    waiting?.settle('mail' in answer ? { mail: answer.mail } : { refused: answer.refused });
    this.watch();
  }

  /** Answers come in order, so the clock always runs for the oldest question. */
  private watch(): void {
    this.stopWatching();
    if (this.waiting.size === 0) return;
    const worker = this.worker;
    this.timer = setTimeout(
      () => worker !== null && this.replace(worker, 'took_too_long'),
      this.hasAnswered ? this.parseMs : START_MS,
    );
  }

  private stopWatching(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Ends a worker that is stuck or gone, gives up the message it was at and asks a new one for the rest. */
  private replace(broken: Worker, reason: 'took_too_long' | 'unreadable'): void {
    if (broken !== this.worker || this.isClosed) return;
    this.worker = null;
    void broken.terminate();
    const [oldest] = this.waiting.values();
    if (oldest === undefined) return;
    this.waiting.delete(oldest.request.id);
    const message =
      reason === 'took_too_long'
        ? `The message was given up after ${this.parseMs} ms of parsing.`
        : 'The message ended the program that parses mail.';
    oldest.settle({ refused: { reason, message } });
    for (const { request } of this.waiting.values()) this.running().postMessage(request);
    this.watch();
  }
}
