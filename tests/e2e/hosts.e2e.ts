import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureBuilt } from '#tools/build.ts';
import { ROOT } from '#tools/build/parts.ts';
import { availableTargets, launchApp, LAUNCH_TARGETS } from '../support/launch-app.ts';
import type { LaunchedApp } from '../support/launch-app.ts';

const PASSPHRASE = 'a long enough passphrase';
const TASK = 'Call the printer about the proofs';
const run = promisify(execFile);

const targets = availableTargets();
for (const target of LAUNCH_TARGETS.filter((name) => !targets.includes(name)))
  process.stderr.write(`not run on ${target}: this machine has no ${target} that can open a window\n`);

let dataDir: string;
let launched: LaunchedApp | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'adiuva-hosts-'));
});
afterEach(async () => {
  await launched?.close();
  launched = undefined;
  await rm(dataDir, { recursive: true, force: true });
});

async function cli(...args: readonly string[]): Promise<void> {
  await ensureBuilt(['main', 'workers']);
  await run(process.execPath, [join(ROOT, 'dist', 'main', 'cli.js'), '--data-dir', dataDir, ...args], {
    env: { ...process.env, ADIUVA_PASSPHRASE: PASSPHRASE },
  });
}

describe.each(targets)('on %s', (target) => {
  test('the app opens, is unlocked with the passphrase and lists the tasks', async () => {
    await cli('init');
    await cli('add', TASK);
    launched = await launchApp({ dataDir, target });
    const { page } = launched;
    await page
      .getByLabel(/passphrase/i)
      .first()
      .fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.locator('#content').waitFor();
    await page
      .getByRole('link', { name: /^Tasks/ })
      .first()
      .click();
    await page.getByText(TASK).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/tasks');
  });
});
