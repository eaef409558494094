import type { AnswerCacheFigures } from '#shared/contracts/usage.ts';
import type { Store } from '#main/db/store.ts';
import type { Gathering } from '#main/engine/gathering/index.ts';
import { createUpkeep, type Upkeep } from '#main/engine/upkeep/index.ts';
import type { CachedAnswer, ResponseCachePort } from '../model-port.ts';
import { keptRow, readAnswer, readFigures, trimAnswers, usedRow, type KeptAnswer } from './answers.store.ts';

const DAY_MS = 24 * 3_600_000;
const MAX_AGE_MS = 30 * DAY_MS;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_ANSWER_CHARS = 1_000_000;
const FIRST_TRIM_MS = 10 * 60_000;
const NEXT_TRIM_MS = 6 * 3_600_000;
const MOST_AT_HAND = 200;

export type ResponseCache = ResponseCachePort & {
  figures(): Promise<AnswerCacheFigures>;
  /** Forgets every answer. */
  clear(): Promise<void>;
  /** Removes what is older than thirty days or beyond 64 MiB, now. */
  trim(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

export type ResponseCacheDeps = {
  readonly store: Store;
  readonly rows: Gathering;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
};

/** Answers of models lie in the encrypted store under a hash of the question: whoever asks the same pays nothing. */
export function createResponseCache(deps: ResponseCacheDeps): ResponseCache {
  return new StoredAnswers(deps);
}

class StoredAnswers implements ResponseCache {
  readonly #deps: ResponseCacheDeps;
  /** The latest ones; also those that are not on disk yet. */
  readonly #atHand = new Map<string, KeptAnswer>();
  #uses = 0;
  readonly #upkeep: Upkeep;

  constructor(deps: ResponseCacheDeps) {
    this.#deps = deps;
    this.#upkeep = createUpkeep({
      look: () => this.trim(),
      firstMs: FIRST_TRIM_MS,
      everyMs: NEXT_TRIM_MS,
      onError: deps.onError,
    });
  }

  async find(key: string): Promise<CachedAnswer | null> {
    const { store, rows, nowMs } = this.#deps;
    const found = this.#atHand.get(key) ?? (await readAnswer(store.reader, key));
    if (found === null || found.createdAt < nowMs() - MAX_AGE_MS) return null;
    this.#keepAtHand(key, found);
    this.#uses += 1;
    rows.put(`answer-used:${this.#uses}`, usedRow(key, nowMs()));
    return found.answer;
  }

  async keep(key: string, answer: CachedAnswer, facts: { readonly modelId: string }): Promise<void> {
    const nowMs = this.#deps.nowMs();
    const row = keptRow(key, answer, { ...facts, nowMs });
    if (String(row.params[2]).length > MAX_ANSWER_CHARS) return;
    this.#deps.rows.put(`answer:${key}`, row);
    this.#keepAtHand(key, { answer, createdAt: nowMs });
  }

  async figures(): Promise<AnswerCacheFigures> {
    await this.#deps.rows.flush();
    return readFigures(this.#deps.store.reader);
  }

  async clear(): Promise<void> {
    await this.#deps.rows.flush();
    this.#atHand.clear();
    await this.#deps.store.write({ command: 'answers.clear', principal: 'models' }, (tx) => {
      tx.run({ sql: 'DELETE FROM model_answers' });
      tx.touchAll('usage');
    });
  }

  async trim(): Promise<void> {
    await this.#deps.rows.flush();
    this.#atHand.clear();
    const limits = { beforeMs: this.#deps.nowMs() - MAX_AGE_MS, maxBytes: MAX_BYTES };
    await this.#deps.store.write({ command: 'answers.trim', principal: 'models' }, (tx) =>
      trimAnswers(tx, limits),
    );
  }

  start(): void {
    this.#upkeep.start();
  }

  stop(): Promise<void> {
    return this.#upkeep.stop();
  }

  #keepAtHand(key: string, kept: KeptAnswer): void {
    this.#atHand.delete(key);
    this.#atHand.set(key, kept);
    if (this.#atHand.size <= MOST_AT_HAND) return;
    const [oldest] = this.#atHand.keys();
    if (oldest !== undefined) this.#atHand.delete(oldest);
  }
}
