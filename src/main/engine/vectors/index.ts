/** The index of vectors beside the store: LanceDB, behind a port that knows numbers and ids alone. */
export { readState as readIndexState } from './index-folder.ts';
export { openLanceIndex, type OpenOptions } from './lance-index.ts';
export type {
  VectorHit,
  VectorIndex,
  VectorMark,
  VectorQuery,
  VectorRow,
  VectorSource,
} from './vector-port.ts';
