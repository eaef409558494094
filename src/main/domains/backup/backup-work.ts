import type { BackupRun, BackupRunKind, Retention } from '#shared/contracts/backup.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { JobContext } from '#main/engine/jobs/index.ts';
import {
  createBackup,
  hashTables,
  pruneVault,
  readHead,
  verifyVault,
  type BackupEntry,
  type BackupSource,
  type CreateOptions,
  type DrillOptions,
  type DrillReport,
  type OpenedBackup,
  type TableContent,
  type Vault,
} from '#main/engine/vault/index.ts';
import type { BackupProgressBoard } from './backup-progress.ts';
import { putRun } from './backup.store.ts';
import type { VaultAccess } from './vault-access.ts';

/** What a restored copy has to say of itself beside its tables: does the app work on it as on the live store? */
export type DrillChecks = {
  readonly searchesSame: number;
  readonly searchesAsked: number;
  readonly attachmentsSame: number;
  readonly attachmentsAsked: number;
};

export type BackupWorkDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly access: VaultAccess;
  readonly board: BackupProgressBoard;
  readonly source: BackupSource;
  /** Told of each run that ended, in the transaction that says so. */
  readonly endedIn: (tx: Writer, run: BackupRun, error: unknown) => void;
  /** Restores into a copy that is thrown away: `drillBackup` with what only the opener of the store has. */
  readonly drill: (
    vault: Vault,
    entry: BackupEntry,
    options: Omit<DrillOptions, 'driver' | 'parentFolder'>,
  ) => Promise<DrillReport>;
  /** Opens the app's own core on a restored copy and compares what it answers with the live store. */
  readonly checkCopy: (opened: OpenedBackup, signal: AbortSignal) => Promise<DrillChecks>;
};

/** What a piece of work reports when it went well. */
type Report = Partial<Pick<BackupRun, 'bytes' | 'figures' | 'share' | 'damaged'>>;

export type RunContext = Pick<JobContext, 'jobId' | 'signal' | 'progress'>;

const MOST_NAMES = 100;
const METERED_WAIT_MS = 10 * 60_000;
const NEVER = new AbortController().signal;

/** The pieces of work on a vault. Each leaves a run behind that says how it went, however it went. */
export class BackupWork {
  readonly #deps: BackupWorkDeps;

  constructor(deps: BackupWorkDeps) {
    this.#deps = deps;
  }

  /** What the clock began may wait until sending costs nothing; what a person began does not. */
  async waitWhileMetered(ctx: Pick<JobContext, 'sleep'>): Promise<void> {
    const { access, board } = this.#deps;
    for (let turn = 0; board.isMetered === true; turn += 1) {
      const { settings } = await access.requireSetup();
      if (!settings.pausesWhenMetered) return;
      await ctx.sleep(`metered-${turn}`, METERED_WAIT_MS);
    }
  }

  backUp(ctx: RunContext): Promise<BackupEntry> {
    return this.#run('backup', ctx, async () => {
      const { access, source } = this.#deps;
      const entry = await access.withVault(
        (vault) => createBackup(vault, source, this.sending(ctx)),
        ctx.signal,
      );
      return { value: entry, report: sentOf(entry) };
    });
  }

  /** How what is sent is told and ended. */
  sending(ctx: RunContext): Pick<CreateOptions, 'signal' | 'onProgress'> {
    return {
      signal: ctx.signal,
      onProgress: ({ sentPages, totalPages, sentBytes }) => {
        ctx.progress(sentPages, totalPages || null);
        this.#deps.board.note(sentBytes, null);
      },
    };
  }

  verify(
    ctx: RunContext,
    options: { readonly readData: boolean; readonly sample: number },
  ): Promise<BackupRun> {
    return this.perform('verify', ctx, async () => {
      const found = await this.#deps.access.withVault(async (vault) => {
        const report = await verifyVault(vault, {
          ...options,
          signal: ctx.signal,
          onProgress: ({ doneBytes, totalBytes }) => this.noteBytes(ctx, doneBytes, totalBytes),
        });
        const { head } = await readHead(vault, ctx.signal);
        return { ...report, newestSequence: head.backups.at(-1)?.sequence ?? 0 };
      }, ctx.signal);
      const { backups, packs, packsRead, problems, brokenBackups, newestSequence } = found;
      const isNewestBroken = brokenBackups.includes(newestSequence);
      return {
        bytes: found.bytesRead,
        share: options.readData ? options.sample : 0,
        figures: {
          backups,
          packs,
          packsRead,
          problems: problems.length,
          brokenBackups: brokenBackups.length,
          isNewestBroken: Number(isNewestBroken),
        },
        damaged: problems.slice(0, MOST_NAMES).map(({ object, reason }) => `${object} (${reason})`),
      };
    });
  }

  /** A new backup first, so that what is compared is the same moment on both sides; then all of it comes back. */
  drill(ctx: RunContext): Promise<BackupRun> {
    return this.perform('drill', ctx, async () => {
      const { access, source, drill, checkCopy } = this.#deps;
      let checks: DrillChecks | null = null;
      const report = await access.withVault(async (vault) => {
        let expected: readonly TableContent[] = [];
        const entry = await createBackup(vault, source, {
          signal: ctx.signal,
          beside: async ({ rows }) => {
            expected = await hashTables(rows, ctx.signal);
          },
        });
        return drill(vault, entry, {
          expected,
          signal: ctx.signal,
          onProgress: ({ fetchedBytes, totalBytes }) => this.noteBytes(ctx, fetchedBytes, totalBytes),
          check: async (opened) => {
            checks = await checkCopy(opened, ctx.signal);
          },
        });
      }, ctx.signal);
      const figures = {
        sequence: report.sequence,
        durationMs: Math.round(report.durationMs),
        storeBytes: report.sizeBytes,
        rows: Object.values(report.rowCounts).reduce((sum, count) => sum + count, 0),
        tables: report.tables.length,
        tablesDiffering: report.differing.length,
        ...(checks as DrillChecks | null),
      };
      requireProven(report.differing, checks);
      return { bytes: report.fetchedBytes, share: 1, figures };
    });
  }

  /** A share of the data is fetched and opened: what a drill of every day can afford. */
  async drillSample(ctx: RunContext, share: number): Promise<BackupRun> {
    return this.perform('drill', ctx, async () => {
      const found = await this.#deps.access.withVault(
        (vault) => verifyVault(vault, { readData: true, sample: share, signal: ctx.signal }),
        ctx.signal,
      );
      if (found.problems.length > 0) throw damagedFound(found.problems.map(({ object }) => object));
      return { bytes: found.bytesRead, share, figures: { packsRead: found.packsRead, packs: found.packs } };
    });
  }

  prune(ctx: RunContext): Promise<BackupRun> {
    return this.perform('prune', ctx, async () => {
      const found = await this.#deps.access.withVault(
        (vault, { settings }) => pruneVault(vault, settings.retention, { signal: ctx.signal }),
        ctx.signal,
      );
      const { dropped, deletedBytes, ...figures } = found;
      return { bytes: deletedBytes, figures: { backupsDropped: dropped.length, ...figures } };
    });
  }

  /** The backups that a prune would take out of the list now, by the rules in force or by others. */
  async listDropped(rules?: Retention, signal?: AbortSignal): Promise<readonly BackupEntry[]> {
    const found = await this.#deps.access.withVault(
      (vault, { settings }) => pruneVault(vault, rules ?? settings.retention, { isDryRun: true, signal }),
      signal,
    );
    return found.dropped;
  }

  /** How many backups the vault lists, without a run: a look costs nothing. */
  async list(signal?: AbortSignal): Promise<readonly BackupEntry[]> {
    return this.#deps.access.withVault(async (vault) => {
      const { head } = await readHead(vault, signal);
      return head.backups;
    }, signal);
  }

  /**
   * A piece of work whose end is told elsewhere: a restore ends in the store that it makes. What fails on the way is
   * written down as always.
   */
  async begin<T>(kind: BackupRunKind, ctx: RunContext, work: (run: BackupRun) => Promise<T>): Promise<T> {
    return this.#run(kind, ctx, async (run) => ({ value: await work(run), report: null }));
  }

  /** A run that was begun and will not go on, in a process that ended or beyond the job that began it. */
  async end(run: BackupRun, error: unknown): Promise<void> {
    const failure = failureOf(error, NEVER);
    await this.#put({ ...run, ...failure, finishedAt: this.#deps.nowMs() });
  }

  noteBytes(ctx: RunContext, doneBytes: number, totalBytes: number): void {
    ctx.progress(doneBytes, totalBytes);
    this.#deps.board.note(doneBytes, totalBytes);
  }

  /** A piece of work that says at its end what came of it. */
  async perform(kind: BackupRunKind, ctx: RunContext, work: () => Promise<Report>): Promise<BackupRun> {
    let ended: BackupRun | undefined;
    await this.#run(
      kind,
      ctx,
      async () => ({ value: null, report: await work() }),
      (run) => {
        ended = run;
      },
    );
    if (ended) return ended;
    throw new AppError('internal', 'The work ended without a report. Backups that are listed are whole.');
  }

  /** Writes the run down when it begins and when it ends, so that a kill in between leaves one that says so. */
  async #run<T>(
    kind: BackupRunKind,
    ctx: RunContext,
    work: (run: BackupRun) => Promise<{ readonly value: T; readonly report: Report | null }>,
    onEnded: (run: BackupRun) => void = () => {},
  ): Promise<T> {
    const { ids, nowMs, board } = this.#deps;
    const begun: BackupRun = {
      id: ids.next(),
      kind,
      jobId: ctx.jobId,
      startedAt: nowMs(),
      finishedAt: null,
      outcome: 'running',
      error: null,
      bytes: 0,
      figures: {},
      share: 1,
      damaged: [],
    };
    await this.#put(begun);
    board.begin(kind, ctx.jobId);
    try {
      const { value, report } = await work(begun);
      if (report === null) return value;
      const run: BackupRun = { ...begun, ...report, outcome: 'done', finishedAt: nowMs() };
      await this.#put(run);
      onEnded(run);
      return value;
    } catch (error) {
      await this.#put({ ...begun, ...failureOf(error, ctx.signal), finishedAt: nowMs() }, error);
      throw error;
    } finally {
      board.end();
    }
  }

  async #put(run: BackupRun, error?: unknown): Promise<void> {
    await this.#deps.store.write({ command: 'backup.run', principal: 'backup' }, (tx) => {
      putRun(tx, run);
      this.#deps.endedIn(tx, run, error);
    });
  }
}

/** What a run says of a backup that was made. */
export function sentOf(entry: BackupEntry): Report {
  const figures = { sequence: entry.sequence, pages: entry.pageCount, wholeBytes: entry.wholeBytes };
  return { bytes: entry.addedBytes, figures };
}

function failureOf(error: unknown, signal: AbortSignal): Pick<BackupRun, 'outcome' | 'error' | 'damaged'> {
  if (signal.aborted) return { outcome: 'cancelled', error: null, damaged: [] };
  const { code, message } = isAppError(error)
    ? error
    : { code: 'internal', message: 'Something unexpected went wrong. Backups that are listed are whole.' };
  const object = isAppError(error) ? error.details['object'] : undefined;
  return {
    outcome: 'failed',
    error: { code, message },
    damaged: object === undefined ? [] : [String(object)],
  };
}

function requireProven(differing: readonly string[], checks: DrillChecks | null): void {
  const unlike = checks
    ? checks.searchesAsked - checks.searchesSame + checks.attachmentsAsked - checks.attachmentsSame
    : 0;
  if (differing.length === 0 && unlike === 0) return;
  throw new AppError(
    'backup_damaged',
    'The restore drill brought back something else than what was backed up. Your workspace is safe; make a new backup, and keep the log of this run.',
    { details: { tables: differing.join(' ').slice(0, 300), unlike } },
  );
}

function damagedFound(objects: readonly string[]): AppError {
  return new AppError(
    'backup_damaged',
    'The restore drill met damage in the backup. Your workspace is safe; the next backup writes anew what it still has.',
    { details: { object: objects[0] ?? '', objects: objects.length } },
  );
}
