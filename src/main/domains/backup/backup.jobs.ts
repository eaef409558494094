import { z } from 'zod';
import { verifyInputSchema } from '#shared/contracts/backup.ts';
import { defineJob, type JobContext, type JobDefinition } from '#main/engine/jobs/index.ts';
import { isUnsent } from '#main/engine/outbox/index.ts';
import type { BackupRestoring } from './backup-restoring.ts';
import type { BackupRotating } from './backup-rotating.ts';
import type { BackupWork } from './backup-work.ts';

export const BACKUP_JOB = 'backup.create';
export const VERIFY_JOB = 'backup.verify';
export const DRILL_JOB = 'backup.drill';
export const PRUNE_JOB = 'backup.prune';
export const RESTORE_JOB = 'backup.restore';
export const ROTATE_JOB = 'backup.rotate';

/** One after the other: two pieces of work on one vault would only wait for each other's list. */
const VAULT = { key: 'backup-vault' };

export const backupJobInputSchema = z.object({ isScheduled: z.boolean().default(false) });
export const drillJobInputSchema = z.object({ isWhole: z.boolean() });
/** `token` names the key that is held in memory: a job of a process that ended finds none, and says so. */
export const restoreJobInputSchema = z.object({ sequence: z.int().positive(), token: z.string() });
const nothing = z.object({});

/** What a drill of a part reads each day: in a month every pack was opened about once. */
export const DAILY_SHARE = 0.03;

/** The durable jobs of the backup. What one has sent stays sent: a turn that was cut off is taken up from there. */
export function backupJobs(
  work: () => BackupWork,
  restoring: () => BackupRestoring,
  rotating: () => BackupRotating,
): readonly JobDefinition<never>[] {
  const resource = () => VAULT;
  const jobs = [
    defineJob({
      type: BACKUP_JOB,
      input: backupJobInputSchema,
      resource,
      // It waits in the queue then, which tries it again.
      retries: (error) => !isUnsent(error),
      run: async (ctx: JobContext, { isScheduled }) => {
        if (isScheduled) await work().waitWhileMetered(ctx);
        return { sequence: (await work().backUp(ctx)).sequence };
      },
    }),
    defineJob({
      type: VERIFY_JOB,
      input: verifyInputSchema,
      resource,
      run: async (ctx: JobContext, input) => resultOf(await work().verify(ctx, input)),
    }),
    defineJob({
      type: DRILL_JOB,
      input: drillJobInputSchema,
      resource,
      run: async (ctx: JobContext, { isWhole }) =>
        resultOf(await (isWhole ? work().drill(ctx) : work().drillSample(ctx, DAILY_SHARE))),
    }),
    defineJob({
      type: PRUNE_JOB,
      input: nothing,
      resource,
      run: async (ctx) => resultOf(await work().prune(ctx)),
    }),
    defineJob({
      type: RESTORE_JOB,
      input: restoreJobInputSchema,
      resource,
      run: async (ctx: JobContext, input) => restoring().run(ctx, input),
    }),
    defineJob({
      type: ROTATE_JOB,
      input: nothing,
      resource,
      run: async (ctx) => resultOf(await rotating().run(ctx)),
    }),
  ];
  return jobs as unknown as readonly JobDefinition<never>[]; // the engine parses by each definition's own schema
}

function resultOf({ id, bytes, figures, damaged }: Awaited<ReturnType<BackupWork['verify']>>) {
  return { runId: id, bytes, figures, damaged };
}
