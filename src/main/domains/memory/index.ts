/** Memory: facts that agents keep in mind from one conversation to the next; the person sees and forgets each. */
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { MemoryService } from './memory.service.ts';
import { countFacts, createMemoryReads, dropFact, putFact } from './memory.store.ts';

export { memoryActions } from './memory.actions.ts';
export type Memory = MemoryService;

export function createMemory(deps: { readonly store: Store; readonly ids: IdSource }): Memory {
  const writes = { putFact, dropFact, countFacts };
  return new MemoryService({ ...deps, readsOf: createMemoryReads, writes });
}
