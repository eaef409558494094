import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { targetOf } from './http-exchange.ts';
import { isAllowed, isConfigured, type Permit } from './permit.ts';
import type { CheckedAddress } from './resolve.ts';

/** Below the five seconds after which common servers close; a server that says less in its answer is believed. */
const IDLE_MS = 4_000;
/** As many calls as may be under way to one provider: fewer, and a run of many closes and opens all the time. */
const MOST_IDLE = 64;

/** Where a request wants to go, and by whose leave. */
export type Going = {
  readonly url: URL;
  readonly permit: Permit;
  readonly trustedCertificate: string | null;
};

/** A connection's address, and what opens it or has it open already. */
export type Way = { readonly to: CheckedAddress; readonly agent: Agent };

type Kept = Way & { readonly leaves: boolean; isOver: boolean };

/**
 * Connections that stay open for a few seconds after an answer, for permits that say so. Each belongs to the address
 * that was checked when it was opened, and is given only to who may go there the same way: what was let through
 * because somebody typed it in serves nobody who may reach public addresses alone.
 */
export class KeptConnections {
  readonly #kept = new Map<string, Kept>();
  #watched: AbortSignal | null = null;

  /** An open connection that a request may take. Must be used at once: it may close when the event loop turns. */
  find(going: Going): Way | undefined {
    if (going.permit.keepsOpen !== true || !isAllowed(going.permit, targetOf(going.url))) return undefined;
    const kept = this.#kept.get(keyOf(going));
    return kept !== undefined && hasIdle(kept) ? kept : undefined;
  }

  /** What opens a new connection to an address that was just checked. `ended` closes those that leave this machine. */
  open(going: Going, to: CheckedAddress, ended: AbortSignal): Way {
    this.#watch(ended);
    const key = keyOf(going);
    const former = this.#kept.get(key);
    // What is idle in there was not fit to be found: it must not be taken for the new one.
    if (former?.to.address === to.address && idleOf(former).length === 0) return former;
    if (former !== undefined) close(former);
    const kept = keptTo(to, going);
    this.#kept.set(key, kept);
    return kept;
  }

  /** Closes what is idle now, and the rest as soon as its answer is there. */
  close(which: 'all' | 'leaving'): void {
    for (const [key, kept] of this.#kept) {
      if (which === 'leaving' && !kept.leaves) continue;
      this.#kept.delete(key);
      close(kept);
    }
  }

  #watch(ended: AbortSignal): void {
    if (ended === this.#watched) return;
    this.#watched = ended;
    ended.addEventListener('abort', () => this.close('leaving'), { once: true });
  }
}

function keyOf({ url, permit, trustedCertificate }: Going): string {
  const isTyped = isConfigured(permit, targetOf(url));
  return JSON.stringify([url.origin, isTyped, permit.isThisMachineOnly === true, trustedCertificate]);
}

function keptTo(to: CheckedAddress, { url, permit }: Going): Kept {
  const options = { keepAlive: true, maxFreeSockets: MOST_IDLE, timeout: IDLE_MS };
  const agent = url.protocol === 'https:' ? new SecureAgent(options) : new Agent(options);
  const kept: Kept = { to, agent, leaves: permit.isThisMachineOnly !== true, isOver: false };
  // Its answer is what decides, though the type says that it has none.
  const decide = agent.keepSocketAlive.bind(agent) as unknown as (socket: Duplex) => boolean;
  agent.keepSocketAlive = (socket) => !kept.isOver && decide(socket);
  return kept;
}

function idleOf({ agent }: Way): readonly Duplex[] {
  return Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []);
}

function hasIdle(way: Way): boolean {
  const idle = idleOf(way);
  return idle.length > 0 && idle.every((socket) => !socket.destroyed && socket.writable);
}

function close(kept: Kept): void {
  kept.isOver = true;
  for (const socket of idleOf(kept)) socket.destroy();
}
