import type { Workspace } from '#main/workspace.ts';
import type { System } from '#main/domains/system/index.ts';
import type { Principal } from '#main/db/store.ts';

/** What every procedure gets. `workspace()` throws `store_locked` until the store is open. */
export type ApiContext = {
  readonly system: System;
  readonly workspace: () => Workspace;
  readonly principal: Principal;
  readonly host: 'electron' | 'web' | 'cli' | 'test';
};
