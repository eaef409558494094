import { and, asc, eq, isNotNull, lte, min } from 'drizzle-orm';
import type { Schedule } from '#shared/contracts/jobs.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { schedules } from '#main/db/tables/jobs.ts';

export type ScheduleRow = typeof schedules.$inferSelect;

export function toSchedule(row: ScheduleRow): Schedule {
  const { createdAt: _created, updatedAt: _updated, ...schedule } = row;
  return schedule;
}

export async function listSchedules(reader: Reader, owner?: string): Promise<readonly ScheduleRow[]> {
  return reader
    .select()
    .from(schedules)
    .where(owner === undefined ? undefined : eq(schedules.owner, owner))
    .orderBy(asc(schedules.owner), asc(schedules.title), asc(schedules.id));
}

export async function findSchedule(reader: Reader, id: string): Promise<ScheduleRow | undefined> {
  const [row] = await reader.select().from(schedules).where(eq(schedules.id, id));
  return row;
}

export async function listDueSchedules(reader: Reader, nowMs: number): Promise<readonly ScheduleRow[]> {
  return reader
    .select()
    .from(schedules)
    .where(and(eq(schedules.isEnabled, true), lte(schedules.nextRunAt, nowMs)))
    .orderBy(asc(schedules.nextRunAt), asc(schedules.id));
}

export async function nextScheduleAt(reader: Reader): Promise<number | null> {
  const [row] = await reader
    .select({ next: min(schedules.nextRunAt) })
    .from(schedules)
    .where(and(eq(schedules.isEnabled, true), isNotNull(schedules.nextRunAt)));
  return row?.next ?? null;
}

export function putSchedule(tx: Writer, row: Omit<ScheduleRow, 'createdAt' | 'updatedAt'>): void {
  tx.run({
    sql: `INSERT INTO schedules (id, owner, title, job_type, cron, time_zone, input, is_enabled, last_run_at,
            last_outcome, last_job_id, next_run_at, created_at, updated_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, title = excluded.title,
            job_type = excluded.job_type, cron = excluded.cron, time_zone = excluded.time_zone,
            input = excluded.input, is_enabled = excluded.is_enabled, last_run_at = excluded.last_run_at,
            last_outcome = excluded.last_outcome, last_job_id = excluded.last_job_id,
            next_run_at = excluded.next_run_at, updated_at = excluded.updated_at`,
    params: [
      row.id,
      row.owner,
      row.title,
      row.jobType,
      row.cron,
      row.timeZone,
      JSON.stringify(row.input ?? null),
      row.isEnabled ? 1 : 0,
      row.lastRunAt,
      row.lastOutcome,
      row.lastJobId,
      row.nextRunAt,
      tx.nowMs,
      tx.nowMs,
    ],
  });
  tx.touch('schedule', [row.id]);
}

export function dropSchedules(tx: Writer, ids: readonly string[]): void {
  tx.run({ sql: 'DELETE FROM schedules WHERE id = ?', paramsList: ids.map((id) => [id]) });
  tx.touch('schedule', ids);
}
