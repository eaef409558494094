import { ITEM_KINDS } from '#shared/contracts/common.ts';
import { EXTERNAL_KINDS } from '#shared/contracts/external-items.ts';
import {
  passageSearchInputSchema,
  type Passage,
  type PassageCoverage,
  type PassageKind,
  type PassageSearchInput,
} from '#shared/contracts/passages.ts';
import type { Reader } from '#main/db/store.ts';
import type { EmbeddingService, Serving } from './embedding.service.ts';
import { diversify, dot, fuse, type Near, type Ranked } from './fusion.ts';
import type { NearestFinder, NearestWanted } from './nearest.ts';
import type { PassageIndexing } from './passage-indexing.service.ts';
import type { FoundPassage, PassageFilter, PassageReads } from './passage-reads.store.ts';
import type { PassageWords } from './passage-words.store.ts';
import type { PassageVectorStore } from './passage-vectors.store.ts';
import { questionWords, wordsIn } from './question-words.ts';

export type PassageSearchDeps = {
  readonly reader: Reader;
  readonly reads: PassageReads;
  readonly words: PassageWords;
  readonly indexing: PassageIndexing;
  readonly embedding: EmbeddingService;
  readonly vectors: PassageVectorStore;
  readonly nearest: NearestFinder;
  readonly onError: (error: unknown) => void;
};

type Wanted = ReturnType<typeof passageSearchInputSchema.parse>;

/** Each list is read so far; what is hidden or thinned out must not leave too little. */
const CANDIDATES = 60;
const MOST_ASKED = 3_000;
/** A backlog up to here is taken in before a search. */
const SHORT_LAG = 300;
const KINDS: readonly PassageKind[] = [...ITEM_KINDS, ...EXTERNAL_KINDS, 'memory'];

/** Finds the passages that say something to a question, by their words and by their meaning. */
export class PassageSearch {
  readonly #deps: PassageSearchDeps;

  constructor(deps: PassageSearchDeps) {
    this.#deps = deps;
  }

  async find(input: PassageSearchInput, signal?: AbortSignal): Promise<readonly Passage[]> {
    const wanted = passageSearchInputSchema.parse(input);
    const stopping = signal ?? new AbortController().signal;
    await this.#deps.indexing.catchUpShortly(SHORT_LAG).catch(this.#deps.onError);
    const filter = filterOf(wanted);
    const { terms, words } = questionWords(wanted.query);
    const [byWords, byMeaning] = await Promise.all([
      wanted.mode === 'meaning' ? [] : this.#byWords(terms, filter),
      wanted.mode === 'words' ? NO_MEANING : this.#byMeaning(wanted.query, filter, stopping),
    ]);
    stopping.throwIfAborted();
    const near = byMeaning.near.map((one) => one.rowId);
    const passages = await this.#deps.reads.load([...new Set([...byWords, ...near])], filter);
    const ranked = fuse(
      byWords.map((rowId) => ({ rowId, share: shareOf(passages.get(rowId), words) })),
      byMeaning.near,
    );
    const visible = ranked.filter((one) => passages.has(one.rowId));
    const chosen = wanted.mode === 'hybrid' ? await this.#thin(visible, wanted, byMeaning.serving) : visible;
    return chosen.slice(0, wanted.limit).flatMap((one) => {
      const passage = passages.get(one.rowId);
      return passage ? [toPassage(passage, one, words)] : [];
    });
  }

  async coverage(): Promise<PassageCoverage> {
    const { reads, indexing, embedding, nearest } = this.#deps;
    const serving = await embedding.serving();
    const [kinds, dueItems, state] = await Promise.all([
      reads.countByKind(serving?.model.throughRow ?? 0),
      indexing.backlog(),
      embedding.state(),
    ]);
    const sum = (of: 'passages' | 'embedded') => kinds.reduce((total, one) => total + one[of], 0);
    const { embedder, isChanging } = state;
    const counted = { passages: sum('passages'), embedded: sum('embedded'), dueItems };
    return { kinds, ...counted, embedder, isChanging, vectorIndex: nearest.kind() };
  }

  /** Without an embedder, or where the one that made the vectors cannot be reached, words must do. */
  async #byMeaning(
    query: string,
    filter: PassageFilter,
    signal: AbortSignal,
  ): Promise<{ readonly near: readonly Near[]; readonly serving: Serving | null }> {
    try {
      const serving = await this.#deps.embedding.servingFor(filter);
      if (!serving) return NO_MEANING;
      const [vector] = await serving.embedder.embed([query], 'query', signal);
      if (!vector) return NO_MEANING;
      const { model } = serving;
      const near = await this.#nearest({ model, vector, filter }, signal);
      return { near: near.filter((one) => one.similarity > 0), serving };
    } catch (error) {
      if (signal.aborted) throw error;
      this.#deps.onError(error);
      return NO_MEANING;
    }
  }

  #byWords(terms: readonly string[], filter: PassageFilter): Promise<readonly number[]> {
    const ask = (limit: number) => this.#deps.words.find(terms, filter, limit);
    return this.#visible(filter, ask, (rowId) => rowId);
  }

  #nearest(wanted: Omit<NearestWanted, 'limit'>, signal: AbortSignal): Promise<readonly Near[]> {
    const ask = async (limit: number) => await this.#deps.nearest.find({ ...wanted, limit }, signal);
    return this.#visible(wanted.filter, ask, ({ rowId }) => rowId);
  }

  /** What is hidden or gone is left out only now, so where it took many of the places more are asked for. */
  async #visible<T>(
    filter: PassageFilter,
    ask: (limit: number) => Promise<readonly T[]>,
    rowOf: (one: T) => number,
  ): Promise<readonly T[]> {
    for (let limit = CANDIDATES; ; limit *= 4) {
      const found = await ask(limit);
      const ids = await this.#deps.reads.listVisible(found.map(rowOf), filter);
      const visible = found.filter((one) => ids.has(rowOf(one)));
      const canHaveMore = found.length === limit && limit < MOST_ASKED;
      if (visible.length >= CANDIDATES / 2 || !canHaveMore) return visible.slice(0, CANDIDATES);
    }
  }

  /** Passages that overlap or repeat each other do not stand side by side at the top. */
  async #thin(
    ranked: readonly Ranked[],
    wanted: Wanted,
    serving: Serving | null,
  ): Promise<readonly Ranked[]> {
    if (!serving) return ranked;
    const pool = ranked.slice(0, Math.max(wanted.limit * 2, 24));
    const rows = await this.#deps.vectors.vectorsOf(
      this.#deps.reader,
      serving.model.id,
      pool.map((one) => one.rowId),
    );
    const vectors = new Map(rows.map((row) => [row.rowId, row.vector]));
    return diversify(pool, wanted.limit, (left, right) => {
      const [one, other] = [vectors.get(left.rowId), vectors.get(right.rowId)];
      return one && other ? Math.max(0, dot(one, other)) : 0;
    });
  }
}

const NO_MEANING = { near: [], serving: null } as const;

function filterOf({ scope, kinds }: Wanted): PassageFilter {
  const known = kinds && KINDS.filter((kind) => kinds.includes(kind));
  return { kinds: known ?? null, clientId: scope.clientId, projectId: scope.projectId };
}

function toPassage(found: FoundPassage, ranked: Ranked, words: readonly string[]): Passage {
  const { rowId: _rowId, ...shown } = found;
  const { wordRank, meaningRank, similarity, score } = ranked;
  return { ...shown, score, why: { wordRank, meaningRank, similarity, words: wordsOf(found, words) } };
}

/** How much of the question stands in a passage. */
function shareOf(found: FoundPassage | undefined, words: readonly string[]): number {
  return found && words.length > 0 ? wordsOf(found, words).length / words.length : 0;
}

function wordsOf(found: FoundPassage, words: readonly string[]): readonly string[] {
  const { title, headings, clientName, projectName, text } = found;
  return wordsIn([title, ...headings, clientName, projectName, text].join(' '), words);
}
