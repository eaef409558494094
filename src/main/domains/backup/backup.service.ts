import type {
  BackupDevice,
  BackupPlace,
  BackupPoint,
  BackupRun,
  BackupRunKind,
  BackupSettings,
  BackupStatus,
  ChangedPhrase,
  ChangePhraseInput,
  ChangeAccessInput,
  FoundAtPlace,
  NewPhrase,
  RecoveryKit,
  Retention,
  SetUpBackupInput,
} from '#shared/contracts/backup.ts';
import type { Page } from '#shared/contracts/common.ts';
import type { Unlock } from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import type { Store } from '#main/db/store.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { acceptHead } from '#main/engine/vault/index.ts';
import { BACKUP_JOB, DRILL_JOB, PRUNE_JOB, VERIFY_JOB } from './backup.jobs.ts';
import type { BackupProgressBoard } from './backup-progress.ts';
import type { BackupSchedule } from './backup-schedule.ts';
import type { BackupReading } from './backup-reading.ts';
import type { BackupRestoring } from './backup-restoring.ts';
import type { BackupRotating } from './backup-rotating.ts';
import type { BackupSetUp } from './backup-setup.ts';
import type { BackupWork } from './backup-work.ts';
import { putSetup, removeSetup, type BackupStore } from './backup.store.ts';
import { MASTER_SECRET, NEXT_SECRET, PLACE_SECRET } from './backup-defaults.ts';
import type { MissedBackups } from './missed-backups.ts';
import type { OnePhrase } from './one-phrase.ts';
import { pointOf } from './backup-points.ts';
import { printKit, type KitInput } from './print-kit.ts';
import { stateOf } from './backup-state.ts';
import type { VaultAccess } from './vault-access.ts';

export type BackupsDeps = {
  readonly store: Store;
  readonly reads: BackupStore;
  readonly secrets: NamedSecrets;
  readonly jobs: Jobs;
  readonly schedule: BackupSchedule;
  readonly access: VaultAccess;
  readonly setUp: BackupSetUp;
  readonly work: BackupWork;
  readonly missed: MissedBackups;
  readonly restoring: BackupRestoring;
  readonly rotating: BackupRotating;
  readonly onePhrase: OnePhrase;
  readonly reading: BackupReading;
  readonly board: BackupProgressBoard;
  readonly nowMs: () => number;
  /** The place in a line, for people. */
  readonly labelOf: (place: BackupPlace) => string;
};

/** As long as a person is made to wait before something risky. */
const BEFORE_RISK_MS = 60_000;

type Started = { readonly jobId: string };

/** Backups of this workspace, as the pages and the command line ask for them. */
const WATCHED: ReadonlySet<string> = new Set(['backup', 'schedule', 'outbox']);

export class BackupService {
  readonly #deps: BackupsDeps;

  constructor(deps: BackupsDeps) {
    this.#deps = deps;
  }

  async status(): Promise<BackupStatus> {
    const { reads, schedule, board, labelOf, nowMs, onePhrase, missed } = this.#deps;
    const [setup, lastBackup, lastDrill, lastVerify, latest, nextBackupAt] = await Promise.all([
      reads.readSetup(),
      reads.findLastDone('backup'),
      reads.findLastDone('drill', { isWhole: true }),
      reads.findLast('verify'),
      reads.findLast('backup'),
      schedule.nextBackupAt(),
    ]);
    const job = await this.#unfinished();
    const isGivenUp = await missed.needsSomebody();
    const shown = { setup, lastBackup, latest, lastVerify, job, isGivenUp, nextBackupAt, nowMs: nowMs() };
    return {
      ...stateOf({ ...shown, running: board.running }),
      place: setup?.place ?? null,
      placeLabel: setup ? labelOf(setup.place) : null,
      vaultId: setup?.vaultId ?? null,
      deviceId: setup?.deviceId ?? null,
      deviceName: setup?.deviceName ?? null,
      running: board.running,
      lastBackup: lastBackup ?? null,
      nextBackupAt: setup ? nextBackupAt : null,
      lastDrill: lastDrill ?? null,
      lastVerify: lastVerify ?? null,
      isMetered: board.isMetered,
      phraseOpensWorkspace: setup !== undefined && (await onePhrase.isUsed()),
      leftKeys: await this.#deps.rotating.left(),
      canPutBack: await this.#deps.restoring.canPutBack(),
    };
  }

  /** Once, when the workspace has opened and before anything begins. */
  async begin(): Promise<void> {
    const { reads, work, restoring } = this.#deps;
    for (const run of await reads.listRunning()) await work.end(run, cutOff());
    await restoring.dropOutdated();
  }

  restore(input: { readonly sequence: number; readonly current: Unlock }): Promise<Started> {
    return this.#deps.restoring.restore(input);
  }

  /** Single items as they were, and what a restore of all would change. */
  get reading(): Pick<BackupReading, 'preview' | 'items' | 'restoreItems'> {
    return this.#deps.reading;
  }

  /** Lets go of what is kept open for reading. */
  close(): Promise<void> {
    return this.#deps.reading.close();
  }

  putBack(input: { readonly current: Unlock }): Promise<void> {
    return this.#deps.restoring.putBack(input);
  }

  /** A restore whose store could not be put in place: this one is open again. */
  async failRun(run: BackupRun, error: unknown): Promise<void> {
    await this.#deps.work.end(run, error);
  }

  /** The status now and after each change of it. */
  async *watch(signal: AbortSignal): AsyncGenerator<BackupStatus> {
    const { board, store } = this.#deps;
    let wake = Promise.withResolvers<void>();
    const ring = () => wake.resolve();
    const stops = [
      board.onChange(ring),
      store.onCommit(({ changes }) => {
        if (changes.some(({ topic }) => WATCHED.has(topic))) ring();
      }),
    ];
    signal.addEventListener('abort', ring, { once: true });
    try {
      while (!signal.aborted) {
        wake = Promise.withResolvers();
        yield await this.status();
        await wake.promise;
      }
    } finally {
      for (const stop of stops) stop();
      signal.removeEventListener('abort', ring);
    }
  }

  newPhrase(): Promise<NewPhrase> {
    return this.#deps.setUp.newPhrase();
  }

  tryPlace(
    input: { readonly place: BackupPlace; readonly secret?: string | undefined },
    signal?: AbortSignal,
  ): Promise<FoundAtPlace> {
    return this.#deps.setUp.tryPlace(input.place, input.secret ?? null, signal);
  }

  async setUp(input: SetUpBackupInput, signal?: AbortSignal): Promise<BackupStatus> {
    const { reads, setUp, schedule, onePhrase } = this.#deps;
    if (await reads.readSetup()) {
      throw new AppError(
        'conflict',
        'This workspace has a backup already. Nothing was changed; disconnect that one first.',
      );
    }
    const { settings } = await onePhrase.around(input.current, async () => {
      const { setup, phrase } = await setUp.setUp(input, signal);
      return { phrase, value: setup };
    });
    await schedule.follow(settings);
    return this.status();
  }

  async settings(): Promise<BackupSettings> {
    return (await this.#deps.access.requireSetup()).settings;
  }

  async updateSettings(patch: Partial<BackupSettings>): Promise<BackupSettings> {
    const { store, access, schedule } = this.#deps;
    const setup = await access.requireSetup();
    const settings = { ...setup.settings, ...patch };
    await store.write({ command: 'backup.settings', principal: 'user' }, (tx) =>
      putSetup(tx, { ...setup, settings }),
    );
    access.limit(settings.maxBytesPerSecond);
    await schedule.follow(settings);
    return settings;
  }

  noteConnection(isMetered: boolean | null): void {
    this.#deps.board.noteConnection(isMetered);
  }

  async start(): Promise<Started> {
    const active = await this.#deps.jobs.active();
    // It waits for a connection that costs nothing, and a person says that it need not.
    const waiting = active.find(({ type, status }) => type === BACKUP_JOB && status === 'waiting');
    if (waiting) await this.#deps.jobs.cancel(waiting.id);
    return this.#begin(BACKUP_JOB, 'type_backup_create', {});
  }

  verify(input: { readonly readData: boolean; readonly sample: number }): Promise<Started> {
    return this.#begin(VERIFY_JOB, 'type_backup_verify', input);
  }

  drill({ isWhole }: { readonly isWhole: boolean }): Promise<Started> {
    return this.#begin(DRILL_JOB, 'type_backup_drill', { isWhole });
  }

  prune(): Promise<Started> {
    return this.#begin(PRUNE_JOB, 'type_backup_prune', {});
  }

  /** What a prune would take out of the list now, by the rules in force or by those given; changes nothing. */
  async previewPrune(rules?: Retention, signal?: AbortSignal): Promise<readonly BackupPoint[]> {
    const { work, access } = this.#deps;
    const { deviceId } = await access.requireSetup();
    const entries = await work.listDropped(rules, signal);
    return entries.map((entry) => pointOf(entry, deviceId));
  }

  async pause(): Promise<BackupStatus> {
    const job = await this.#requireUnfinished();
    await this.#deps.jobs.pause(job.id);
    return this.status();
  }

  async resume(): Promise<BackupStatus> {
    const job = await this.#requireUnfinished();
    await this.#deps.jobs.resume(job.id);
    return this.status();
  }

  async cancel(): Promise<BackupStatus> {
    const job = await this.#requireUnfinished();
    await this.#deps.jobs.cancel(job.id);
    return this.status();
  }

  /** Points in time that can be restored, newest first. */
  async list(signal?: AbortSignal): Promise<readonly BackupPoint[]> {
    const { work, access } = this.#deps;
    const { deviceId } = await access.requireSetup();
    const entries = await work.list(signal);
    return entries.map((entry) => pointOf(entry, deviceId)).toReversed();
  }

  async devices(signal?: AbortSignal): Promise<readonly BackupDevice[]> {
    const points = await this.list(signal);
    const byId = Map.groupBy(points, ({ device }) => device.id);
    return [...byId.values()].flatMap((own) => {
      const [newest] = own;
      if (!newest) return [];
      const { device, isThisDevice, createdAt } = newest;
      return [{ ...device, isThisDevice, lastBackupAt: createdAt, backups: own.length }];
    });
  }

  runs(input: {
    readonly kind?: BackupRunKind | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  }): Promise<Page<BackupRun>> {
    return this.#deps.reads.listRuns(input);
  }

  /**
   * A new phrase; where the former one may be known to others also a new master key: a job sends everything anew, and
   * the vault turns to the new words when that is done.
   */
  async changePhrase(input: ChangePhraseInput, signal?: AbortSignal): Promise<ChangedPhrase> {
    const jobId = await this.#deps.rotating.changePhrase(input, signal);
    return { ...(await this.status()), jobId };
  }

  /** The phrase of the vault becomes that of this workspace too. */
  async usePhraseHere(
    input: { readonly phrase: string; readonly current: Unlock },
    signal?: AbortSignal,
  ): Promise<BackupStatus> {
    const { setUp, onePhrase } = this.#deps;
    await onePhrase.around(input.current, async () => ({
      phrase: await setUp.provePhrase(input.phrase, signal),
      value: null,
    }));
    return this.status();
  }

  /** The page to print. The words are on it only where they were typed, and proven to be those of this vault. */
  kit(input: KitInput, signal?: AbortSignal): Promise<RecoveryKit> {
    return printKit(this.#deps, input, signal);
  }

  /** Another device gave the vault a new phrase and perhaps new keys: the typed words open it, and backups go on. */
  async reenter(typed: string, signal?: AbortSignal): Promise<BackupStatus> {
    await this.#deps.setUp.reenter(typed, signal);
    await this.start();
    return this.status();
  }

  /** The place wants another password or key than the one that was kept. */
  async changeAccess(input: ChangeAccessInput, signal?: AbortSignal): Promise<BackupStatus> {
    await this.#deps.setUp.changeAccess(input, signal);
    await this.start();
    return this.status();
  }

  /**
   * Takes the list at the place for the right one although it is older or another than this device remembers: a person
   * was told, by `backup_rolled_back` or `backup_forked`. The next backup writes anew what is missing there.
   */
  async acceptList(signal?: AbortSignal): Promise<BackupStatus> {
    await this.#deps.access.withVault((vault) => acceptHead(vault, signal), signal);
    await this.start();
    return this.status();
  }

  /** After a restore on a new device, whose keys were made with the phrase of the vault. */
  notePhraseOpens(): Promise<void> {
    return this.#deps.onePhrase.mark();
  }

  /** Forgets where and how; what lies there stays, and its phrase opens it. */
  async disconnect(): Promise<BackupStatus> {
    const { store, secrets, schedule, access, missed } = this.#deps;
    await access.requireSetup();
    await schedule.stopAll();
    await store.write({ command: 'backup.disconnect', principal: 'user' }, (tx) => {
      secrets.removeIn(tx, MASTER_SECRET);
      secrets.removeIn(tx, PLACE_SECRET);
      secrets.removeIn(tx, NEXT_SECRET);
      missed.forgetIn(tx);
      removeSetup(tx);
    });
    return this.status();
  }

  /**
   * A backup before something that cannot be undone; false where none is set up or it did not end well in time. Whoever
   * asks goes on in any case: what a backup reads is the store of when it began.
   */
  async beforeRisk(): Promise<boolean> {
    const setup = await this.#deps.reads.readSetup();
    if (!setup?.settings.beforeRiskyThings) return false;
    const { jobId } = await this.start();
    try {
      const { status } = await this.#deps.jobs.wait(jobId, AbortSignal.timeout(BEFORE_RISK_MS));
      return status === 'done';
    } catch {
      return false;
    }
  }

  /** One that has not ended yet answers for a second. */
  async #begin(type: string, title: string, input: unknown): Promise<Started> {
    const { jobs, access } = this.#deps;
    await access.requireSetup();
    const active = await jobs.active();
    const running = active.find((job) => job.type === type);
    if (running) return { jobId: running.id };
    return { jobId: await jobs.enqueue({ type, title, input, uniqueKey: type }) };
  }

  async #unfinished() {
    const active = await this.#deps.jobs.active();
    const own = active.filter(({ type }) => type.startsWith('backup.'));
    return own.find(({ id }) => id === this.#deps.board.running?.jobId) ?? own[0];
  }

  async #requireUnfinished() {
    const job = await this.#unfinished();
    if (job) return job;
    throw new AppError('not_found', 'Nothing of the backup is under way.');
  }
}

function cutOff(): AppError {
  return new AppError(
    'cut_off',
    'Adiuva was closed before this ended. Backups that are listed are whole; what was begun goes on by itself or can be begun again.',
  );
}
