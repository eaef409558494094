import type { SqlRow, Statement, StatementResult } from './driver.ts';

/**
 * What crosses the border between the multiple-ciphers driver and its worker thread: structured clones,
 * answered in order, matched by `id`.
 */
export type WorkerRequest = { readonly id: number } & WorkerOrder;

export type WorkerOrder =
  | { readonly batch: readonly Statement[] }
  | { readonly exec: string }
  | { readonly open: WorkerOpen }
  | { readonly close: true };

export type WorkerOpen = {
  /** An empty path opens a private in-memory database. */
  readonly path: string;
  readonly key: Uint8Array | null;
  readonly mode: 'create' | 'write' | 'read';
  readonly busyTimeoutMs: number;
  /**
   * Ids of cancelled requests, each at `id % length`. Shared memory, because a message would wait
   * behind the very batch that it is to stop.
   */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
};

/** An SQLite failure as plain data; `code` is SQLite's extended code name, or CANCELLED. */
export type WorkerFailure = { readonly code: string; readonly message: string };

export type WorkerAnswer =
  | { readonly id: number; readonly results: readonly StatementResult[] }
  | { readonly id: number; readonly rows: readonly SqlRow[] }
  | { readonly id: number; readonly failure: WorkerFailure };

export const CANCELLED = 'ADIUVA_CANCELLED';
