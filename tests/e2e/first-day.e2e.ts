import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '#tools/build/parts.ts';
import { availableTargets, launchApp, type LaunchedApp, type LaunchTarget } from '../support/launch-app.ts';
import {
  DRAWINGS,
  HOSTILE_NOTES,
  NOTES,
  TASKS,
  writeTasksCsv,
  writeVault,
} from './harness/first-day-files.ts';

const PASSPHRASE = 'quiet desk lamp 42';
const SAMPLE = { notes: 60, tasks: 160 };
const PATIENCE = { timeout: 30_000 };
const targets = availableTargets();
process.stderr.write(`the first day is lived on: ${targets.join(', ')}\n`);

let root: string;
let dataDir: string;
let launched: LaunchedApp | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-first-day-'));
  dataDir = join(root, 'data');
});
afterEach(async () => {
  await launched?.close();
  launched = undefined;
  await rm(root, { recursive: true, force: true });
});

/** What a page did that no content may make it do. */
type Misdeeds = { readonly told: string[]; expectNone(page: Page): Promise<void> };

function watch(page: Page): Misdeeds {
  const told: string[] = [];
  const origin = new URL(page.url()).origin;
  page.on('dialog', (dialog) => {
    told.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { origin: asked, protocol } = new URL(request.url());
    if (asked !== origin && !['data:', 'blob:'].includes(protocol)) told.push(`a request to ${asked}`);
  });
  page.on('popup', (popup) => told.push(`a window: ${popup.url()}`));
  page.on('pageerror', (error) => told.push(`an error: ${error.message}`));
  return {
    told,
    async expectNone(current) {
      expect(await current.evaluate(() => Reflect.get(window, 'pwned') as unknown)).toBe(undefined);
      expect(new URL(current.url()).origin).toBe(origin);
      expect(told).toEqual([]);
    },
  };
}

async function open(target: LaunchTarget): Promise<Page> {
  launched = await launchApp({ dataDir, target, locale: 'en-GB', reducedMotion: 'reduce' });
  return launched.page;
}

/** From the welcome to an open workspace with the sample in it. */
async function setUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up my workspace' }).click();
  await page.getByLabel('New passphrase').waitFor();
  const keychain = page.getByRole('switch');
  if ((await keychain.count()) > 0 && (await keychain.isChecked())) await keychain.click();
  await page.getByLabel('New passphrase').fill(PASSPHRASE);
  await page.getByLabel('The same once more').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  const list = page.getByRole('list', { name: 'Recovery words' });
  await list.waitFor(PATIENCE);
  const words = await list.locator('[translate=no]').allTextContents();
  expect(words).toHaveLength(12);
  await page.getByRole('button', { name: 'I have written them down' }).click();
  for (const field of await page.getByLabel(/^Word \d+$/).all()) {
    const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
    await field.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: /Sample workspace/ }).click();
  await page.getByRole('button', { name: 'Open my workspace' }).click();
  await page.locator('#content h1').waitFor(PATIENCE);
}

async function goTo(page: Page, place: string): Promise<void> {
  const link = page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${place}`) });
  await link.first().click();
  await page.getByRole('heading', { level: 1, name: place }).waitFor();
}

/** Types into the palette and takes the entry that says so. */
async function pick(page: Page, text: string, entry: string | RegExp = text): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await palette.getByRole('combobox').fill(text);
  await palette.getByRole('option', { name: entry }).first().click();
  await palette.waitFor({ state: 'detached' });
}

async function importFrom(page: Page, input: Locator, path: string, count: number): Promise<void> {
  await input.setInputFiles(path);
  await page.getByRole('button', { name: 'Try it first' }).click(PATIENCE);
  await page.getByRole('button', { name: new RegExp(`To add\\s*${count}`) }).waitFor(PATIENCE);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('button', { name: new RegExp(`Added\\s*${count}`) }).waitFor(PATIENCE);
}

async function importBoth(page: Page): Promise<void> {
  const vault = join(root, 'Harbour notes');
  const csv = join(root, 'moorings.csv');
  writeVault(vault);
  writeTasksCsv(csv);
  await pick(page, 'import', 'Import and export');
  await page.getByRole('heading', { level: 1, name: 'Import and export' }).waitFor();
  await importFrom(page, page.locator('input[webkitdirectory]'), vault, NOTES + DRAWINGS);
  await page.getByRole('button', { name: 'Import something else' }).click();
  await importFrom(page, page.locator('input[type=file]:not([webkitdirectory])'), csv, TASKS);
}

const panelOf = (page: Page): Locator => page.locator('[data-side-panel]');
const editorOf = (page: Page): Locator => page.locator('#content .ProseMirror');

/** By the palette, by the search page and by the filter of a list. */
async function findThings(page: Page): Promise<void> {
  await pick(page, 'ledger page 137', /Ledger page 137/);
  await editorOf(page).getByText('Anemone-137').waitFor(PATIENCE);
  await pick(page, 'mooring 444', /Inspect mooring 444/);
  await panelOf(page).getByText('Inspect mooring 444, pier 2').first().waitFor();
  await goTo(page, 'Search');
  const field = page.getByLabel('Search everything').first();
  const hits = page.locator('#content').getByRole('row');
  await field.fill('type:note anemone-58');
  await hits.filter({ hasText: 'Ledger page 58' }).first().waitFor();
  await field.fill('bellarosa type:client');
  await hits.filter({ hasText: 'Torrefazione Bellarosa' }).first().waitFor();
}

const rowOf = (page: Page, title: string): Locator =>
  page.locator('#content [role="row"][data-key]').filter({ hasText: title });

async function rename(page: Page, from: string, to: string): Promise<void> {
  await goTo(page, 'Tasks');
  await page.getByLabel('Filter by title').fill(from);
  await rowOf(page, from).first().focus();
  await page.keyboard.press('e');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await page.getByLabel('Filter by title').fill(to);
  await rowOf(page, to).first().waitFor();
}

/** One edit that stays, one that is taken back, and a line in a note. */
async function edit(page: Page): Promise<void> {
  await rename(page, 'Inspect mooring 12,', 'Paint the bollard of berth twelve');
  await rename(page, 'Inspect mooring 13,', 'A slip of the finger');
  await rowOf(page, 'A slip of the finger').first().focus();
  await page.keyboard.press('Control+z');
  await page.getByLabel('Filter by title').fill('Inspect mooring 13,');
  await rowOf(page, 'Inspect mooring 13,').first().waitFor();
  await pick(page, 'ledger page 7', /Ledger page 7\b/);
  await editorOf(page).getByText('Anemone-7.').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' Tide at four, said the keeper.');
  await page.getByText('Saved', { exact: true }).waitFor(PATIENCE);
}

/** Opens every hostile note and presses what can be pressed in it. */
async function openHostile(page: Page, misdeeds: Misdeeds): Promise<void> {
  await goTo(page, 'Notes');
  await page.getByLabel('Filter notes').fill('hostile');
  const notes = page.getByRole('grid').first().locator('[role=row][aria-selected]');
  await expect.poll(() => notes.count(), PATIENCE).toBe(HOSTILE_NOTES);
  for (let index = 0; index < HOSTILE_NOTES; index += 1) {
    await notes.nth(index).click();
    await editorOf(page).waitFor(PATIENCE);
    // As soon as it shows, and once whatever it might have begun had its time.
    await page.waitForTimeout(400);
    // A web address opens in the browser when it is pressed, and a link to a note makes it: both as they should.
    for (const link of await editorOf(page).locator('a:not([href^="http"], .wiki-link)').all()) {
      await link.click({ modifiers: ['Control'], timeout: 2_000 }).catch(() => undefined);
    }
    expect(await editorOf(page).locator('script, iframe, svg[onload], [onerror], form, style').count()).toBe(
      0,
    );
    expect(
      await editorOf(page).locator('[href^="javascript" i], [src^="http"], [href^="data" i]').count(),
    ).toBe(0);
    await misdeeds.expectNone(page);
  }
}

async function totalOf(procedure: string): Promise<number> {
  const run = promisify(execFile);
  const program = join(ROOT, 'dist', 'main', 'cli.js');
  const { stdout } = await run(
    process.execPath,
    [program, '--data-dir', dataDir, '--json', 'call', procedure, '{"limit":1}'],
    { env: { ...process.env, ADIUVA_PASSPHRASE: PASSPHRASE } },
  );
  return (JSON.parse(stdout) as { total: number }).total;
}

describe.each(targets)('a first day on %s', (target) => {
  test('ends with everything where it was left, also after the power went out', async () => {
    const page = await open(target);
    const misdeeds = watch(page);
    await setUp(page);
    await importBoth(page);
    await findThings(page);
    await edit(page);
    await openHostile(page, misdeeds);
    await launched?.app.kill();
    await launched?.close();

    const next = await open(target);
    await next.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await next.keyboard.press('Enter');
    await next.locator('#content h1').waitFor(PATIENCE);
    await findThings(next);
    await pick(next, 'bollard twelve', /Paint the bollard of berth twelve/);
    await panelOf(next).getByText('Paint the bollard of berth twelve').first().waitFor();
    await pick(next, 'mooring 13 pier', /Inspect mooring 13,/);
    await pick(next, 'tide keeper', /Ledger page 7\b/);
    await editorOf(next).getByText('Tide at four, said the keeper.').waitFor(PATIENCE);
    expect(await totalOf('notes.list')).toBe(SAMPLE.notes + NOTES);
    expect(await totalOf('tasks.list')).toBe(SAMPLE.tasks + TASKS);
  });
});
