import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { giveBack, type PackEntry } from './format/index.ts';
import type { SealedPack } from './pipeline/index.ts';
import type { Vault } from './vault.ts';
import { nameOf } from './vault-objects.ts';

export type SendingOptions = {
  readonly signal?: AbortSignal;
  /** Packs on their way at once. */
  readonly parallel?: number;
  /** A pack has arrived. */
  readonly onSent?: (pack: PackEntry) => void;
};

/** Packs on their way to the target. Each is noted when it has arrived, so that it need not be sent twice. */
export type Sending = {
  /** Resolves when the pack is on its way or waits on this disk; it waits itself only where there is no room for that. */
  send(pack: SealedPack): Promise<void>;
  /** Resolves when all have arrived. */
  done(): Promise<void>;
  /** Begins nothing more and waits for what is under way, whatever comes of it. */
  settle(): Promise<void>;
};

const PARALLEL = 3;
/** A target that keeps up frees a place within so long; to write a pack to this disk first would only delay it. */
const PATIENCE_MS = 250;
/** What a backup left here longer ago than this is read from the store anew: it has changed since. */
const MOST_AGE_MS = 24 * 60 * 60 * 1000;

export function createSending(vault: Vault, options: SendingOptions = {}): Sending {
  return new PackSending(vault, options);
}

/** Sends what a backup that was cut off had sealed and could not send any more. */
export async function sendLeft(vault: Vault, options: SendingOptions): Promise<void> {
  const { spool } = vault.state;
  const left = await spool.left();
  const arrived = new Set((await vault.state.sentPacks()).map(({ pack }) => pack.packId));
  const oldestMs = vault.deps.clock.nowMs() - MOST_AGE_MS;
  const wanted = left.filter(
    ({ generation, atMs, pack }) =>
      generation === vault.keys.generation && atMs >= oldestMs && !arrived.has(pack.packId),
  );
  const sending = new PackSending(vault, options);
  try {
    for (const { pack } of wanted) sending.take(pack, 'left');
    await sending.done();
  } finally {
    await sending.settle();
  }
  await spool.clear();
}

class PackSending implements Sending {
  readonly #vault: Vault;
  readonly #options: SendingOptions;
  readonly #parallel: number;
  readonly #underWay = new Set<Promise<void>>();
  /** Those that lie in the spool. */
  readonly #waiting: (() => Promise<void>)[] = [];
  #failure: { readonly error: unknown } | null = null;
  #isSettling = false;

  constructor(vault: Vault, options: SendingOptions) {
    this.#vault = vault;
    this.#options = options;
    this.#parallel = options.parallel ?? PARALLEL;
  }

  async send(pack: SealedPack): Promise<void> {
    const direct = (): Promise<void> => this.#put(pack.entry, pack.object.bytes);
    if (this.#isFull() && this.#waiting.length === 0) await this.#patience();
    if (this.#isFull() && (await this.#keep(pack))) return this.take(pack.entry, 'own');
    while (this.#isFull()) await Promise.race(this.#underWay);
    this.#check();
    this.#start(direct);
  }

  /** Sends what lies in the spool, when there is a place. */
  take(pack: PackEntry, whose: 'own' | 'left'): void {
    this.#waiting.push(() => this.#putSpooled(pack, whose));
    this.#fill();
  }

  async done(): Promise<void> {
    while (this.#underWay.size > 0) {
      await Promise.race(this.#underWay);
      this.#check();
    }
    this.#check();
  }

  async settle(): Promise<void> {
    this.#isSettling = true;
    await Promise.all(this.#underWay);
  }

  #isFull(): boolean {
    this.#check();
    return this.#underWay.size >= this.#parallel;
  }

  async #patience(): Promise<void> {
    const over = new AbortController();
    const late = sleep(PATIENCE_MS, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([...this.#underWay, late]);
    over.abort();
  }

  #keep(pack: SealedPack): Promise<boolean> {
    const { keys, deps, state } = this.#vault;
    return state.spool.keep(pack, { generation: keys.generation, atMs: deps.clock.nowMs() });
  }

  async #putSpooled(pack: PackEntry, whose: 'own' | 'left'): Promise<void> {
    const bytes = await this.#vault.state.spool.read(pack);
    if (bytes) await this.#put(pack, bytes);
    else if (whose === 'own') throw lostHere();
    await this.#vault.state.spool.drop(pack.packId);
  }

  async #put(pack: PackEntry, bytes: Uint8Array): Promise<void> {
    const { keys, deps, state } = this.#vault;
    await deps.target.put(nameOf(this.#vault, 'pack', pack.packId), bytes, { signal: this.#options.signal });
    giveBack(bytes);
    await state.noteSent({ generation: keys.generation, atMs: deps.clock.nowMs(), pack });
    this.#options.onSent?.(pack);
  }

  #start(put: () => Promise<void>): void {
    const turn: Promise<void> = put()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#underWay.delete(turn);
        this.#fill();
      });
    this.#underWay.add(turn);
  }

  #fill(): void {
    while (!this.#isSettling && !this.#failure && this.#underWay.size < this.#parallel) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#start(next);
    }
  }

  #check(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

function lostHere(): AppError {
  return new AppError(
    'file_unreadable',
    'A part of the backup that waited on this disk to be sent could not be read any more. Your workspace and earlier backups are safe; back up again.',
  );
}
