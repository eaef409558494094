/**
 * The driver port: the one way the store talks to SQLite. Two implementations pass the same contract suite
 * and open each other's files (SQLCipher 4 format, raw 32-byte key).
 */

/** What a bound parameter may be. `bigint` binds as a 64-bit integer; booleans are bound by the caller as 0/1. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** Whole numbers beyond ±2^53 come back rounded: read those with `CAST(… AS TEXT)`. */
export type SqlRow = readonly SqlValue[];

export type Statement = {
  readonly sql: string;
  readonly params?: readonly SqlValue[];
  /** Runs the statement once per entry, prepared once; `params` is ignored. */
  readonly paramsList?: readonly (readonly SqlValue[])[];
  /** `rows` returns all rows as arrays in column order, `none` returns only the change count. */
  readonly returns?: 'rows' | 'none';
};

export type StatementResult = {
  readonly rows: readonly SqlRow[];
  /** Rows changed by the statement, summed over `paramsList`. */
  readonly changes: number;
};

export type SqliteConnection = {
  /**
   * Runs the statements in order in one round trip and stops at the first failure, which rejects.
   * Not a transaction by itself: the caller puts BEGIN/COMMIT in the list. After a failure inside a
   * transaction the caller sends ROLLBACK, which is refused where the failure ended the transaction already
   * or came before its BEGIN.
   *
   * A signal stops the list between two statements, or two entries of `paramsList`: a batch that rejects with
   * `cancelled` has not run its last statement, and one that resolves has run them all.
   */
  batch(statements: readonly Statement[], signal?: AbortSignal): Promise<readonly StatementResult[]>;
  /** Unprepared SQL with several statements: pragmas, migrations. */
  exec(sql: string): Promise<void>;
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type OpenOptions = {
  readonly path: string;
  /** 32 random bytes, used raw; `null` opens an unencrypted file (only to bring in a legacy database). */
  readonly key: Uint8Array | null;
  readonly mode: 'create' | 'write' | 'read';
};

export type SqliteDriver = {
  readonly name: 'multiple-ciphers' | 'journeyapps';
  /** Version of the bundled SQLite, e.g. `3.53.4`, and the cipher library's own version text. */
  versions(): Promise<{ sqlite: string; cipher: string }>;
  /** Opens with WAL, synchronous=FULL, foreign_keys, secure_delete, trusted_schema=OFF; verifies the key by a read. */
  open(options: OpenOptions): Promise<SqliteConnection>;
};
