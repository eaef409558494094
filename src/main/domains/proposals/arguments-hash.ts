import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';

/** SHA-256 over the action and its input: an approval is for exactly this. */
export function argumentsHash(actionId: string, input: unknown): string {
  return createHash('sha256')
    .update(canonicalJson([actionId, input]))
    .digest('hex');
}
