import { asc, eq, sql } from 'drizzle-orm';
import type { SavedFilter } from '#shared/contracts/saved-filters.ts';
import type { Reader } from '#main/db/store.ts';
import { savedFilters } from '#main/db/tables/workspace.ts';

export type SavedFiltersStore = { list(scope?: SavedFilter['scope']): Promise<readonly SavedFilter[]> };

export function createSavedFiltersStore(reader: Reader): SavedFiltersStore {
  return {
    list: (scope) =>
      reader
        .select()
        .from(savedFilters)
        .where(scope ? eq(savedFilters.scope, scope) : undefined)
        .orderBy(asc(sql`lower(${savedFilters.name})`), asc(savedFilters.id)),
  };
}
