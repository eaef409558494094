import { execFile } from 'node:child_process';
import { closeSync, openSync, writeSync, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openPageSource, PAGE_SIZE } from '#main/db/pages/index.ts';
import { createVault } from '#main/engine/vault/index.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { openBackedStore, PHRASE, vaultDeps } from '../support/backed-store.ts';
import type { BackupFarPlan, BackupFarResult } from './backup-plan.ts';
import { BENCH_STORE_KEY, benchDriver, changeOnePercent, makeLargeStore } from './backup-store.ts';
import {
  borg,
  forget,
  restic,
  sizeOfFolder,
  whyWithout,
  type OtherBackup,
  type OtherTook,
} from './other-backups.ts';
import type { Bench, Measurement } from './report.ts';

const MB = 1024 * 1024;
const FAR_SIDE = fileURLToPath(new URL('backup-far-side.ts', import.meta.url));
const MEMORY_MB = 200;
const HOLD_MS = 50;
const LARGE_MS = 180_000;
/** Of first backups and of restores; the middle one counts. */
const ROUNDS = 3;
const run = promisify(execFile);

/** The same store of 200 MB, backed up by us as the app goes on, and as a decrypted file by restic and borg. */
export const bench: Bench = {
  name: 'encrypted backup of a 200 MB store',
  async run() {
    for (const command of ['restic', 'borg']) {
      const why = await whyWithout(command);
      if (why !== null) throw new Error(why);
    }
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-'));
    const plain = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'adiuva-bench-'));
    try {
      const measured = await besideOthers(folder, plain);
      return process.argv.includes('--large')
        ? [...measured, ...(await large(join(folder, 'large')))]
        : measured;
    } finally {
      await forget(plain);
      await forget(folder);
    }
  },
};

type Sides = {
  readonly ours: OurVault;
  readonly others: readonly OtherBackup[];
  /** Where the decrypted file lies while the others need it. */
  readonly plain: string;
  readonly storePath: string;
};

async function besideOthers(folder: string, plain: string): Promise<readonly Measurement[]> {
  const storeFolder = join(folder, 'data');
  await makeLargeStore(storeFolder, 1);
  const storePath = join(storeFolder, 'adiuva.db');
  const { size } = await stat(storePath);
  const firsts: Round[] = [];
  let sides = await beginSides(join(folder, '1'), { plain, storePath });
  for (let round = 1; round <= ROUNDS; round += 1) {
    if (round > 1) sides = await beginSides(join(folder, String(round)), { plain, storePath });
    firsts.push(await oneRound(sides));
  }
  const first = middle(firsts);
  await changeOnePercent(storePath);
  const second = await oneRound(sides);
  const restored: Restores[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) restored.push(await restores(sides, folder));
  const restore = middle(restored);
  return [
    { name: 'store', value: size / MB, unit: 'MB' },
    ...firstRows(first),
    ...secondRows(second),
    ...restoreRows(restore),
    ...costRows('first backup', first.ours),
    ...costRows('second backup', second.ours),
    ...costRows('restore', restore.ours),
  ];
}

async function beginSides(folder: string, of: Pick<Sides, 'plain' | 'storePath'>): Promise<Sides> {
  await mkdir(folder);
  const sides = { ...of, ours: await beginVault(folder), others: [restic(folder), borg(folder)] };
  for (const other of sides.others) await other.begin();
  return sides;
}

type OtherRow = OtherTook & { readonly name: string };

/** Of several rounds what took the middle time, by each side for itself. */
function middle<R extends { readonly ours: BackupFarResult; readonly others: readonly OtherRow[] }>(
  rounds: readonly R[],
): R {
  const ours = middleBy(rounds, (round) => round.ours.tookMs);
  const others = ours.others.map(
    (_, at) => middleBy(rounds, (round) => round.others[at]?.tookMs ?? 0).others[at] ?? ours.others[at],
  );
  return { ...ours, others };
}

function middleBy<T>(all: readonly T[], tookMs: (one: T) => number): T {
  const sorted = all.toSorted((left, right) => tookMs(left) - tookMs(right));
  const found = sorted[Math.floor(sorted.length / 2)];
  if (!found) throw new Error('there were no rounds');
  return found;
}

type Round = {
  readonly ours: BackupFarResult;
  readonly ourMB: number;
  readonly others: readonly (OtherRow & { readonly addedMB: number })[];
};

/** One backup by each, one after the other. */
async function oneRound({ ours, others, plain, storePath }: Sides): Promise<Round> {
  const before = await sizeOfFolder(ours.targetFolder);
  const result = await ours.backUp(storePath);
  const ourMB = ((await sizeOfFolder(ours.targetFolder)) - before) / MB;
  await writeDecrypted(storePath, join(plain, 'store.db'));
  const rows = [];
  for (const other of others) {
    const had = await sizeOfFolder(other.repository);
    const took = await other.backUp(plain);
    const addedMB = ((await sizeOfFolder(other.repository)) - had) / MB;
    rows.push({ name: other.name, ...took, addedMB });
  }
  await rm(join(plain, 'store.db'));
  return { ours: result, ourMB, others: rows };
}

/** Nobody but another backup program ever sees this file, in memory where the machine allows it. */
async function writeDecrypted(storePath: string, path: string): Promise<void> {
  await using store = await openBackedStore(benchDriver(), storePath, BENCH_STORE_KEY);
  await using snapshot = await store.source.takeSnapshot();
  const { fd, pageCount, storeKey } = snapshot;
  const source = openPageSource({ fd, pageCount, key: storeKey });
  const file = openSync(path, 'wx', 0o600);
  try {
    for (let pageNumber = 1; pageNumber <= pageCount; pageNumber += 1) {
      const page = Buffer.alloc(PAGE_SIZE);
      source.read(pageNumber, page);
      writeSync(file, page);
    }
  } finally {
    closeSync(file);
    source.close();
  }
}

type Restores = { readonly ours: BackupFarResult; readonly others: readonly OtherRow[] };

/** The others onto the disk, as we do. */
async function restores({ ours, others }: Sides, folder: string): Promise<Restores> {
  const path = join(folder, 'restored.db');
  const result = await ours.restore(path, 2);
  await forget(path);
  const rows: OtherRow[] = [];
  for (const other of others) {
    const into = join(folder, `${other.name}-restored`);
    rows.push({ name: other.name, ...(await other.restore(into)) });
    await forget(into);
  }
  return { ours: result, others: rows };
}

type OurVault = {
  readonly targetFolder: string;
  backUp(path: string): Promise<BackupFarResult>;
  restore(path: string, sequence: number): Promise<BackupFarResult>;
};

async function beginVault(folder: string): Promise<OurVault> {
  const targetFolder = join(folder, 'target');
  const stateFolder = join(folder, 'state');
  await mkdir(targetFolder, { recursive: true });
  const target = createFolderTarget({ folder: targetFolder });
  const { masterKey } = await createVault(vaultDeps({ target, stateFolder }), PHRASE);
  const far = async (plan: Pick<BackupFarPlan, 'work' | 'path' | 'sequence'>): Promise<BackupFarResult> => {
    const whole: BackupFarPlan = {
      ...plan,
      targetFolder,
      stateFolder,
      masterKey: Buffer.from(masterKey).toString('hex'),
      storeKey: BENCH_STORE_KEY.toString('hex'),
    };
    const { stdout } = await run(process.execPath, [FAR_SIDE, JSON.stringify(whole)]);
    return JSON.parse(stdout) as BackupFarResult;
  };
  return {
    targetFolder,
    backUp: (path) => far({ work: 'backup', path, sequence: 0 }),
    restore: (path, sequence) => far({ work: 'restore', path, sequence }),
  };
}

function firstRows({ ours, ourMB, others }: Round): Measurement[] {
  return others.flatMap(({ name, tookMs, processorMs, addedMB }) => [
    {
      name: 'first backup, time',
      value: ours.tookMs / tookMs,
      unit: 'ratio',
      floor: name,
      note: `${seconds(ours.tookMs, tookMs)}; ${processor(ours, { processorMs })}`,
      ...(name === 'restic' && { bound: 1 }),
    },
    {
      name: 'first backup, bytes stored',
      value: ourMB / addedMB,
      unit: 'ratio',
      floor: name,
      note: `${ourMB.toFixed(1)} MB and ${addedMB.toFixed(1)} MB`,
      ...(name === 'restic' && { bound: 1 }),
    },
  ]);
}

function secondRows({ ours, ourMB, others }: Round): Measurement[] {
  const changedMB = (ours.pages * PAGE_SIZE) / MB;
  return [
    {
      name: 'after 1 % of the rows, bytes stored',
      value: ourMB / changedMB,
      unit: 'ratio',
      bound: 2,
      floor: 'bytes of the changed pages',
      note: `${ourMB.toFixed(2)} MB and ${changedMB.toFixed(2)} MB`,
    },
    ...others.flatMap(({ name, tookMs, addedMB }): Measurement[] => [
      {
        name: 'after 1 % of the rows, time',
        value: ours.tookMs / tookMs,
        unit: 'ratio',
        floor: name,
        note: `${seconds(ours.tookMs, tookMs)}; it stored ${addedMB.toFixed(1)} MB`,
        ...(name === 'restic' && { bound: 0.5 }),
      },
    ]),
  ];
}

/** The others check what they read, and prove nothing of the file that they have written: so does the first row. */
function restoreRows({ ours, others }: Restores): Measurement[] {
  return others.flatMap(({ name, ...other }): Measurement[] => [
    {
      name: 'restore, every page checked and written',
      value: ours.writtenMs / other.tookMs,
      unit: 'ratio',
      floor: name,
      note: seconds(ours.writtenMs, other.tookMs),
      ...(name === 'restic' && { bound: 1.3 }),
    },
    {
      name: 'restore, and every page and row proven by SQLite',
      value: ours.tookMs / other.tookMs,
      unit: 'ratio',
      floor: name,
      note: `${seconds(ours.tookMs, other.tookMs)}; ${processor(ours, other)}`,
    },
  ]);
}

function costRows(name: string, took: BackupFarResult): Measurement[] {
  return [
    { name: `${name}: memory above idle`, value: took.memoryMB, unit: 'MB', bound: MEMORY_MB },
    {
      name: `${name}: longest the main thread was held`,
      value: took.longestHoldMs,
      unit: 'ms',
      bound: HOLD_MS,
      note: `while it did nothing: ${took.idleHoldMs.toFixed(0)} ms`,
    },
    {
      name: `${name}: longest turn of the main thread by its processor time`,
      value: took.longestTurnMs,
      unit: 'ms',
      bound: HOLD_MS,
    },
    { name: `${name}: processor time of the main thread`, value: took.mainProcessorMs, unit: 'ms' },
    { name: `${name}: processor time of all threads`, value: took.processorMs, unit: 'ms' },
  ];
}

/** Five times the size, in a vault of its own. */
async function large(folder: string): Promise<readonly Measurement[]> {
  const storeFolder = join(folder, 'data');
  await makeLargeStore(storeFolder, 5);
  const storePath = join(storeFolder, 'adiuva.db');
  const vault = await beginVault(folder);
  const backup = await vault.backUp(storePath);
  const restored = await vault.restore(join(folder, 'restored.db'), 1);
  const { size } = await stat(storePath);
  return [
    { name: 'large store', value: size / MB, unit: 'MB' },
    { name: 'large store: backup', value: backup.tookMs, unit: 'ms' },
    ...costRows('large store: backup', backup),
    { name: 'large store: restored and verified', value: restored.tookMs, unit: 'ms', bound: LARGE_MS },
    ...costRows('large store: restore', restored),
  ];
}

function seconds(ours: number, other: number): string {
  return `${(ours / 1000).toFixed(2)} s and ${(other / 1000).toFixed(2)} s`;
}

/** On a busy machine the steadier of the two. */
function processor(ours: BackupFarResult, other: Pick<OtherTook, 'processorMs'>): string {
  return `processor time ${seconds(ours.processorMs, other.processorMs)}`;
}
