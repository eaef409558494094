import type { OutboxItem } from '#shared/contracts/outbox.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import { classifyError, isRetryable, retryAfterOf } from '#main/engine/jobs/error-class.ts';
import { retryDelayMs } from '#main/engine/jobs/retry-delay.ts';
import {
  createOutboxStore,
  insertItem,
  noteFailure,
  removeItem,
  removeSubject,
  takeUp,
  takeUpAll,
  takeUpMissed,
  type OutboxRow,
  type OutboxStore,
} from './outbox.store.ts';

export type OutboxKind = {
  readonly kind: string;
  /** Sends it. The key is the same at every try. What it throws decides whether it is tried again. */
  send(item: {
    readonly subject: string;
    readonly idempotencyKey: string;
    readonly signal: AbortSignal;
  }): Promise<void>;
  /** In the transaction in which it leaves the queue, sent or given up: what was kept for it alone goes too. */
  endIn?(tx: Writer, subject: string): void;
};

export type OutboxEntry = {
  readonly kind: string;
  /** What of this kind: a second one that is put while the first waits is the same. */
  readonly subject: string;
  /** For people, where the kind does not say it all. */
  readonly label?: string;
  /** Why it was not sent; null where it was not tried yet, which makes it due at once. */
  readonly error: OutboxItem['error'];
};

export type OutboxDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  /** The person's word that nothing may leave. */
  readonly isOffline: () => boolean;
  /** Whether this machine has an address that leads out of it. */
  readonly hasNetwork: () => boolean;
  readonly onError: (error: unknown) => void;
};

/** Then the person is asked. */
const MOST_TRIES = 3;
const FIRST_DELAY_MS = 60_000;
/** Failures that say nothing but that there was no way there. */
const NO_NETWORK: readonly string[] = ['offline', 'unreachable'];

/** Whether it may be sent when the network, or the other side, is back: nothing of it was refused. */
export function isUnsent(error: unknown): boolean {
  const errorClass = classifyError(error);
  return errorClass !== 'transient_db_lock' && errorClass.startsWith('transient_');
}

/** What could not be sent, kept until it is: each kind in its order, one at a time. */
export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #reads: OutboxStore;
  readonly #kinds = new Map<string, OutboxKind>();
  readonly #draining = new Map<string, Promise<void>>();
  /** Kinds that were asked for while they were being drained: they are looked at once more. */
  readonly #askedAgain = new Set<string>();
  readonly #sending = new Set<string>();
  readonly #closing = new AbortController();

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#reads = createOutboxStore(deps.store.reader);
  }

  define(kind: OutboxKind): void {
    this.#kinds.set(kind.kind, kind);
  }

  /** Keeps it in the transaction that it belongs to. */
  putIn(tx: Writer, { kind, subject, label = '', error }: OutboxEntry): void {
    insertItem(tx, {
      id: this.#deps.ids.next(),
      kind,
      subject,
      label,
      idempotencyKey: crypto.randomUUID(),
      tries: error === null || this.#missesNetwork(error.code) ? 0 : 1,
      nextTryAt: tx.nowMs + (error === null ? 0 : FIRST_DELAY_MS),
      error,
    });
  }

  /** It was sent by another way, or is not wanted any more. */
  removeIn(tx: Writer, kind: string, subject: string): void {
    this.#kinds.get(kind)?.endIn?.(tx, subject);
    removeSubject(tx, kind, subject);
  }

  async list(): Promise<readonly OutboxItem[]> {
    return (await this.#reads.list()).map((row) => this.#shown(row));
  }

  has(kind: string, subject: string): Promise<boolean> {
    return this.#reads.has(kind, subject);
  }

  /** Sends what is due. While offline is switched on nothing is tried, and no try is counted. */
  async look(): Promise<void> {
    await Promise.all([...this.#kinds.keys()].map((kind) => this.send(kind)));
  }

  /** Sends what is due of one kind; resolves when nothing of it is. */
  send(kind: string): Promise<void> {
    const known = this.#kinds.get(kind);
    if (!known) return Promise.resolve();
    const draining = this.#draining.get(kind);
    if (draining) {
      this.#askedAgain.add(kind);
      return draining;
    }
    const begun = this.#drain(known);
    this.#draining.set(kind, begun);
    return begun;
  }

  /** Everything is tried from the beginning; what only missed the network needs nobody any more. */
  async networkReturned(): Promise<void> {
    if ((await this.#reads.list()).length === 0) return;
    const kinds = [...this.#kinds.keys()];
    await this.#write('outbox.network', (tx) => takeUpMissed(tx, kinds, NO_NETWORK));
    await this.look();
  }

  /**
   * Tries one again from the beginning, with those that wait before it in its kind, or everything. Where it is not
   * waited for, how it goes is told by the changes. Answers those meant that are still to be sent.
   */
  async retry(input: {
    readonly id?: string | undefined;
    readonly isAwaited: boolean;
  }): Promise<readonly OutboxItem[]> {
    const { id, isAwaited } = input;
    const meant = id === undefined ? await this.#reads.list() : [await this.#require(id)];
    const [only] = meant;
    await this.#write('outbox.retry', (tx) => (id !== undefined && only ? takeUp(tx, only) : takeUpAll(tx)));
    const kinds = [...new Set(meant.map(({ kind }) => kind))];
    const sending = Promise.all(kinds.map((kind) => this.send(kind)));
    if (isAwaited) await sending;
    else sending.catch(this.#deps.onError);
    const ids = new Set(meant.map((row) => row.id));
    return (await this.list()).filter((item) => ids.has(item.id));
  }

  /** Gives one up: it is not sent by itself any more. */
  async clear(id: string): Promise<void> {
    const row = await this.#require(id);
    if (this.#sending.has(id)) {
      throw new AppError('conflict', 'That is being sent just now. Nothing was changed; see how it ends.');
    }
    await this.#write('outbox.clear', (tx) => this.#endIn(tx, row));
  }

  /** Gives up everything but what is being sent just now. */
  async clearAll(): Promise<void> {
    const rows = (await this.#reads.list()).filter(({ id }) => !this.#sending.has(id));
    await this.#write('outbox.clear', (tx) => rows.forEach((row) => this.#endIn(tx, row)));
  }

  /** Begins nothing any more and lets go of what is being sent: it is sent again at the next start. */
  async close(): Promise<void> {
    this.#closing.abort(new AppError('cancelled', 'Adiuva is closing; this is sent at the next start.'));
    await Promise.allSettled(this.#draining.values());
  }

  async #drain(kind: OutboxKind): Promise<void> {
    try {
      do {
        this.#askedAgain.delete(kind.kind);
        while (await this.#sendNext(kind));
      } while (this.#askedAgain.has(kind.kind));
    } finally {
      // Before anybody else has a turn: whoever asks from here on begins anew.
      this.#draining.delete(kind.kind);
    }
  }

  /** False where nothing of the kind is due. The first that waits holds back those behind it: they would overtake it. */
  async #sendNext(kind: OutboxKind): Promise<boolean> {
    const rows = await this.#reads.listOf(kind.kind);
    const next = rows.find(({ needsYou }) => !needsYou);
    const mayLeave = !this.#closing.signal.aborted && !this.#deps.isOffline();
    if (!next || !mayLeave || next.nextTryAt > this.#deps.nowMs()) return false;
    this.#sending.add(next.id);
    try {
      await this.#send(kind, next);
    } finally {
      this.#sending.delete(next.id);
    }
    return true;
  }

  async #send(kind: OutboxKind, row: OutboxRow): Promise<void> {
    const { id, subject, idempotencyKey } = row;
    const { signal } = this.#closing;
    await this.#write('outbox.sending', (tx) => tx.touch('outbox', [id]));
    try {
      await kind.send({ subject, idempotencyKey, signal });
    } catch (error) {
      // Not told how it ended: the next start sends it again, with the same key.
      if (signal.aborted) return;
      await this.#write('outbox.failed', (tx) => noteFailure(tx, { id, ...this.#failureOf(row, error) }));
      return;
    }
    await this.#write('outbox.sent', (tx) => this.#endIn(tx, row));
  }

  #endIn(tx: Writer, { id, kind, subject }: OutboxRow): void {
    this.#kinds.get(kind)?.endIn?.(tx, subject);
    removeItem(tx, id);
  }

  #failureOf(row: OutboxRow, error: unknown): Pick<OutboxRow, 'needsYou' | 'tries' | 'nextTryAt' | 'error'> {
    const nowMs = this.#deps.nowMs();
    const told = toldOf(error);
    // Without a network that was no try.
    if (this.#missesNetwork(told.code)) {
      return { needsYou: false, tries: row.tries, nextTryAt: nowMs + FIRST_DELAY_MS, error: told };
    }
    const tries = row.tries + 1;
    const errorClass = classifyError(error);
    const delayMs = retryDelayMs({
      errorClass,
      failures: tries,
      retryAfterMs: retryAfterOf(error),
      baseMs: FIRST_DELAY_MS,
      random: 1,
    });
    const needsYou = tries >= MOST_TRIES || !isRetryable(errorClass);
    return { needsYou, tries, nextTryAt: nowMs + delayMs, error: told };
  }

  /** Switched off by the person, or out of reach because this machine is connected to nothing. */
  #missesNetwork(code: string): boolean {
    return code === 'offline' || (NO_NETWORK.includes(code) && !this.#deps.hasNetwork());
  }

  #shown({ id, kind, label, needsYou, tries, createdAt, nextTryAt, error }: OutboxRow): OutboxItem {
    const state = this.#sending.has(id) ? 'sending' : needsYou ? 'needs_you' : 'waiting';
    const isPlanned =
      state === 'waiting' && !this.#deps.isOffline() && !(error !== null && this.#missesNetwork(error.code));
    return { id, kind, label, state, tries, createdAt, nextTryAt: isPlanned ? nextTryAt : null, error };
  }

  async #require(id: string): Promise<OutboxRow> {
    const row = await this.#reads.find(id);
    if (row) return row;
    throw new AppError('not_found', 'That does not wait any more: it was sent, or taken out.');
  }

  async #write(command: string, write: (tx: Writer) => void): Promise<void> {
    await this.#deps.store.write({ command, principal: 'outbox' }, write);
  }
}

function toldOf(error: unknown): { readonly code: string; readonly message: string } {
  if (isAppError(error)) return { code: error.code, message: error.message };
  return { code: 'internal', message: 'Something unexpected went wrong. What is here is safe; try again.' };
}
