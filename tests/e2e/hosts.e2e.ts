import { afterEach, describe, expect, test } from 'vitest';
import { availableTargets, launchApp, LAUNCH_TARGETS } from '../support/launch-app.ts';
import type { LaunchedApp } from '../support/launch-app.ts';
import { PASSPHRASE } from './harness/ready-folders.ts';
import { workspaceForEach } from './harness/workspace.ts';

const TASK = 'Call the printer about the proofs';

const targets = availableTargets();
for (const target of LAUNCH_TARGETS.filter((name) => !targets.includes(name)))
  process.stderr.write(`not run on ${target}: this machine has no ${target} that can open a window\n`);

const workspace = workspaceForEach('empty');
let launched: LaunchedApp | undefined;

afterEach(async () => {
  await launched?.close();
  launched = undefined;
});

describe.each(targets)('on %s', (target) => {
  test('the app opens, is unlocked with the passphrase and lists the tasks', async () => {
    await workspace.cli('add', TASK);
    launched = await launchApp({ dataDir: workspace.dataDir, target });
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
