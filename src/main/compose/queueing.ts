import { networkInterfaces } from 'node:os';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { OfflineSwitch } from '#main/engine/egress/index.ts';
import { Outbox } from '#main/engine/outbox/index.ts';
import { createUpkeep } from '#main/engine/upkeep/index.ts';

export type Queueing = {
  readonly outbox: Outbox;
  /** Looks for what is due from now on, and for a network that is back. */
  start(): void;
  /** Lets go of what is being sent; before whoever sends it ends. */
  stop(): Promise<void>;
};

export type QueueingDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly offline: OfflineSwitch;
  readonly onError: (error: unknown) => void;
};

const LOOK_MS = 15_000;

/** The queue of what could not be sent, and what tells it that the network is back. */
export function createQueueing({ store, clock, ids, offline, onError }: QueueingDeps): Queueing {
  const outbox = new Outbox({
    store,
    ids,
    nowMs: () => clock.nowMs(),
    isOffline: () => offline.isOn(),
    hasNetwork: () => outwardAddresses() !== '',
    onError,
  });
  // What a process before this one could not send is tried anew with the first look.
  let addresses = '';
  const looking = createUpkeep({
    firstMs: LOOK_MS,
    everyMs: LOOK_MS,
    onError,
    look() {
      const former = addresses;
      addresses = outwardAddresses();
      const isAnother = addresses !== '' && addresses !== former;
      return isAnother ? outbox.networkReturned() : outbox.look();
    },
  });
  let stopListening: (() => void) | undefined;
  return {
    outbox,
    start() {
      stopListening = offline.onOff(() => void outbox.networkReturned().catch(onError));
      looking.start();
    },
    async stop() {
      stopListening?.();
      await outbox.close();
      await looking.stop();
    },
  };
}

/** Addresses of this machine that lead out of it; others than before mean another network. */
function outwardAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((own) => own ?? []);
  return all
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .toSorted()
    .join(' ');
}
