import type { ItemKind } from '#shared/contracts/common.ts';
import type { Candidate } from './search-query.store.ts';

const DAY_MS = 86_400_000;
/** A client or project that matches is most often what was meant. */
const KIND_BONUS: Readonly<Record<ItemKind, number>> = {
  client: 0.6,
  project: 0.4,
  checkpoint: 0,
  task: 0,
  note: 0,
};
const TITLE_BONUS = 1.5;
/** What was typed to its end stands before what only begins so: "page 7" before "page 78". */
const WHOLE_BONUS = 1.5;
const OPEN_BONUS = 0.25;
const ARCHIVED_MALUS = 0.4;
const RECENCY_BONUS = 0.5;
const RECENCY_HALF_DAYS = 60;

export type RankOptions = {
  /** Those that have all the words in their title. */
  readonly inTitle: ReadonlySet<number>;
  /** Of these, those in which the last word stands as it was typed, not only as the beginning of another. */
  readonly wholeInTitle: ReadonlySet<number>;
  /** bm25 by document; empty where too many match to weigh them. */
  readonly weights: ReadonlyMap<number, number>;
  readonly nowMs: number;
};

/**
 * Orders what was found: the words' weight (bm25, lower is better), all words in the title, what is still open, and
 * what was touched lately. Ties go to the latest.
 */
export function rank(candidates: readonly Candidate[], options: RankOptions): readonly Candidate[] {
  const best = Math.max(1e-6, ...[...options.weights.values()].map((weight) => -weight));
  const scored = candidates.map((candidate) => ({ candidate, score: scoreOf(candidate, best, options) }));
  scored.sort(
    (left, right) => right.score - left.score || right.candidate.updatedAt - left.candidate.updatedAt,
  );
  return scored.map(({ candidate }) => candidate);
}

function scoreOf(candidate: Candidate, best: number, options: RankOptions): number {
  const { inTitle, wholeInTitle, weights, nowMs } = options;
  const ageDays = Math.max(0, nowMs - candidate.updatedAt) / DAY_MS;
  return (
    (2 * -(weights.get(candidate.id) ?? 0)) / best +
    (inTitle.has(candidate.id) ? TITLE_BONUS + KIND_BONUS[candidate.kind] : 0) +
    (wholeInTitle.has(candidate.id) ? WHOLE_BONUS : 0) +
    (candidate.isDone ? 0 : OPEN_BONUS) -
    (candidate.isArchived ? ARCHIVED_MALUS : 0) +
    RECENCY_BONUS * 2 ** (-ageDays / RECENCY_HALF_DAYS)
  );
}
