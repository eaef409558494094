import { createHash } from 'node:crypto';
import type { DraftEntry } from '../drafts.ts';

/** Times that come from the file system or the reader's clock: touching a file is no change of what it says. */
const NOT_HASHED = new Set(['createdAt', 'updatedAt', 'open']);

/** SHA-256 of what the source says of an item, the same for the same words whatever their order in the draft. */
export function hashDraft(entry: DraftEntry, contentHash = ''): string {
  return createHash('sha256').update(canonical(entry.draft)).update(contentHash).digest('base64url');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([key, field]) => field !== undefined && !NOT_HASHED.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}
