import { ITEM_KINDS, type Page } from '#shared/contracts/common.ts';
import type { TrashItem, TrashListInput, TrashRef } from '#shared/contracts/trash.ts';
import { AppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { kindsOverFifth, purgeIn } from './trash-purge.ts';
import type { PurgeStore } from './trash-purge.store.ts';
import type { TrashedRow, TrashReads } from './trash.store.ts';

export type TrashDeps = {
  readonly store: Store;
  readonly readsOf: (reader: Reader) => TrashReads;
  readonly purging: PurgeStore;
  readonly clock: Clock;
  readonly settings: () => Promise<{ readonly trashRetentionDays: number }>;
  /** Waited for before the trash is emptied or much of a kind goes: a backup may be made first. */
  readonly beforeMuch: () => Promise<unknown>;
  /** Called when items were removed for good, so that derived data can forget their words too. */
  readonly onPurged: () => void;
};

export type PurgeInput = {
  readonly items?: readonly TrashRef[] | undefined;
  readonly all?: boolean | undefined;
  readonly confirmCount?: number | undefined;
};
export type Restored = {
  /** All items that came back. */
  readonly restored: number;
  /** Those among them that were not named: what they belong to, and what had gone to the trash with them. */
  readonly alsoRestored: readonly (TrashRef & { readonly title: string })[];
  readonly changeSetId: number | null;
};

const DAY_MS = 86_400_000;

/** Deleted items: listed, brought back, and removed for good by hand or after the time in the settings. */
export class TrashService {
  readonly #deps: TrashDeps;
  readonly #reads: TrashReads;

  constructor(deps: TrashDeps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  async list(input: TrashListInput): Promise<Page<TrashItem>> {
    const { trashRetentionDays } = await this.#deps.settings();
    const { rows, nextCursor, total } = await this.#reads.list(input);
    const items = rows.map((row) => ({
      ...row,
      purgeAfter: trashRetentionDays > 0 ? row.deletedAt + trashRetentionDays * DAY_MS : null,
    }));
    return { items, nextCursor, total };
  }

  async restore(items: readonly TrashRef[]): Promise<Restored> {
    const { value, changeSetId } = await this.#deps.store.write(
      { command: 'trash.restore', params: await this.#naming(items) },
      async (tx) => {
        const rows = await this.#withRelated(tx, items);
        for (const kind of ITEM_KINDS) {
          const changes = rows
            .filter((row) => row.kind === kind)
            .map((row) => ({ id: row.id, patch: { deletedAt: null } }));
          await tx.update(kind, changes);
        }
        return rows;
      },
    );
    if (value.length === 0) throw notInTrash();
    const named = new Set(items.map((item) => item.id));
    const alsoRestored = value
      .filter((row) => !named.has(row.id))
      .map(({ kind, id, title }) => ({ kind, id, title }));
    return { restored: value.length, alsoRestored, changeSetId };
  }

  /** Removes for good: the content leaves the log and the search index too, and no undo brings it back. */
  async purge({ items, all, confirmCount }: PurgeInput): Promise<{ readonly purged: number }> {
    // Outside of the transaction: a backup cannot be made while one is open.
    if (await this.#isMuch({ items, all, confirmCount })) await this.#deps.beforeMuch();
    const purged = await this.#purge(async (reads) => {
      const found = all ? await reads.findAll() : await reads.find(items ?? []);
      if (found.length === 0 && !all) throw notInTrash();
      const kinds = await kindsOverFifth(reads, found);
      if (kinds.length > 0 && confirmCount !== found.length) throw needsConfirming(found);
      return found;
    });
    return { purged };
  }

  /**
   * Removes what has lain in the trash for longer than the settings say. A kind of which that would be more than a
   * fifth is left for the person to decide.
   */
  async purgeExpired(): Promise<{ readonly purged: number; readonly heldBack: number }> {
    const before = await this.#expiredBefore();
    if (before === null) return { purged: 0, heldBack: 0 };
    let heldBack = 0;
    const purged = await this.#purge(async (reads) => {
      const { due, held } = await splitExpired(reads, before);
      heldBack = held.length;
      return due;
    });
    return { purged, heldBack };
  }

  /** What is past its time and was left for the person to decide, as it would be too much of its kind at once. */
  async listHeldBack(): Promise<readonly (TrashRef & { readonly title: string })[]> {
    const before = await this.#expiredBefore();
    if (before === null) return [];
    const { held } = await splitExpired(this.#reads, before);
    return held.map(({ kind, id, title }) => ({ kind, id, title }));
  }

  /** What will be refused for want of a confirmation does not count. */
  async #isMuch({ items, all, confirmCount }: PurgeInput): Promise<boolean> {
    const found = all ? await this.#reads.findAll() : await this.#reads.find(items ?? []);
    if (found.length === 0) return false;
    const kinds = await kindsOverFifth(this.#reads, found);
    return kinds.length > 0 ? confirmCount === found.length : all === true;
  }

  async #expiredBefore(): Promise<number | null> {
    const { trashRetentionDays } = await this.#deps.settings();
    return trashRetentionDays === 0 ? null : this.#deps.clock.nowMs() - trashRetentionDays * DAY_MS;
  }

  async #purge(choose: (reads: TrashReads) => Promise<readonly TrashedRow[]>): Promise<number> {
    const { store, readsOf, purging, onPurged } = this.#deps;
    // Not one of the person's undoable commands: there is nothing left to bring back.
    const { value } = await store.write({ command: 'trash.purge', principal: 'trash' }, async (tx) => {
      const items = await choose(readsOf(tx));
      return items.length === 0 ? 0 : purgeIn(tx, items, { readsOf, purging });
    });
    if (value > 0) onPurged();
    return value;
  }

  /** The items, what they belong to, and what went to the trash with them. */
  async #withRelated(tx: Writer, items: readonly TrashRef[]): Promise<readonly TrashedRow[]> {
    const reads = this.#deps.readsOf(tx);
    const found = new Map<string, TrashedRow>();
    const named = await reads.find(items);
    const below = [...named];
    for (let row = below.pop(); row; row = below.pop()) {
      if (found.has(row.id)) continue;
      found.set(row.id, row);
      below.push(...(await reads.findContents(row)));
    }
    const above = [...found.values()];
    for (let row = above.pop(); row; row = above.pop()) {
      found.set(row.id, row);
      above.push(...(await reads.findParents(row)).filter((parent) => !found.has(parent.id)));
    }
    return [...found.values()];
  }

  async #naming(items: readonly TrashRef[]): Promise<Record<string, string | number>> {
    if (items.length !== 1) return { count: items.length };
    const [row] = await this.#reads.find(items);
    return { count: 1, title: row?.title ?? '' };
  }
}

type Expired = { readonly due: readonly TrashedRow[]; readonly held: readonly TrashedRow[] };

async function splitExpired(reads: TrashReads, before: number): Promise<Expired> {
  const expired = await reads.findAll(before);
  const kinds = new Set(await kindsOverFifth(reads, expired));
  return {
    due: expired.filter((item) => !kinds.has(item.kind)),
    held: expired.filter((item) => kinds.has(item.kind)),
  };
}

function notInTrash(): AppError {
  return new AppError('not_found', 'This is no longer in the trash. Nothing was changed.');
}

function needsConfirming(items: readonly TrashedRow[]): AppError {
  const counts = Object.fromEntries(
    [...Map.groupBy(items, (item) => item.kind)].map(([kind, rows]) => [kind, rows.length]),
  );
  return new AppError(
    'conflict',
    `This removes ${items.length} items for good, more than a fifth of all that there are of a kind, and cannot be undone. Nothing was removed yet; confirm the number to go on.`,
    { details: { confirmCount: items.length, ...counts } },
  );
}
