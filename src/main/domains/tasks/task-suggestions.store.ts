import { inArray } from 'drizzle-orm';
import type { SuggestionState } from '#shared/contracts/proposals.ts';
import type { Reader } from '#main/db/store.ts';
import { tasks } from '#main/db/tables/tasks.ts';

/** How suggested tasks stand; one that is not in the answer is gone. */
export async function readSuggestionStates(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SuggestionState>> {
  const rows = await reader
    .select({ id: tasks.id, isApproved: tasks.isApproved, deletedAt: tasks.deletedAt })
    .from(tasks)
    .where(inArray(tasks.id, [...ids]));
  return new Map(
    rows.map((row) => [row.id, row.deletedAt !== null ? 'gone' : row.isApproved ? 'accepted' : 'suggested']),
  );
}
