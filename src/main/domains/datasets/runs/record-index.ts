import { hash } from 'node:crypto';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { type OfferedRecord, type OfferOutcome } from '#shared/contracts/datasets-worker.ts';
import { checkName } from '#shared/kernel/check-name.ts';
import { isAppError } from '#shared/errors.ts';
import type { Embedder, Embeddings } from '#main/engine/embeddings/index.ts';
import type { DatasetWorker, IndexSession } from '../worker/worker-types.ts';
import { Batched } from './batched.ts';
import type { RecordVector, RecordVectors } from './record-vectors.store.ts';
import { RunHalt } from './run-halt.ts';

type Text = { readonly number: number; readonly text: string };

export type RecordIndexDeps = {
  readonly worker: DatasetWorker;
  readonly embeddings: Embeddings;
  readonly spec: Pick<DatasetSpec, 'duplicates' | 'checks'>;
  readonly isPrivate: boolean;
  /** What records were embedded to before. */
  readonly vectors: RecordVectors;
  /** Records that stand in the store, from a number on, in order. */
  readonly readTexts: (from: number, limit: number) => Promise<readonly Text[]>;
  /** Those that are made anew, and so are compared with nothing of themselves. */
  readonly isLeftOut: (number: number) => boolean;
  readonly signal: AbortSignal;
};

const PAGE = 1_000;
/** New vectors that wait to be kept: a kill costs embedding as many again. */
const MOST_WAITING = 256;

/** What records of a run are compared by: near duplicates and `unique` checks, over the whole dataset. */
export class RecordIndex {
  readonly #deps: RecordIndexDeps;
  readonly #embedder: Embedder | null;
  readonly #offers = new Batched<Text, OfferOutcome>((texts) => this.#offer(texts));
  #session: IndexSession;
  #waiting: RecordVector[] = [];

  private constructor(deps: RecordIndexDeps, session: IndexSession, embedder: Embedder | null) {
    this.#deps = deps;
    this.#session = session;
    this.#embedder = embedder;
  }

  /** Null where nothing is compared. */
  static async open(deps: RecordIndexDeps): Promise<RecordIndex | null> {
    const { duplicates, checks } = deps.spec;
    const hasUnique = checks.some(({ kind }) => kind === 'unique');
    if (duplicates === null && !hasUnique) return null;
    const embedder = duplicates?.by === 'meaning' ? await deps.embeddings.active() : null;
    if (embedder !== null && deps.isPrivate && !embedder.isLocal) throw notHere();
    const index = new RecordIndex(deps, await openSession(deps), embedder);
    await index.#fill();
    return index;
  }

  /** Takes the record up unless it is too alike one that is there. */
  offer(record: Text): Promise<OfferOutcome> {
    return this.#offers.ask(record);
  }

  /** What was offered and never kept is nothing to be compared with. */
  drop(numbers: readonly number[]): Promise<void> {
    return this.#session.remove(numbers);
  }

  async close(): Promise<void> {
    try {
      await this.#keep();
    } finally {
      await this.#session.close();
    }
  }

  async #offer(texts: readonly Text[]): Promise<readonly OfferOutcome[]> {
    const embedded = await this.#embedded(texts, new Map());
    const outcomes = await this.#offerTo(offered(texts, embedded));
    this.#waiting.push(...embedded.filter((_, at) => outcomes[at]?.alike === null));
    if (this.#waiting.length >= MOST_WAITING) await this.#keep();
    return outcomes;
  }

  async #offerTo(records: readonly OfferedRecord[]): Promise<readonly OfferOutcome[]> {
    try {
      return await this.#session.offer(records);
    } catch (error) {
      if (!isAppError(error) || error.code !== 'conflict') throw error;
      // The thread ended: what the store has is compared with again.
      this.#session = await openSession(this.#deps);
      await this.#fill();
      return this.#session.offer(records);
    }
  }

  async #fill(): Promise<void> {
    const { readTexts, isLeftOut, signal } = this.#deps;
    for (let from = 0; ;) {
      signal.throwIfAborted();
      const page = await readTexts(from, PAGE);
      const kept = page.filter(({ number }) => !isLeftOut(number));
      if (kept.length > 0) await this.#session.add(offered(kept, await this.#keptVectors(kept)));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      from = last.number + 1;
    }
  }

  /** Of records in the store: what says the same as before is not embedded again. */
  async #keptVectors(texts: readonly Text[]): Promise<readonly RecordVector[]> {
    const [first, last] = [texts[0], texts.at(-1)];
    if (this.#embedder === null || first === undefined || last === undefined) return [];
    const known = await this.#deps.vectors.read(first.number, last.number);
    const byNumber = new Map(known.map((one) => [one.number, one]));
    const all = await this.#embedded(texts, byNumber);
    await this.#deps.vectors.write(all.filter((one) => byNumber.get(one.number) !== one));
    return all;
  }

  /** None where nothing is compared by meaning. */
  async #embedded(
    texts: readonly Text[],
    known: ReadonlyMap<number, RecordVector>,
  ): Promise<readonly RecordVector[]> {
    const embedder = this.#embedder;
    if (embedder === null) return [];
    const { spec, signal } = this.#deps;
    const wanted = texts.map(({ number, text }) => {
      const compared = comparedText(JSON.parse(text), spec.duplicates?.columns ?? []);
      const basis = hash('sha256', `${embedder.id}\n${compared}`).slice(0, 32);
      const kept = known.get(number);
      return { number, compared, basis, kept: kept?.basis === basis ? kept : undefined };
    });
    const missing = wanted.filter(({ kept }) => kept === undefined).map(({ compared }) => compared);
    const made = missing.length === 0 ? [] : await embedder.embed(missing, 'passage', signal);
    const fresh = made.values();
    return wanted.flatMap(({ number, basis, kept }) => {
      if (kept !== undefined) return [kept];
      const vector = fresh.next().value;
      return vector === undefined ? [] : [{ number, basis, vector }];
    });
  }

  async #keep(): Promise<void> {
    const vectors = this.#waiting;
    this.#waiting = [];
    await this.#deps.vectors.write(vectors);
  }
}

function offered(texts: readonly Text[], vectors: readonly RecordVector[]): readonly OfferedRecord[] {
  return texts.map((one, at) => {
    const vector = vectors[at]?.vector;
    return vector === undefined ? one : { ...one, vector };
  });
}

function openSession({ worker, spec }: RecordIndexDeps): Promise<IndexSession> {
  const unique = spec.checks.flatMap((check) =>
    check.kind === 'unique' ? [{ check: checkName(check), columns: check.columns }] : [],
  );
  return worker.openIndex({ duplicates: spec.duplicates, unique });
}

/** The texts of the columns, or all texts, one below the other. */
function comparedText(value: Readonly<Record<string, unknown>>, columns: readonly string[]): string {
  const wanted = columns.length === 0 ? Object.values(value) : columns.map((name) => value[name]);
  return wanted.flatMap(textsIn).join('\n');
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function notHere(): RunHalt {
  return new RunHalt(
    'This dataset holds something private, and the chosen search by meaning runs elsewhere. Nothing was sent. Choose one on this machine, or compare by words.',
  );
}
