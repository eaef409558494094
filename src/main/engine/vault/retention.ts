import { AppError } from '#shared/errors.ts';

/** How many backups of a device are kept: the newest ones, and the last one of each day, week and month. */
export type RetentionPolicy = {
  readonly keepLast: number;
  readonly keepDaily: number;
  readonly keepWeekly: number;
  readonly keepMonthly: number;
};

/** What the choice needs to know of a backup. */
export type RetainedBackup = {
  readonly sequence: number;
  readonly createdAtMs: number;
  readonly deviceId: string;
};

const DAY_MS = 86_400_000;
/** The epoch was a Thursday; weeks begin on Monday (ISO 8601). */
const EPOCH_WEEKDAY = 3;

/** Refuses a policy that would keep nothing: a slip in a setting must not empty a vault. */
export function requirePolicy(policy: RetentionPolicy): void {
  const counts = [policy.keepLast, policy.keepDaily, policy.keepWeekly, policy.keepMonthly];
  if (counts.every((count) => Number.isSafeInteger(count) && count >= 0) && counts.some((count) => count > 0))
    return;
  throw new AppError(
    'invalid_input',
    'These rules would keep no backup at all. Nothing was removed; keep at least one.',
  );
}

/**
 * Splits backups into those to keep and those to drop, each device by itself. Order is that of the vault and
 * not of the clocks, and days are counted as the backups say them, never from today: a clock that is wrong by
 * weeks shifts names of days and costs no backup. The last backup of a device always stays.
 */
export function planRetention<B extends RetainedBackup>(
  backups: readonly B[],
  policy: RetentionPolicy,
): { readonly keep: readonly B[]; readonly drop: readonly B[] } {
  requirePolicy(policy);
  const kept = new Set<number>();
  for (const ofDevice of Map.groupBy(backups, (backup) => backup.deviceId).values()) {
    const newestFirst = ofDevice.toSorted((a, b) => b.sequence - a.sequence);
    for (const { sequence } of newestFirst.slice(0, Math.max(1, policy.keepLast))) kept.add(sequence);
    keepOfEach(newestFirst, { count: policy.keepDaily, of: dayOf }, kept);
    keepOfEach(newestFirst, { count: policy.keepWeekly, of: weekOf }, kept);
    keepOfEach(newestFirst, { count: policy.keepMonthly, of: monthOf }, kept);
  }
  return {
    keep: backups.filter((backup) => kept.has(backup.sequence)),
    drop: backups.filter((backup) => !kept.has(backup.sequence)),
  };
}

type Spans = { readonly count: number; readonly of: (createdAtMs: number) => number };

/** Keeps the newest backup of each of the newest so many spans. */
function keepOfEach(newestFirst: readonly RetainedBackup[], spans: Spans, kept: Set<number>): void {
  const seen = new Set<number>();
  for (const { sequence, createdAtMs } of newestFirst) {
    if (seen.size >= spans.count) return;
    const span = spans.of(createdAtMs);
    if (seen.has(span)) continue;
    seen.add(span);
    kept.add(sequence);
  }
}

function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS);
}

function weekOf(atMs: number): number {
  return Math.floor((dayOf(atMs) + EPOCH_WEEKDAY) / 7);
}

function monthOf(atMs: number): number {
  const date = new Date(atMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
