import { createHash } from 'node:crypto';
import type { ActivityEntry } from '#shared/contracts/activity.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';

/** What the first entry is chained to. */
export const GENESIS = '0'.repeat(64);

/** SHA-256 over the hash before and the entry as canonical JSON, lower-case hex. */
export function chainHash(previous: string, entry: Omit<ActivityEntry, 'hash'>): string {
  return createHash('sha256')
    .update(previous)
    .update(canonicalJson({ ...entry, hash: undefined }))
    .digest('hex');
}

/** The end of the log, kept beside it so that cutting entries off its end shows. */
export type ChainHead = { readonly seq: number; readonly hash: string };

export function headText({ seq, hash }: ChainHead): string {
  return `${seq}:${hash}`;
}

export function parseHead(text: string | null): ChainHead | null {
  const match = /^(\d+):([0-9a-f]{64})$/.exec(text ?? '');
  return match?.[2] === undefined ? null : { seq: Number(match[1]), hash: match[2] };
}
