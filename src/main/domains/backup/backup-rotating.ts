import { z } from 'zod';
import type { BackupRun, BackupStatus, ChangePhraseInput } from '#shared/contracts/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { Store } from '#main/db/store.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import {
  claimNext,
  closeVault,
  turnToNext,
  type BackupSource,
  type NextGeneration,
} from '#main/engine/vault/index.ts';
import { ROTATE_JOB } from './backup.jobs.ts';
import type { BackupStore } from './backup.store.ts';
import { putRecoveryMark } from './backup-carry.store.ts';
import { MASTER_SECRET, NEXT_SECRET } from './backup-defaults.ts';
import type { BackupSetUp } from './backup-setup.ts';
import { sentOf, type BackupWork, type RunContext } from './backup-work.ts';
import type { OnePhrase } from './one-phrase.ts';
import type { VaultAccess } from './vault-access.ts';

export type RotatingDeps = {
  readonly store: Store;
  readonly reads: Pick<BackupStore, 'findLast'>;
  readonly secrets: NamedSecrets;
  readonly jobs: Jobs;
  readonly access: VaultAccess;
  readonly setUp: BackupSetUp;
  readonly onePhrase: OnePhrase;
  readonly work: BackupWork;
  readonly source: BackupSource;
};

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));

/** As it is kept among the secrets until the vault has turned. */
const nextSchema = z.object({
  header: bytes,
  masterKey: bytes,
  /** When the recovery slot of this folder was made that these words open; null where they open none. */
  slotAt: z.number().nullable(),
});

/**
 * For a phrase that others may know: new keys, and everything is sent anew under them. The words are needed only to
 * begin; what goes on after a restart has the keys, which lie among the secrets of the encrypted store until the vault
 * has turned to them.
 */
export class BackupRotating {
  readonly #deps: RotatingDeps;

  constructor(deps: RotatingDeps) {
    this.#deps = deps;
  }

  /** Answers the job that sends everything anew, or null where the new words count already. */
  async changePhrase(input: ChangePhraseInput, signal?: AbortSignal): Promise<string | null> {
    const { setUp, onePhrase, store, secrets } = this.#deps;
    await this.#requireNone();
    if (input.isLeaked) return this.#begin(input, signal);
    await onePhrase.around(input.current, async () => ({
      phrase: await setUp.changePhrase(input.words, signal),
      value: null,
    }));
    // New keys that were prepared and left have other words.
    await store.write({ command: 'backup.keys', principal: 'user' }, (tx) =>
      secrets.removeIn(tx, NEXT_SECRET),
    );
    return null;
  }

  async #begin({ words, current }: ChangePhraseInput, signal?: AbortSignal): Promise<string> {
    const { access, setUp, onePhrase, store, secrets, jobs } = this.#deps;
    const { value: next, slotAt } = await onePhrase.ahead(current, async () => {
      const phrase = setUp.takeConfirmed(words);
      const value = await access.withVault((vault) => claimNext(vault, phrase, signal), signal);
      return { phrase, value };
    });
    const { value: jobId } = await store.write({ command: 'backup.rotate', principal: 'user' }, (tx) => {
      secrets.setIn(tx, NEXT_SECRET, secretOf(next, slotAt));
      return jobs.enqueueIn(tx, {
        type: ROTATE_JOB,
        title: 'type_backup_rotate',
        input: {},
        uniqueKey: ROTATE_JOB,
      });
    });
    next.masterKey.fill(0);
    setUp.forgetOffered();
    return jobId;
  }

  /** What `changePhrase` began and no job goes on with. */
  async left(): Promise<BackupStatus['leftKeys']> {
    const last = await this.#deps.reads.findLast('rotate');
    if (!last?.jobId || last.outcome === 'running' || last.outcome === 'done') return null;
    const kept = await this.#deps.secrets.list();
    if (!kept.some(({ name }) => name === NEXT_SECRET) || (await this.#isUnderWay())) return null;
    return { jobId: last.jobId, message: last.error?.message ?? null };
  }

  /** The job. What was sent stays sent, and each of its steps may be done twice. */
  run(ctx: RunContext): Promise<BackupRun> {
    const { access, source, work } = this.#deps;
    return work.perform('rotate', ctx, async () => {
      const next = nextSchema.parse(JSON.parse(await this.#next()));
      const entry = await access.withKey(async ({ deps, masterKey }) => {
        const turned = await turnToNext({ deps, formerKey: masterKey, next }, source, work.sending(ctx));
        closeVault(turned.vault);
        return turned.entry;
      });
      await this.#keep(next);
      next.masterKey.fill(0);
      return sentOf(entry);
    });
  }

  /** While one is under way its words were confirmed, and others would not count. */
  async #requireNone(): Promise<void> {
    if (!(await this.#isUnderWay())) return;
    throw new AppError(
      'conflict',
      'The backup is being sent anew under new words already. Nothing was changed; let that end or cancel it first.',
    );
  }

  async #isUnderWay(): Promise<boolean> {
    const active = await this.#deps.jobs.active();
    return active.some(({ type }) => type === ROTATE_JOB);
  }

  async #next(): Promise<string> {
    try {
      return await this.#deps.secrets.use(NEXT_SECRET);
    } catch (cause) {
      throw new AppError(
        'conflict',
        'The new keys are not kept any more. The backup is as it was and opens with the words that it has; begin again with new ones.',
        { cause },
      );
    }
  }

  /** One transaction: neither keys of before without a trace of the new ones, nor words that count twice. */
  async #keep({ masterKey, slotAt }: z.infer<typeof nextSchema>): Promise<void> {
    const { store, secrets } = this.#deps;
    await store.write({ command: 'backup.keys', principal: 'backup' }, (tx) => {
      secrets.setIn(tx, MASTER_SECRET, masterKey.toString('base64'));
      secrets.removeIn(tx, NEXT_SECRET);
      // A slot that was made since has another time, and is not taken for this one.
      if (slotAt !== null) putRecoveryMark(tx, slotAt);
    });
  }
}

function secretOf({ header, masterKey }: NextGeneration, slotAt: number | null): string {
  const text = (value: Uint8Array): string => Buffer.from(value).toString('base64');
  return JSON.stringify({ header: text(header), masterKey: text(masterKey), slotAt });
}
