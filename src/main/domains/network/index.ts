/**
 * What left this machine, by whom, where to and how much; and the offline switch. The ledger is filled by
 * `engine/egress`, through which everything goes that leaves.
 */
import type { Store } from '#main/db/store.ts';
import { createGathering } from '#main/engine/gathering/index.ts';
import { NetworkService, type SwitchPort } from './network.service.ts';
import { createNetworkStore } from './network.store.ts';

export type Network = NetworkService;

export function createNetwork(deps: {
  readonly store: Store;
  /** On until `start` has read how it was left. */
  readonly offline: SwitchPort;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}): Network {
  const { store, offline, nowMs, onError } = deps;
  const rows = createGathering({ store, command: 'network.ledger', onError });
  return new NetworkService({ store, reads: createNetworkStore(store.reader), offline, rows, nowMs });
}
