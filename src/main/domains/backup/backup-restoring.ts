import { randomUUID } from 'node:crypto';
import type { BackupRun, BackupStatus } from '#shared/contracts/backup.ts';
import type { Unlock } from '#shared/contracts/system.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { Store } from '#main/db/store.ts';
import type { JobContext, Jobs } from '#main/engine/jobs/index.ts';
import { getBackup, restoreFile, type RestoredFile } from '#main/engine/vault/index.ts';
import { RESTORE_JOB } from './backup.jobs.ts';
import { carryStatements, endedRun, goOnStatements, readCarried } from './backup-carry.store.ts';
import type { BackupWork } from './backup-work.ts';
import type { HeldKey, StoreExchange } from './store-exchange.ts';
import type { VaultAccess } from './vault-access.ts';

export type RestoringDeps = {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly access: VaultAccess;
  readonly work: BackupWork;
  readonly exchange: StoreExchange;
  readonly nowMs: () => number;
};

/** After that long a former store is not needed any more; until then it can be put back. */
export const FORMER_KEPT_MS = 7 * 24 * 3_600_000;

/** The whole store as it was: made and proven beside the present one, which gives way when all is ready. */
export class BackupRestoring {
  readonly #deps: RestoringDeps;
  #held: { readonly token: string; readonly key: HeldKey } | null = null;

  constructor(deps: RestoringDeps) {
    this.#deps = deps;
  }

  async restore(input: { readonly sequence: number; readonly current: Unlock }): Promise<{ jobId: string }> {
    const { access, exchange, jobs } = this.#deps;
    await access.requireSetup();
    const running = (await jobs.active()).find((job) => job.type === RESTORE_JOB);
    if (running) return { jobId: running.id };
    const key = await exchange.hold(input.current);
    this.#letGo();
    const token = randomUUID();
    this.#held = { token, key };
    const jobInput = { sequence: input.sequence, token };
    const enqueued = {
      type: RESTORE_JOB,
      title: 'type_backup_restore',
      input: jobInput,
      uniqueKey: RESTORE_JOB,
    };
    return { jobId: await jobs.enqueue(enqueued) };
  }

  /** The job: everything but the exchange itself, which closes what the job runs in. */
  async run(ctx: JobContext, { sequence, token }: { readonly sequence: number; readonly token: string }) {
    const { exchange, work } = this.#deps;
    const held = this.#held?.token === token ? this.#held.key : null;
    if (!held) throw cutOff();
    const isBackedUp = await this.#backUpFirst(ctx);
    const { restored, run } = await work.begin('restore', ctx, async (begun) => {
      const file = await this.#fetch(ctx, sequence, held);
      return { restored: file, run: await this.#makeReady({ file, held, begun, isBackedUp }) };
    });
    ctx.signal.throwIfAborted();
    exchange.takePlace(restored, held, run);
    return { sequence, runId: run.id };
  }

  /** The former store again; what the restored one became is kept beside it. */
  async putBack({ current }: { readonly current: Unlock }): Promise<void> {
    const { exchange, store } = this.#deps;
    if (!(await exchange.former())) throw nothingKept();
    const held = await exchange.hold(current);
    try {
      await exchange.putBack(held, carryStatements(await readCarried(store.reader)));
    } finally {
      held.key.fill(0);
    }
  }

  async canPutBack(): Promise<BackupStatus['canPutBack']> {
    const former = await this.#deps.exchange.former();
    return former && { file: former.file, until: former.restoredAtMs + FORMER_KEPT_MS };
  }

  /** That this is asked means that the store has opened: what is left to wait for is the time. */
  async dropOutdated(): Promise<void> {
    const { exchange, nowMs } = this.#deps;
    await exchange.dropLeft();
    const former = await exchange.former();
    if (former && former.restoredAtMs + FORMER_KEPT_MS <= nowMs()) await exchange.dropFormer();
  }

  /** Goes on where none can be made: the present store is kept as a file in any case. */
  async #backUpFirst(ctx: JobContext): Promise<boolean> {
    const { settings } = await this.#deps.access.requireSetup();
    if (!settings.beforeRiskyThings) return false;
    try {
      await this.#deps.work.backUp(ctx);
      return true;
    } catch (error) {
      if (ctx.signal.aborted) throw error;
      ctx.log('warn', 'no backup was made before the restore', {
        code: isAppError(error) ? error.code : 'internal',
      });
      return false;
    }
  }

  #fetch(ctx: JobContext, sequence: number, held: HeldKey): Promise<RestoredFile> {
    const { access, exchange, work } = this.#deps;
    return access.withVault(async (vault) => {
      const entry = await getBackup(vault, sequence, ctx.signal);
      return restoreFile(vault, entry, {
        ...exchange.into(held),
        signal: ctx.signal,
        onProgress: ({ fetchedBytes, totalBytes }) => work.noteBytes(ctx, fetchedBytes, totalBytes),
      });
    }, ctx.signal);
  }

  async #makeReady(made: {
    readonly file: RestoredFile;
    readonly held: HeldKey;
    readonly begun: BackupRun;
    readonly isBackedUp: boolean;
  }): Promise<BackupRun> {
    const { store, exchange, nowMs } = this.#deps;
    const { file, held, begun, isBackedUp } = made;
    const figures = {
      sequence: file.entry.sequence,
      storeBytes: file.sizeBytes,
      rows: Object.values(file.rowCounts).reduce((sum, count) => sum + count, 0),
      isBackedUpBefore: Number(isBackedUp),
    };
    const run: BackupRun = {
      ...begun,
      outcome: 'done',
      finishedAt: nowMs(),
      bytes: file.fetchedBytes,
      figures,
    };
    const carried = endedRun(await readCarried(store.reader), run);
    await exchange.prepare(file.path, held, [...goOnStatements(nowMs()), ...carryStatements(carried)]);
    return run;
  }

  #letGo(): void {
    this.#held?.key.key.fill(0);
    this.#held = null;
  }
}

function cutOff(): AppError {
  return new AppError(
    'conflict',
    'This restore was cut off when Adiuva was closed. Nothing was changed and your workspace is safe; begin it again.',
  );
}

function nothingKept(): AppError {
  return new AppError(
    'not_found',
    'The store from before the restore is not kept any more. Nothing was changed; restore a backup instead.',
  );
}
