import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAdiuva, type Adiuva } from '#main/compose.ts';
import { ensureBuilt } from '#tools/build.ts';
import { ROOT } from '#tools/build/parts.ts';
import { reindexed } from '../../support/reindexed.ts';

/** What opens every folder of these tests. */
export const PASSPHRASE = 'a long enough passphrase';

/** `empty`: nothing in it but a passphrase, past the first start. `sample`: filled with the sample workspace. */
export type FolderKind = 'empty' | 'sample';

/** Where the run has put its ready folders, for every process of it. */
const READY = 'ADIUVA_E2E_FOLDERS';
const run = promisify(execFile);

/** A data folder of its own, copied from the one that was made once for the whole run. */
export async function copyReadyFolder(kind: FolderKind): Promise<string> {
  const ready = process.env[READY];
  if (ready === undefined) throw new Error('No ready folders: run these tests as the project "e2e".');
  const dataDir = await mkdtemp(join(tmpdir(), `adiuva-${kind}-`));
  await cp(join(ready, kind), dataDir, { recursive: true });
  return dataDir;
}

const quietApp = (dataDir: string): Adiuva =>
  createAdiuva({ host: 'test', keychain: null, runsSchedules: false, dataDir });

/** A copy gives itself another name: two of them are two machines. */
async function closeNameless(app: Adiuva): Promise<void> {
  await app.system.workspace?.store.write({ command: 'test', principal: 'test' }, (tx) =>
    tx.run({ sql: `DELETE FROM store_meta WHERE key = 'node_id'` }),
  );
  await app.close();
}

async function makeEmpty(dataDir: string): Promise<void> {
  const app = quietApp(dataDir);
  await app.caller().system.setup({ passphrase: PASSPHRASE, useKeychain: false });
  await app.caller().system.finishOnboarding();
  await closeNameless(app);
}

async function makeSample(dataDir: string): Promise<void> {
  const program = join(ROOT, 'dist', 'main', 'cli.js');
  await run(process.execPath, [program, '--data-dir', dataDir, 'init', '--sample', '--no-keychain'], {
    env: { ...process.env, ADIUVA_PASSPHRASE: PASSPHRASE },
  });
  const app = quietApp(dataDir);
  await app.caller().system.unlock({ passphrase: PASSPHRASE });
  // Read for search here once, or every test's app would read all of it beside the test.
  await reindexed(app.caller());
  await closeNameless(app);
}

/** Before the first test of a run (Vitest's `globalSetup`). */
export async function setup(): Promise<() => Promise<void>> {
  const ready = await mkdtemp(join(tmpdir(), 'adiuva-ready-'));
  await ensureBuilt();
  await Promise.all([makeEmpty(join(ready, 'empty')), makeSample(join(ready, 'sample'))]);
  process.env[READY] = ready;
  return () => rm(ready, { recursive: true, force: true });
}
