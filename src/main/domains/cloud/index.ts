/**
 * Accounts at Adiuva endpoints: signing up, in and out, tier and room, devices. Tokens are named secrets, renewed ahead
 * of their end; `tokensFor` hands them to the target of the backup.
 */
import type { Store } from '#main/db/store.ts';
import type { Egress } from '#main/engine/egress/index.ts';
import { EndpointCaller, EndpointSessions } from '#main/engine/endpoint/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { Outbox } from '#main/engine/outbox/index.ts';
import { CloudService } from './cloud.service.ts';
import { createCloudStore } from './cloud.store.ts';
import { EndpointAccount } from './endpoint-account.ts';
import { KeptSessions } from './kept-sessions.ts';
import { LeavingSessions } from './leaving-sessions.ts';

export { PassingAccounts } from './passing-accounts.ts';
export type Cloud = CloudService;

export function createCloud(deps: {
  readonly store: Store;
  readonly secrets: NamedSecrets;
  readonly outbox: Outbox;
  readonly egress: Egress;
  readonly isOffline: () => boolean;
  readonly nowMs: () => number;
}): Cloud {
  const caller = new EndpointCaller(deps);
  const kept = new KeptSessions(deps);
  const endpoints = new EndpointAccount(caller);
  return new CloudService({
    ...deps,
    reads: createCloudStore(deps.store.reader),
    kept,
    leaving: new LeavingSessions({ ...deps, endpoints }),
    caller,
    sessions: new EndpointSessions({ caller, keeper: kept, nowMs: deps.nowMs }),
    endpoints,
  });
}
