import { invariant } from '#shared/kernel/invariant.ts';

export type BlobInfo = { readonly name: string; readonly sizeBytes: number; readonly modifiedAtMs: number };

export type PutOptions = {
  /** The etag it must have now; `null`: it must not exist yet; left out: any. */
  readonly ifMatch?: string | null;
  readonly signal?: AbortSignal;
};

export type GetOptions = {
  readonly range?: ByteRange;
  readonly signal?: AbortSignal;
};

export type ByteRange = { readonly start: number; readonly length: number };

/**
 * Where a backup lies: named pieces of bytes that nobody there can read. Names are parts of lower-case letters,
 * digits, `.`, `_` and `-`, joined by `/`.
 *
 * Errors: `unreachable` (the place is not there now, or failed), `sign_in_refused`, `forbidden`, `rate_limited`,
 * `store_busy` (held by another device), `quota_exceeded` (no room there), `offline`, `egress_refused`,
 * `tls_untrusted`, `cancelled`. Where the other side said when to come again, `details.retryAfterMs` has it.
 */
export type BlobTarget = {
  /** For people: where it is. Holds no secret. */
  readonly label: string;
  /** Whole or not at all; durable when resolved. Rejects with `conflict` where `ifMatch` does not hold. */
  put(name: string, bytes: Uint8Array, options: PutOptions): Promise<{ readonly etag: string }>;
  /** Rejects with `not_found`. A range that reaches past the end gives what there is. */
  get(name: string, options?: GetOptions): Promise<{ readonly bytes: Uint8Array; readonly etag: string }>;
  stat(name: string, signal?: AbortSignal): Promise<(BlobInfo & { readonly etag: string }) | undefined>;
  /** Every name that begins with `prefix`, in no promised order. */
  list(prefix: string, signal?: AbortSignal): AsyncIterable<BlobInfo>;
  /** No error where it is already gone. */
  remove(name: string, signal?: AbortSignal): Promise<void>;
  /** The target's own clock, milliseconds since the epoch. */
  now(signal?: AbortSignal): Promise<number>;
};

const NAME = /^[a-z0-9][a-z0-9._-]{0,127}(?:\/[a-z0-9][a-z0-9._-]{0,127}){0,5}$/;

/** A name that a listing gave may be anything; one that leads elsewhere is none of ours. */
export function isBlobName(name: string): boolean {
  return NAME.test(name);
}

export function assertBlobName(name: string): void {
  invariant(isBlobName(name), 'the name of a piece of a backup is none');
}
