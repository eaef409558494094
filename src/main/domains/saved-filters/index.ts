/** Saved filters: a list's filter under a name. */
import type { Written } from '#shared/contracts/common.ts';
import type { SavedFilter } from '#shared/contracts/saved-filters.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { createSavedFiltersStore } from './saved-filters.store.ts';

export type SavedFilters = {
  list(scope?: SavedFilter['scope']): Promise<readonly SavedFilter[]>;
  create(input: Pick<SavedFilter, 'name' | 'scope' | 'query'>): Promise<Written<SavedFilter>>;
  update(id: string, patch: Partial<Pick<SavedFilter, 'name' | 'query'>>): Promise<Written<SavedFilter>>;
  remove(id: string): Promise<Written<SavedFilter>>;
};

export function createSavedFilters(deps: { readonly store: Store; readonly ids: IdSource }): SavedFilters {
  const { store, ids } = deps;
  const reads = createSavedFiltersStore(store.reader);
  return {
    list: (scope) => reads.list(scope),
    async create(input) {
      const { value, changeSetId } = await store.write(
        { command: 'savedFilters.create', params: { title: input.name } },
        (tx) => {
          const row = { ...input, id: ids.next(), createdAt: tx.nowMs, updatedAt: tx.nowMs };
          tx.insert('saved_filter', [row]);
          return row;
        },
      );
      return { item: value, changeSetId };
    },
    async update(id, patch) {
      const { value, changeSetId } = await store.write({ command: 'savedFilters.update' }, (tx) =>
        tx.update('saved_filter', [{ id, patch }]),
      );
      return { item: requireFilter(value[0]), changeSetId };
    },
    async remove(id) {
      const { value, changeSetId } = await store.write({ command: 'savedFilters.remove' }, async (tx) => {
        const [row] = await tx.getByIds('saved_filter', [id]);
        await tx.delete('saved_filter', [id]);
        return row;
      });
      return { item: requireFilter(value), changeSetId };
    },
  };
}

function requireFilter(row: SavedFilter | undefined): SavedFilter {
  if (!row) throw new AppError('not_found', 'This saved filter does not exist any more.');
  return row;
}
