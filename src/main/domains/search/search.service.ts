import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import type {
  Highlighted,
  NearResult,
  SearchHit,
  SearchInput,
  SearchResult,
} from '#shared/contracts/search.ts';
import type { Passage, PassageCoverage, PassageSearchInput } from '#shared/contracts/passages.ts';
import { AppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import {
  externalHit,
  mingle,
  type ExternalFilter,
  type ExternalFound,
  type ExternalSearch,
} from './external-search.ts';
import { excerpt, highlight, needlesOf, type Needles } from './highlight.ts';
import { findNear } from './near-search.ts';
import type { PassageParts } from './passages/passage-parts.ts';
import { toFtsMatch } from './query-parser-match.ts';
import { parseSearchQuery } from './query-parser.ts';
import { needsNames, resolveFilter, type SearchFilter } from './search-filter.ts';
import type { SearchIndexService, SearchIndexState } from './search-index.service.ts';
import type { Candidate, SearchReads } from './search-query.store.ts';
import { rank } from './search-ranking.ts';

export type SearchDeps = {
  readonly clock: Clock;
  readonly reads: SearchReads;
  readonly indexing: SearchIndexService;
  readonly passages: PassageParts;
  readonly external: ExternalSearch;
  /** A monotonic clock, for `tookMs`. */
  readonly nowMs: () => number;
};

/** The words with the last as a prefix, and with all of them whole. */
type Match = { readonly all: string; readonly whole: string };
type Wanted = {
  readonly match: Match | undefined;
  readonly filter: SearchFilter;
  readonly external: ExternalFilter | null;
  readonly input: SearchInput;
  readonly needles: Needles;
};
type FoundHits = {
  readonly hits: readonly SearchHit[];
  readonly total: number;
  readonly isCapped: boolean;
};
type Found = {
  readonly candidates: readonly Candidate[];
  readonly total: number;
  readonly isCapped: boolean;
};

/** Totals are told up to here. */
const MAX_TOTAL = 1_000;
/** Of each group of kinds so many are ranked, the latest ones. */
const MAX_RANKED = 1_000;
/** Where more than can be ranked match, so many of each group by their titles. */
const MAX_TITLED = 400;
/** A backlog up to here is taken in before a search, so that what was just typed is found at once. */
const SHORT_LAG = 400;
const NO_NAMES = { clients: [], projects: [], tags: [] } as const;
/** With the place inside, as the passages have it. */
const LINK = /^adiuva:\/\/(client|project|task|checkpoint|note)\/([0-9a-f-]{36})\/?(?:#at=\d{1,9})?$/i;

/** Finds items by words and operators, and what a deep link names. */
export class SearchService {
  readonly #deps: SearchDeps;

  constructor(deps: SearchDeps) {
    this.#deps = deps;
  }

  async query(input: SearchInput, _signal?: AbortSignal): Promise<SearchResult> {
    const { clock, reads, nowMs } = this.#deps;
    const startedAt = nowMs();
    await this.#catchUpShortly();
    const today = clock.today();
    const parsed = parseSearchQuery(input.query, { now: today, locale: input.locale });
    const names = needsNames(parsed) ? await reads.readNames() : NO_NAMES;
    const { filter, external, warnings } = resolveFilter(parsed, names, today);
    const all = toFtsMatch(parsed);
    const whole = toFtsMatch(parsed, 'whole');
    const match = all === undefined || whole === undefined ? undefined : { all, whole };
    const needles = needlesOf(parsed.terms, parsed.phrases);
    const found = await this.#findAll({ match, filter, external, input, needles });
    return {
      hits: found.hits,
      total: Math.min(found.total, MAX_TOTAL),
      totalIsAtLeast: found.isCapped || found.total > MAX_TOTAL,
      warnings: [
        ...new Set([
          ...parsed.warnings.map((warning) => warning.code),
          ...warnings,
          ...this.#indexWarnings(),
        ]),
      ],
      tookMs: Math.round((nowMs() - startedAt) * 10) / 10,
    };
  }

  async resolve({ link }: { readonly link: string }): Promise<{ kind: ItemKind; id: string; title: string }> {
    const [, kindText, id] = LINK.exec(link.trim()) ?? [];
    const kind = ITEM_KINDS.find((one) => one === kindText?.toLowerCase());
    if (!kind || !id) throw new AppError('invalid_input', 'This is not a link to something in Adiuva.');
    const title = await this.#deps.reads.findTitle(kind, id.toLowerCase());
    if (title === undefined)
      throw new AppError('not_found', `What this link names (a ${kind}) does not exist any more.`);
    return { kind, id: id.toLowerCase(), title };
  }

  /** Begins the index anew and resolves when everything can be found again. */
  async rebuild(signal?: AbortSignal): Promise<{ documents: number }> {
    await this.#deps.indexing.rebuild(signal);
    return { documents: this.state().documents };
  }

  state(): SearchIndexState {
    return this.#deps.indexing.state();
  }

  catchUp(signal?: AbortSignal): Promise<void> {
    return this.#deps.indexing.catchUp(signal);
  }

  /** Items by what a passage in them says, in these words or in others; the operators of the line hold. */
  async near(input: SearchInput, signal?: AbortSignal): Promise<NearResult> {
    const { clock, reads, passages, nowMs } = this.#deps;
    await this.#catchUpShortly();
    return await findNear(
      { clock, reads, nowMs, findPassages: (wanted) => passages.find(wanted, signal) },
      input,
    );
  }

  /** What says something to a question, by words and by meaning, the best first, each with why. */
  passages(input: PassageSearchInput, signal?: AbortSignal): Promise<readonly Passage[]> {
    return this.#deps.passages.find(input, signal);
  }

  /** How much of the workspace is searched by its meaning. */
  coverage(): Promise<PassageCoverage> {
    return this.#deps.passages.coverage();
  }

  /** Makes all passages and their vectors anew, as a job; what is there answers meanwhile. */
  reindex(): Promise<{ readonly jobId: string }> {
    return this.#deps.passages.reindex();
  }

  /** Resolves when all that was committed before the call can be found by its meaning. */
  catchUpPassages(signal?: AbortSignal): Promise<void> {
    return this.#deps.passages.catchUp(signal);
  }

  async start(jobs: Jobs): Promise<void> {
    await this.#deps.indexing.start();
    await this.#deps.passages.start(jobs);
  }

  async stop(): Promise<void> {
    await this.#deps.passages.stop();
    await this.#deps.indexing.stop();
  }

  /** Rids the index of the words of items that were removed for good. */
  async forget(): Promise<void> {
    await this.#deps.indexing.catchUp();
    await this.#deps.indexing.compact();
    await this.#deps.passages.forget();
  }

  /** What is in the workspace and what lies outside of it, in one list of pages. */
  async #findAll({ match, filter, external, input, needles }: Wanted): Promise<FoundHits> {
    const { limit, offset } = input;
    const outside = external && (await this.#findOutside(external, match, offset + limit));
    const hasOwn = filter.kinds.length > 0;
    // Which of its own a page shows depends on all that stand before it, where there is something to mingle with.
    const page = outside && outside.total > 0 ? { ...input, offset: 0, limit: offset + limit } : input;
    const own = hasOwn
      ? await this.#find(match, filter, page)
      : { candidates: [], total: 0, isCapped: false };
    const { isCapped } = own;
    if (!outside || outside.total === 0)
      return { hits: await this.#hitsOf(own.candidates, needles), total: own.total, isCapped };
    const shown = mingle<Candidate | ExternalFound>(own.candidates, outside.items).slice(
      offset,
      offset + limit,
    );
    const ownHits = await this.#hitsOf(
      shown.filter((one) => 'entityId' in one),
      needles,
    );
    const byId = new Map(ownHits.map((hit) => [hit.id, hit]));
    const hits = shown.flatMap((one) =>
      'entityId' in one ? (byId.get(one.entityId) ?? []) : externalHit(one, needles),
    );
    return { hits, total: own.total + outside.total, isCapped };
  }

  async #findOutside(filter: ExternalFilter, match: Match | undefined, limit: number) {
    return await this.#deps.external.find({ ...filter, match: match?.all ?? null, limit });
  }

  async #catchUpShortly(): Promise<void> {
    const { indexing } = this.#deps;
    const { isRebuilding, lastSeq } = indexing.state();
    const lag = indexing.lag();
    // A small workspace is indexed from the beginning in a moment, so its first search waits for that as well.
    const isShort = isRebuilding ? lastSeq <= SHORT_LAG : lag > 0 && lag <= SHORT_LAG;
    if (isShort) await indexing.catchUp().catch((error: unknown) => indexing.heal(error));
  }

  #indexWarnings(): readonly string[] {
    const { isRebuilding } = this.state();
    return isRebuilding || this.#deps.indexing.lag() > SHORT_LAG ? ['index_behind'] : [];
  }

  /** A damaged index finds nothing, says that it is behind and is made anew. */
  async #find(match: Match | undefined, filter: SearchFilter, input: SearchInput): Promise<Found> {
    try {
      return match === undefined ? await this.#list(filter, input) : await this.#match(match, filter, input);
    } catch (error) {
      this.#deps.indexing.heal(error);
      if (!this.state().isRebuilding) throw error;
      return { candidates: [], total: 0, isCapped: true };
    }
  }

  async #list(filter: SearchFilter, { limit, offset }: SearchInput): Promise<Found> {
    const { reads } = this.#deps;
    const [candidates, total] = await Promise.all([
      reads.list(filter, { limit, offset }),
      reads.count(filter, MAX_TOTAL + 1),
    ]);
    return { candidates, total, isCapped: false };
  }

  async #match(match: Match, filter: SearchFilter, { limit, offset }: SearchInput): Promise<Found> {
    const { reads, clock } = this.#deps;
    const titles = `{title} : (${match.all})`;
    const wholeTitles = `{title} : (${match.whole})`;
    const groups = await reads.match({ match: match.all, filter, limit: MAX_RANKED });
    const isCapped = groups.some((group) => group.length >= MAX_RANKED);
    const all = groups.flat();
    const nowMs = clock.nowMs();
    if (isCapped) {
      // Weighing would read all places of each word; where thousands match, a title and a date tell more.
      const [titled, whole] = await Promise.all(
        [titles, wholeTitles].map(async (one) =>
          (await reads.match({ match: one, filter, limit: MAX_TITLED })).flat(),
        ),
      );
      const byId = new Map([...(whole ?? []), ...(titled ?? []), ...all].map((one) => [one.id, one]));
      const inTitle = new Set([...(titled ?? []), ...(whole ?? [])].map((one) => one.id));
      const wholeInTitle = new Set(whole?.map((one) => one.id));
      const ranked = rank([...byId.values()], { inTitle, wholeInTitle, weights: new Map(), nowMs });
      return { candidates: ranked.slice(offset, offset + limit), total: byId.size, isCapped };
    }
    if (all.length === 0) return { candidates: [], total: 0, isCapped };
    const ids = all.map((one) => one.id);
    const [weights, titled, whole] = await Promise.all([
      reads.weigh(match.all, ids),
      reads.weigh(titles, ids),
      reads.weigh(wholeTitles, ids),
    ]);
    const [inTitle, wholeInTitle] = [new Set(titled.keys()), new Set(whole.keys())];
    const ranked = rank(all, { inTitle, wholeInTitle, weights, nowMs });
    return { candidates: ranked.slice(offset, offset + limit), total: all.length, isCapped };
  }

  async #hitsOf(candidates: readonly Candidate[], needles: Needles): Promise<readonly SearchHit[]> {
    const { reads } = this.#deps;
    const ids = candidates.map((one) => one.entityId);
    const kinds = Map.groupBy(candidates, (one) => one.kind);
    const [rows, ...texts] = await Promise.all([
      reads.readHits(ids),
      ...[...kinds].map(([kind, ones]) =>
        reads.readTexts(
          kind,
          ones.map((one) => one.entityId),
        ),
      ),
    ]);
    const textOf = (id: string) => texts.find((map) => map.has(id))?.get(id);
    return ids.flatMap((id) => {
      const row = rows.get(id);
      const text = textOf(id);
      // Removed between the two reads.
      if (!row || !text) return [];
      const { entityId, ...shown } = row;
      const title: Highlighted = highlight(text.title, needles);
      return [
        {
          ...shown,
          id: entityId,
          title,
          excerpt: excerpt(text.body, needles),
          link: `adiuva://${row.kind}/${id}`,
        },
      ];
    });
  }
}
