import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdiuva } from '#main/compose.ts';
import type { Clock } from '#shared/kernel/clock.ts';

export const TEST_PASSPHRASE = 'correct horse battery staple';

/** When the ready workspace was set up, and what a test's clock shows unless it is told otherwise. */
export const TEST_START = '2026-11-21T09:00:00Z';

/** Where the suite has put its ready workspace, for every process of it. */
const FOLDER = 'ADIUVA_TEST_WORKSPACE';

type SetUp = { readonly dataDir: string; readonly clock: Clock };

/** Sets a workspace up by its API, ready for work and closed again; answers the recovery phrase. */
export async function setUpWorkspace({ dataDir, clock }: SetUp): Promise<string> {
  // Nothing of its own accord: what the app does by the clock it does in the test.
  const app = createAdiuva({ host: 'test', keychain: null, runsSchedules: false, dataDir, clock });
  const { recoveryPhrase } = await app
    .caller()
    .system.setup({ passphrase: TEST_PASSPHRASE, useKeychain: false });
  await app.caller().system.finishOnboarding();
  // A copy gives itself another one: two of them are two machines.
  await app.system.workspace?.store.write({ command: 'test', principal: 'test' }, (tx) =>
    tx.run({ sql: `DELETE FROM store_meta WHERE key = 'node_id'` }),
  );
  await app.close();
  return recoveryPhrase;
}

/**
 * Copies the workspace that was set up once for the whole run, and answers its recovery phrase; undefined where there
 * is none. All copies have the same keys: setting one up stretches two secrets and proves both, a second of work.
 */
export async function copyReadyWorkspace(dataDir: string): Promise<string | undefined> {
  const folder = process.env[FOLDER];
  if (folder === undefined) return undefined;
  await cp(join(folder, 'data'), dataDir, { recursive: true });
  return await readFile(join(folder, 'recovery-phrase'), 'utf8');
}

/** Before the first test of a run (Vitest's `globalSetup`). */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-ready-'));
  const nowMs = Date.parse(TEST_START);
  const clock = { nowMs: () => nowMs, today: () => TEST_START.slice(0, 10) };
  const phrase = await setUpWorkspace({ dataDir: join(folder, 'data'), clock });
  await writeFile(join(folder, 'recovery-phrase'), phrase);
  process.env[FOLDER] = folder;
  return () => rm(folder, { recursive: true, force: true });
}
