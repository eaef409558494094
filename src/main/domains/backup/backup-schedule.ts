import type { BackupSettings } from '#shared/contracts/backup.ts';
import type { Store } from '#main/db/store.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';
import { BACKUP_JOB, DRILL_JOB, PRUNE_JOB } from './backup.jobs.ts';

type Entry = {
  readonly owner: string;
  readonly title: string;
  readonly jobType: string;
  readonly input: unknown;
  readonly cron: string;
};

const BACKUPS = 'app:backup';
const OWNERS = [BACKUPS, 'app:backup-prune', 'app:backup-drill', 'app:backup-drill-daily'] as const;

/** What the clock starts of the backup, as the settings say. */
export class BackupSchedule {
  readonly #deps: { readonly store: Store; readonly scheduler: Scheduler };

  constructor(deps: { readonly store: Store; readonly scheduler: Scheduler }) {
    this.#deps = deps;
  }

  async nextBackupAt(): Promise<number | null> {
    const [entry] = await this.#deps.scheduler.list(BACKUPS);
    return entry?.isEnabled ? entry.nextRunAt : null;
  }

  async follow(settings: BackupSettings): Promise<void> {
    const wanted = entriesOf(settings);
    for (const owner of OWNERS) {
      const entry = wanted.find((one) => one.owner === owner);
      if (entry) await this.#put(entry);
      else await this.#remove(owner);
    }
  }

  async stopAll(): Promise<void> {
    for (const owner of OWNERS) await this.#remove(owner);
  }

  async #put(entry: Entry): Promise<void> {
    const { scheduler } = this.#deps;
    const [former] = await scheduler.list(entry.owner);
    if (former?.cron === entry.cron) return;
    await scheduler.put({ ...entry, ...(former ? { id: former.id } : {}) });
  }

  async #remove(owner: string): Promise<void> {
    const { store, scheduler } = this.#deps;
    if ((await scheduler.list(owner)).length === 0) return;
    await store.write({ command: 'backup.schedule', principal: 'backup' }, (tx) =>
      scheduler.removeIn(tx, owner),
    );
  }
}

function entriesOf({ rhythm, at, drills }: BackupSettings): readonly Entry[] {
  const [hour = '12', minute = '30'] = at.split(':');
  const time = `${Number(minute)} ${Number(hour)}`;
  const crons = { hourly: `${Number(minute)} * * * *`, daily: `${time} * * *`, weekly: `${time} * * 1` };
  const entries: Entry[] = [];
  if (rhythm !== 'manual') {
    entries.push({
      owner: BACKUPS,
      title: 'type_backup_create',
      jobType: BACKUP_JOB,
      input: { isScheduled: true },
      cron: crons[rhythm],
    });
  }
  entries.push({
    owner: 'app:backup-prune',
    title: 'type_backup_prune',
    jobType: PRUNE_JOB,
    input: {},
    cron: '20 14 * * *',
  });
  if (!drills) return entries;
  const drill = { title: 'type_backup_drill', jobType: DRILL_JOB };
  return [
    ...entries,
    { ...drill, owner: 'app:backup-drill-daily', input: { isWhole: false }, cron: '40 15 * * *' },
    { ...drill, owner: 'app:backup-drill', input: { isWhole: true }, cron: '10 16 1 * *' },
  ];
}
