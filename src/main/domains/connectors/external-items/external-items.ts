import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { ExternalItemsService } from './external-items.service.ts';
import {
  createExternalReads,
  findKnown,
  findLinks,
  isSameRow,
  putRows,
  removeRows,
  removeSome,
} from './external-items.store.ts';
import { mendExternalIndex } from './external-search.store.ts';

export type ExternalItems = ExternalItemsService;

/** What plugins found outside the workspace; it can be searched and drawn on the timeline. */
export function createExternalItems(deps: { readonly store: Store; readonly ids: IdSource }): ExternalItems {
  return new ExternalItemsService({
    ...deps,
    reads: createExternalReads(deps.store.reader),
    writes: { findKnown, findLinks, isSameRow, putRows, removeRows, removeSome },
    mendIndex: () => mendExternalIndex(deps.store),
  });
}
