import type { BackedUpItem, RestoredItems, RestorePreview } from '#shared/contracts/backup.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Page } from '#shared/contracts/common.ts';
import type { Reader, Store } from '#main/db/store.ts';
import { getBackup, type BackupEntry, type Vault } from '#main/engine/vault/index.ts';
import { compareNouns, listThen, standNow, type ItemQuery } from './backup-items.store.ts';
import { pointOf } from './backup-points.ts';
import { returnItems, type ItemRef } from './item-return.ts';
import type { VaultAccess } from './vault-access.ts';

/** A backup as a store that can only be read, brought to the schema of now. Gone with `close`. */
export type OpenCopy = { readonly reader: Reader; close(): Promise<void> };

export type ReadingDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly access: VaultAccess;
  readonly openCopy: (vault: Vault, entry: BackupEntry, signal: AbortSignal) => Promise<OpenCopy>;
};

type Opened = { readonly copy: OpenCopy; readonly entry: BackupEntry };

/** A person looks around in a backup for a while; opening one takes seconds. */
const KEPT_MS = 10 * 60_000;

/** Looks into backups: what a restore would change, and single items as they were. One is open at a time. */
export class BackupReading {
  readonly #deps: ReadingDeps;
  #open: {
    readonly sequence: number;
    readonly opened: Promise<Opened>;
    readonly end: AbortController;
  } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: ReadingDeps) {
    this.#deps = deps;
  }

  preview(sequence: number, signal?: AbortSignal): Promise<RestorePreview> {
    return this.#with(sequence, async ({ copy, entry }) => {
      const { deviceId } = await this.#deps.access.requireSetup();
      const nouns = await compareNouns(this.#deps.store.reader, copy.reader, signal);
      return { point: pointOf(entry, deviceId), nouns };
    });
  }

  items({ sequence, ...query }: ItemQuery & { readonly sequence: number }): Promise<Page<BackedUpItem>> {
    return this.#with(sequence, async ({ copy }) => {
      const page = await listThen(copy.reader, query);
      return { ...page, items: await standNow(this.#deps.store.reader, query.kind, page.items) };
    });
  }

  restoreItems(input: {
    readonly sequence: number;
    readonly items: readonly ItemRef[];
  }): Promise<RestoredItems> {
    return this.#with(input.sequence, ({ copy }) => returnItems(this.#deps, copy.reader, input.items));
  }

  /** The copy goes. */
  close(): Promise<void> {
    this.#open?.end.abort();
    return this.#inTurn(() => this.#closeNow());
  }

  /** One after the other: whoever asks for another point in time waits until nobody reads the present one. */
  #with<T>(sequence: number, work: (opened: Opened) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      if (this.#timer) clearTimeout(this.#timer);
      try {
        return await work(await this.#opened(sequence));
      } finally {
        this.#timer = setTimeout(() => void this.close(), KEPT_MS).unref();
      }
    });
  }

  async #opened(sequence: number): Promise<Opened> {
    if (this.#open?.sequence !== sequence) {
      await this.#closeNow();
      const end = new AbortController();
      this.#open = { sequence, end, opened: this.#fetch(sequence, end.signal) };
    }
    try {
      return await this.#open.opened;
    } catch (error) {
      this.#open = null;
      throw error;
    }
  }

  #fetch(sequence: number, signal: AbortSignal): Promise<Opened> {
    return this.#deps.access.withVault(async (vault) => {
      const entry = await getBackup(vault, sequence, signal);
      return { entry, copy: await this.#deps.openCopy(vault, entry, signal) };
    }, signal);
  }

  async #closeNow(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (this.#timer) clearTimeout(this.#timer);
    open?.end.abort();
    const opened = await open?.opened.catch(() => null);
    await opened?.copy.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
