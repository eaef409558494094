import type { RecordFilter } from '#shared/contracts/dataset-runs.ts';
import type { RecordReview, RecordState } from '#shared/contracts/datasets.ts';
import { addressParser, id, offset, oneOf, text } from '#renderer/lib/address.ts';

export const DATASET_TABS = ['records', 'charts', 'runs', 'versions', 'definition'] as const;
export type DatasetTab = (typeof DATASET_TABS)[number];

export const STATES = ['made', 'failed'] as const satisfies readonly RecordState[];
export const REVIEWS = ['open', 'accepted', 'rejected'] as const satisfies readonly RecordReview[];

/** The address of a dataset: the part that is shown, what its records are narrowed to, and the one that is open. */
export const parseDatasetSearch = addressParser({
  tab: oneOf(DATASET_TABS),
  state: oneOf(STATES),
  review: oneOf(REVIEWS),
  /** A check's name, or `*` for any finding. */
  issue: text(200),
  q: text(500),
  judge: text(100),
  /** The judge's highest score that is shown. */
  most: offset,
  run: id,
  record: offset,
});
export type DatasetSearch = ReturnType<typeof parseDatasetSearch>;

export type RecordsFilter = Omit<RecordFilter, 'datasetId'>;

/** What the host is asked for. */
export function filterOf(search: DatasetSearch): RecordsFilter {
  const { state, review, issue, q, judge, most, run } = search;
  return {
    state,
    review,
    issue,
    runId: run,
    query: q === '' ? undefined : q,
    score: judge === undefined ? undefined : { judge, max: most },
  };
}

export function isFiltered(search: DatasetSearch): boolean {
  return Object.values(filterOf(search)).some((value) => value !== undefined);
}

/** The address without anything that narrows the records. */
export function withoutFilter({ tab, record }: DatasetSearch): DatasetSearch {
  return { tab, record };
}
