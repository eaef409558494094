import type { SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy';
import type { ChangeEvent, Entity } from '#shared/contracts/changes.ts';
import type { PageSnapshot } from './pages/index.ts';
import type { PrivacyView } from './privacy-view.ts';
import type { SqlRow, SqlValue, Statement } from './driver/driver.ts';
import type { EntityInsert, EntityRow } from './entity-rows.ts';

/** Reads only. Outside a transaction each statement sees the latest commit; inside one, the transaction's own state. */
export type Reader = Pick<SqliteRemoteDatabase, 'select' | 'selectDistinct' | 'with' | '$with' | '$count'> & {
  /** Plain SQL with bound values, rows as arrays in column order; for queries the builder cannot say. */
  rows(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
};

/** Who writes: `user`, `import`, later `plugin:<name>` and the like. */
export type Principal = string;

export type WriteCommand = {
  /** Key of the message catalogue, e.g. `tasks.complete`; shown in undo, history and toasts. */
  readonly command: string;
  /** What fills the message: counts and titles. Kept in the encrypted log only. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly principal?: Principal;
  /** The change set taken back by this write. */
  readonly undoes?: number;
  /** Goes on with a change set begun in an earlier transaction (a long import). */
  readonly changeSetId?: number;
  /** Folds this change into the one before when that was the same row, command and principal within so many ms. */
  readonly coalesceWithinMs?: number;
  /** Checks foreign keys at commit only, so that rows may come in any order. */
  readonly deferForeignKeys?: boolean;
};

/**
 * Writes exist only inside `store.write`. Recorded rows go through `insert`, `update` and `delete`, which append to
 * the change log in the same transaction; `run` is for derived and operational tables, which the log does not hold.
 */
export type Writer = Reader & {
  /** The change set of this write, known before the commit. */
  readonly changeSetId: number;
  readonly nowMs: number;
  readonly principal: Principal;
  insert<E extends Entity>(entity: E, rows: readonly EntityInsert<E>[]): void;
  /**
   * Changes the named fields of each row and answers the rows as they are now. Fields already equal are left out;
   * `updatedAt` follows by itself. Rows that do not exist are left out of the answer.
   */
  update<E extends Entity>(
    entity: E,
    changes: readonly { readonly id: string; readonly patch: Partial<EntityInsert<E>> }[],
  ): Promise<readonly EntityRow<E>[]>;
  /** Removes rows for good. A person's delete is an update of `deletedAt`. */
  delete(entity: Entity, ids: readonly string[]): Promise<number>;
  /** As `delete`, and the log keeps nothing of what the rows said: only that they are gone. Cannot be undone. */
  erase(entity: Entity, ids: readonly string[]): void;
  getByIds<E extends Entity>(entity: E, ids: readonly string[]): Promise<readonly EntityRow<E>[]>;
  /** Queues a statement on an unrecorded table; sent with the next read or the commit. */
  run(statement: Statement): void;
  /** Tells listeners about rows of unrecorded tables after the commit. */
  touch(topic: ChangeEvent['topic'], ids: readonly string[]): void;
  /** As `touch`, for more rows than one would name: whoever shows the topic looks again. */
  touchAll(topic: ChangeEvent['topic']): void;
};

export type WriteResult<T> = {
  readonly value: T;
  /** `null` when nothing recorded was changed. */
  readonly changeSetId: number | null;
};

export type Commit = {
  readonly changeSetId: number | null;
  /** An earlier change set that was folded into this one and no longer exists by itself. */
  readonly foldedSetId: number | null;
  readonly lastSeq: number;
  readonly command: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly principal: Principal;
  readonly undoes: number | null;
  readonly createdAt: number;
  readonly changes: readonly ChangeEvent[];
};

/** The one door to the encrypted database of a workspace. */
export type Store = {
  readonly reader: Reader;
  /**
   * Runs `work` in one transaction; writes of others wait their turn and can never slip into it. Resolves after the
   * commit is on disk (`synchronous=FULL`). When `work` or the commit fails nothing of it remains.
   */
  write<T>(command: WriteCommand, work: (tx: Writer) => Promise<T> | T): Promise<WriteResult<T>>;
  /**
   * Within `work` everything that `reader` answers is as if private clients and projects, and all that is theirs,
   * were not there, but for those that are named as open. It follows the asynchronous call, and a view within a view
   * opens only what both do. Reads of a transaction are not covered: a write says what it touches by id.
   */
  withPrivacy<T>(view: PrivacyView, work: () => Promise<T>): Promise<T>;
  /** Whether the view around it hides something that bears one of these ids. False outside of any view. */
  hides(ids: readonly string[]): Promise<boolean>;
  /** For what serves everybody, whoever set it off: an index that is brought up to date in a view must miss nothing. */
  withoutPrivacy<T>(work: () => T): T;
  /** Called after each commit, in commit order, before the write resolves. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** `seq` of the last change-log row. */
  lastSeq(): number;
  /** Runs a statement list on the writer outside any transaction of others: checkpoints, VACUUM INTO, pragmas. */
  maintain(statements: readonly Statement[]): Promise<readonly (readonly SqlRow[])[]>;
  /**
   * Holds the file as it is now, for a backup of its pages. It waits until no reader needs the log; then writes stand
   * still for a moment. Rejects with `store_busy` where a reader goes on for a minute. Closing the store ends it.
   */
  snapshotPages(signal?: AbortSignal): Promise<PageSnapshot>;
  close(): Promise<void>;
};
