import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeSamplePlugin, type SamplePlugin } from '../support/sample-plugin.ts';
import { squeezed, violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const sample = workspaceForEach('sample', { reducedMotion: 'reduce' });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-plugins-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The archive that a stranger hands over: the folder, zipped as file managers do. */
async function zipOf(plugin: SamplePlugin): Promise<Buffer> {
  const made = await writeSamplePlugin(folder, plugin);
  const files: Record<string, Uint8Array> = {};
  for (const name of await readdir(made)) files[`courier/${name}`] = await readFile(join(made, name));
  return Buffer.from(zipSync(files));
}

async function offer(page: Page, plugin: SamplePlugin): Promise<Locator> {
  await page.goto(new URL('/plugins', page.url()).href);
  await page.getByRole('button', { name: 'Install from file…' }).click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'courier.zip',
    mimeType: 'application/zip',
    buffer: await zipOf(plugin),
  });
  const dialog = page.getByRole('dialog', { name: /Courier/i });
  await dialog.getByRole('switch').first().waitFor();
  return dialog;
}

const READS = { type: 'read_workspace', resource: '*' };
const courier = (more: Partial<SamplePlugin>): SamplePlugin => ({
  name: 'courier',
  permissions: [READS],
  run: `return { summary: 'Nothing to carry.' };`,
  ...more,
});

describe('a plugin in an archive', () => {
  test('is read from a .zip, and an update that asks for more starts with everything off again', async () => {
    const page = await sample.open('/plugins');
    const first = await offer(page, courier({}));
    await first.getByText('Uploaded archive').waitFor();
    expect(await first.getByText('Worth a second look').count()).toBe(0);
    await first.getByRole('switch').click();
    await first.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByText('Active', { exact: true }).waitFor();

    const wanted = [
      READS,
      { type: 'network', resource: 'api.example.com' },
      { type: 'model' },
      { type: 'write_workspace' },
    ];
    const update = await offer(page, courier({ version: '1.1.0', permissions: wanted }));
    await update.getByText('Replaces version 1.0.0.').waitFor();
    await update
      .getByText(/New since then: Use the network, Use a language model, Propose changes/)
      .waitFor();
    await update.getByText('Worth a second look').waitFor();
    await update.getByText(/what it reads could be sent there/).waitFor();
    expect(await update.getByRole('switch', { checked: true }).count()).toBe(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([await violations(page), await squeezed(page)]).toEqual([[], []]);
    }

    for (const right of ['Read your workspace', 'Use the network', 'Use a language model'])
      await update.getByRole('switch', { name: right }).click();
    await update.getByText('Only api.example.com').waitFor();
    // The only choice there is, so it is made already.
    await update.getByText('Any model', { exact: true }).waitFor();
    const cap = update.getByRole('textbox', { name: /^Spending cap/ });
    await cap.fill('none');
    await update.getByText('Enter an amount above zero.').waitFor();
    expect(await update.getByRole('button', { name: 'Update', exact: true }).isDisabled()).toBe(true);
    await cap.fill('2.50');
    await update.getByRole('button', { name: 'Update', exact: true }).click();
    // One right is still off, so it waits; what was given is listed with its limit.
    await page.getByText('Needs rights').waitFor();
    await page.getByRole('radio', { name: 'Rights' }).click();
    await page.getByText(/up to .*2\.50/).waitFor();
    await page.getByText('api.example.com').first().waitFor();
  });

  test('that never comes to an end is stopped from its page', async () => {
    const page = await sample.open('/plugins');
    const endless = `for (;;) await ctx.workspace.listTasks({ limit: 1 });`;
    const dialog = await offer(page, courier({ run: endless }));
    await dialog.getByRole('switch').click();
    await dialog.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByText('Active', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Run now', exact: true }).click();
    await page.getByText('Running', { exact: true }).first().waitFor();
    const askedAt = performance.now();
    await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
    await page.getByText('Stopped', { exact: true }).first().waitFor();
    // A second is promised for the work; the page has a moment more to hear of it.
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    await page.reload();
    await page.getByText('Stopped', { exact: true }).first().waitFor();
  });
});
