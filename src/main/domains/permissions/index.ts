/**
 * Permissions: what each plugin, flow and agent may read, change and reach. A right is for exactly the code that the
 * person saw and for exactly one resource, can end by itself, and loses against every denial.
 */
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { PermissionsService } from './permissions.service.ts';
import { createPermissionsStore } from './permissions.store.ts';

export type Permissions = PermissionsService;

export function createPermissions(deps: {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
}): Permissions {
  return new PermissionsService({ ...deps, reads: createPermissionsStore(deps.store.reader) });
}
