import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Datasets } from '#main/domains/datasets/index.ts';
import { createSpareContent } from '#main/domains/exports/index.ts';
import type { Imports } from '#main/domains/imports/index.ts';
import type { Notes } from '#main/domains/notes/index.ts';
import type { Search } from '#main/domains/search/index.ts';
import type { SettingsDomain } from '#main/domains/settings/index.ts';
import { createTrash } from '#main/domains/trash/index.ts';
import { createUpkeep } from '#main/engine/upkeep/index.ts';

type Base = { readonly store: Store; readonly clock: Clock; readonly ids: IdSource };

export type CareParts = {
  readonly nouns: { readonly notes: Notes; readonly settings: SettingsDomain };
  readonly search: Search;
  readonly imports: Imports;
  readonly datasets: Datasets;
  readonly beforeRisk: () => Promise<unknown>;
  readonly onError: (error: unknown, where: string) => void;
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What removes, in time, what nobody needs any more. */
export function createCare(base: Base, parts: CareParts) {
  const { nouns, search, imports, datasets, beforeRisk, onError } = parts;
  const forget = () => void search.forget().catch((error: unknown) => onError(error, 'search'));
  const trash = createTrash({
    ...base,
    settings: () => nouns.settings.get(),
    beforeMuch: beforeRisk,
    // Goes on after the answer: the rows and their log entries are gone by then.
    onPurged: forget,
  });
  const retention = createUpkeep({
    async look() {
      await trash.purgeExpired();
      const { trashRetentionDays } = await nouns.settings.get();
      const expiredMs = base.clock.nowMs() - trashRetentionDays * DAY_MS;
      if (trashRetentionDays > 0) await datasets.definitions.purgeExpired(expiredMs);
      // Also where nothing expired: of words that were replaced, and of a purge that was cut off, numbers are left.
      forget();
    },
    firstMs: 10 * MINUTE_MS,
    onError: (error) => onError(error, 'trash'),
  });
  const spareContent = createSpareContent({
    store: base.store,
    nowMs: () => base.clock.nowMs(),
    underWay: () => [...imports.uploadsUnderWay(), ...nouns.notes.attachments.underWay()],
  });
  const tidying = createUpkeep({
    look: (signal) => spareContent.collect(signal),
    // After a start, when jobs have taken up what was left, and not before a short command has long ended.
    firstMs: MINUTE_MS,
    onError: (error) => onError(error, 'tidy'),
  });
  return { trash, retention, spareContent, tidying };
}
