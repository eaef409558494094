import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { startWebHost } from '#main/hosts/web/index.ts';
import { ensureBuilt } from '#tools/build.ts';
import { ROOT } from '#tools/build/parts.ts';
import { openBrowser } from '../support/launch/browser.ts';
import { catalogueOf, serveModel } from '../support/model-server.ts';
import { writeTinyModel } from '../support/tiny-sentence-model.ts';
import { PASSPHRASE } from './harness/ready-folders.ts';
import { workspaceForEach } from './harness/workspace.ts';
import { violations } from './harness/violations.ts';

const workspace = workspaceForEach('empty', { reducedMotion: 'reduce' });

const FIRST_BYTES = 1_000_000;

/** A server that stops in the middle of the model, once. */
async function servePart(folder: string) {
  let isFirst = true;
  return serveModel(folder, (request, response, bytes) => {
    if (!isFirst || !request.url?.endsWith('.onnx')) return false;
    isFirst = false;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, FIRST_BYTES));
    return true;
  });
}

test('a sentence model is fetched on the page, paused, taken up where it stopped, and chosen', async () => {
  const { dataDir } = workspace;
  const folder = join(dataDir, 'served');
  await writeTinyModel(folder, { hidden: 384, layers: 8 });
  const server = await servePart(folder);
  await ensureBuilt();
  // In this process, as its list of models is another than the product's.
  const sentenceModels = [await catalogueOf(folder, server.port)];
  await using app = createAdiuva({ host: 'web', keychain: null, dataDir, sentenceModels });
  await app.caller().system.unlock({ passphrase: PASSPHRASE });
  await using host = await startWebHost(app, { port: 0, rendererFolder: join(ROOT, 'dist', 'renderer') });
  const window = await openBrowser({ dataDir, target: 'web', reducedMotion: 'reduce' });
  try {
    const page = await window.context.newPage();
    await page.goto(host.issueLink());
    await page.waitForURL((url) => url.pathname !== '/open');
    await page.goto(new URL('/settings?section=models', host.origin).href);
    await fetchInTwo(page);
    const ranges = server.seen.filter(({ path }) => path.endsWith('.onnx')).map(({ range }) => range);
    expect(ranges).toEqual([undefined, `bytes=${FIRST_BYTES}-`]);
  } finally {
    await window.close();
    await server.close();
  }
});

async function fetchInTwo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Download tiny' }).click();
  const progress = page.getByRole('progressbar', { name: 'Download tiny' });
  await expect.poll(() => progress.getAttribute('aria-valuenow'), { timeout: 20_000 }).toMatch(/^[1-9]/);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText(/^Paused · 1 MB of/).waitFor();
  expect(await violations(page)).toEqual([]);
  // It is still so for whoever comes back later.
  await page.reload();
  await page.getByText(/^Paused · 1 MB of/).waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Use tiny' }).click();
  await page.locator('li').filter({ hasText: 'tiny' }).getByText('In use').waitFor();
}
