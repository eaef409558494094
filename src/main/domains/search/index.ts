/**
 * Search over every client, project, task, checkpoint and note, with operators, and deep links. The index follows the
 * change log by itself after `start`; it is derived data and is rebuilt when it is missing or does not fit.
 */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Store } from '#main/db/store.ts';
import type { Embeddings } from '#main/engine/embeddings/index.ts';
import { NO_EXTERNAL, type ExternalSearch } from './external-search.ts';
import { createPassageParts } from './passages/passage-parts.ts';
import type { VectorsPlace } from './passages/vectors-beside.service.ts';
import { SearchIndexService } from './search-index.service.ts';
import { searchIndexStore } from './search-index.store.ts';
import { createSearchReads } from './search-query.store.ts';
import { createSearchSource } from './search-source.store.ts';
import { SearchService } from './search.service.ts';

export { parseDateRange } from './query-parser-dates.ts';
export { searchActions } from './search.actions.ts';
export type Search = SearchService;
export type { ExternalFound, ExternalSearch, ExternalWanted } from './external-search.ts';
export type { SearchIndexState } from './search-index.service.ts';

export function createSearch(deps: {
  readonly store: Store;
  readonly clock: Clock;
  /** What is found besides the workspace's own items. */
  readonly external?: ExternalSearch;
  /** What turns passages into vectors. */
  readonly embeddings: Embeddings;
  /** Whether this process lives long enough to work by itself after a change. */
  readonly runsInBackground: boolean;
  readonly vectors: VectorsPlace;
  readonly nowMs?: () => number;
  /** Lets requests of the person go before work in the background. */
  readonly giveWay?: (signal: AbortSignal) => Promise<void>;
  /** Told what went wrong in the background; the index heals itself. */
  readonly onError?: (error: unknown) => void;
}): Search {
  const {
    store,
    clock,
    external = NO_EXTERNAL,
    nowMs = () => performance.now(),
    giveWay = () => setImmediate(),
    onError = () => undefined,
  } = deps;
  const source = createSearchSource(store.reader);
  const indexing = new SearchIndexService({ store, index: searchIndexStore, onError, source });
  const { embeddings, runsInBackground, vectors } = deps;
  const passages = createPassageParts({
    store,
    source,
    embeddings,
    runsInBackground,
    vectors,
    giveWay,
    onError,
  });
  const reads = createSearchReads(store.reader);
  return new SearchService({ clock, indexing, passages, external, nowMs, reads });
}
