import { inArray } from 'drizzle-orm';
import type { SuggestionState } from '#shared/contracts/proposals.ts';
import type { Reader } from '#main/db/store.ts';
import { checkpoints } from '#main/db/tables/checkpoints.ts';

/** How suggested checkpoints stand; one that is not in the answer is gone. */
export async function readSuggestionStates(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SuggestionState>> {
  const { id, isApproved, deletedAt } = checkpoints;
  const rows = await reader
    .select({ id, isApproved, deletedAt })
    .from(checkpoints)
    .where(inArray(id, [...ids]));
  return new Map(
    rows.map((row) => [row.id, row.deletedAt !== null ? 'gone' : row.isApproved ? 'accepted' : 'suggested']),
  );
}
