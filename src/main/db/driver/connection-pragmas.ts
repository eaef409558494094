/**
 * What every connection of every driver runs with, in this order, after the key is set. `synchronous` comes
 * after the journal mode because builds differ in what WAL switches it to; `temp_store` keeps sorter and
 * journal spills out of unencrypted temporary files; recursive triggers make REPLACE fire delete triggers.
 * The cache holds the index of lists at 60,000 tasks as a whole (some 20 MB): with less, each pass over it decrypts
 * every page anew, which was three times as slow. It is taken only as pages are read.
 */
export const CONNECTION_PRAGMAS = [
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA secure_delete = ON',
  'PRAGMA trusted_schema = OFF',
  'PRAGMA temp_store = MEMORY',
  'PRAGMA recursive_triggers = ON',
  'PRAGMA cell_size_check = ON',
  'PRAGMA cache_size = -32000',
] as const;

/** How long a statement waits for another connection's lock before it fails as busy. */
export const BUSY_TIMEOUT_MS = 5_000;

/** Prepared statements kept per connection; the least recently used goes first. */
export const STATEMENT_CACHE_SIZE = 256;
