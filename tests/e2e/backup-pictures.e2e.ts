import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Adiuva } from '#main/compose.ts';
import { ROOT } from '#tools/build/parts.ts';
import { launchApp } from '../support/launch-app.ts';
import {
  content,
  giveWordsBack,
  readWords,
  takeWordsAndBackUp,
  typeWords,
  WHOLE_MS,
  workMs,
} from './harness/backing-up.ts';
import { PASSPHRASE } from './harness/ready-folders.ts';
import { settled, squeezed, violations } from './harness/violations.ts';
import { goTo, makeWorkspace, type OwnWorkspace } from './harness/workspace.ts';

/** The pictures of the documentation are made anew only on demand: they show the day they were made on. */
const isKept = process.env['ADIUVA_SCREENSHOTS'] === '1';
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;
const THEMES = ['light', 'dark'] as const;
/** What a person's disk would be called; in the pictures it stands for the folder of the test. */
const DISK = '/media/elena/Backup disk';

let root: string;
let disk: string;
let workspace: OwnWorkspace;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-pictures-'));
  disk = join(root, 'disk');
  await mkdir(disk);
  workspace = await makeWorkspace('sample', {
    viewport: SIZES[0],
    timezone: 'Europe/Rome',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
});
afterEach(async () => {
  await workspace[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

/** Shows the person's disk where the folder of the test is named. */
function nameDisk(page: Page): Promise<void> {
  return page.evaluate(
    ([from, to]) => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (node.nodeValue?.includes(from)) node.nodeValue = node.nodeValue.replace(from, to);
      }
    },
    [disk, DISK] as const,
  );
}

async function keep(page: Page, folder: string, name: string): Promise<void> {
  await settled(page);
  // No pointer and no caret in the picture.
  await page.mouse.move(0, 0);
  await nameDisk(page);
  const kept = isKept ? join(ROOT, 'docs', folder) : join(root, folder);
  await page.screenshot({ path: join(kept, `${name}.png`), caret: 'hide', animations: 'disabled' });
}

/** For the guide: light, at the larger size. */
async function guide(page: Page, name: string): Promise<void> {
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await keep(page, 'backup', name);
}

/** For the screens that a designer signs off on: both themes and sizes, and no rule broken in any. */
async function screen(page: Page, name: string): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await keep(page, 'screenshots', `${name}-${colorScheme}-${size.width}x${size.height}`);
      const found = [...(await violations(page)), ...(await squeezed(page))];
      broken.push(...found.map((rule) => `${colorScheme} ${size.width}: ${rule}`));
    }
  }
  return broken;
}

/** A bad morning: much is deleted, a note is overwritten, and some of the day's work is good. */
async function spoil(app: Adiuva): Promise<void> {
  const { tasks, notes } = app.caller();
  const doomed = await tasks.list({ text: 'checkout' });
  await tasks.remove({ ids: doomed.items.map(({ id }) => id) });
  const others = await notes.list({ text: 'Bellarosa' });
  const [first, second, third] = others.items;
  await notes.remove({ ids: [first?.id ?? '', second?.id ?? ''] });
  await notes.update({ id: third?.id ?? '', patch: { body: 'Pasted over by mistake.' } });
  await tasks.create({ title: 'Ask the printer about the paper' });
  await tasks.create({ title: 'Send the offer to Tidewater' });
}

test(
  'the set-up, the page, a drill and a restore are kept as pictures, and break no rule of axe',
  async () => {
    const page = await workspace.open('/backup?setUp=true');
    await page.getByLabel('Name of this computer').fill('Elena’s laptop');
    await page.getByLabel('Folder', { exact: true }).fill(DISK);
    await guide(page, 'set-up-place');
    await page.getByLabel('Folder', { exact: true }).fill(disk);
    await page.keyboard.press('Enter');
    const shown = await readWords(page);
    await guide(page, 'set-up-words');
    await page.getByRole('button', { name: 'I have written them down' }).click();
    await giveWordsBack(page, shown);
    await guide(page, 'set-up-confirm');
    await page.getByRole('button', { name: 'Show the words again' }).click();
    const words = await takeWordsAndBackUp(page);
    await guide(page, 'set-up-first-backup');

    await page.getByRole('button', { name: 'Try out a restore now' }).click();
    await content(page)
      .getByText(/searches and files were the same/)
      .waitFor(workMs);
    await page.getByRole('button', { name: 'Check: Check the structure' }).click();
    await content(page)
      .getByText(/The list and .* whole\./)
      .waitFor(workMs);
    await guide(page, 'backup-page');
    expect(await screen(page, 'backup')).toEqual([]);
    await page.setViewportSize(SIZES[0]);
    await page.getByRole('button', { name: /^Status:/ }).click();
    await page.getByRole('link', { name: /Restore proven/ }).waitFor();
    await guide(page, 'drill');

    await workspace.prepared(spoil);
    const later = await workspace.open('/backup?view=points');
    await content(later)
      .getByRole('link', { name: /^Look and restore/ })
      .first()
      .waitFor();
    expect(await screen(later, 'backup-points')).toEqual([]);
    await goTo(later, '/backup/1');
    await content(later)
      .getByRole('row', { name: /^Tasks/ })
      .waitFor(workMs);
    await guide(later, 'restore-differences');
    expect(await screen(later, 'backup-restore')).toEqual([]);
    await later.setViewportSize(SIZES[0]);
    await later.getByRole('radio', { name: 'Single items' }).click();
    await content(later).getByText('in the trash').first().waitFor();
    await later.getByRole('searchbox', { name: 'Find by title' }).fill('Bellarosa');
    const gone = content(later).getByRole('listitem').filter({ hasText: 'in the trash' });
    await gone.first().getByRole('checkbox').click();
    await guide(later, 'restore-items');
    await workspace.close();
    await pictureOfNewComputer(words);
  },
  WHOLE_MS,
);

async function pictureOfNewComputer(words: readonly string[]): Promise<void> {
  const dataDir = join(root, 'new-computer');
  const { page, close } = await launchApp({ dataDir, target: 'web', reducedMotion: 'reduce' });
  try {
    await page.getByRole('button', { name: 'Restore from a backup' }).click();
    await page.getByLabel('Folder', { exact: true }).fill(disk);
    await page.keyboard.press('Enter');
    await typeWords(page, words);
    await guide(page, 'new-computer-words');
    await page.getByRole('button', { name: 'Open the backup' }).click();
    await page.getByRole('radio').first().waitFor(workMs);
    await guide(page, 'new-computer-points');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByLabel('New passphrase').fill(PASSPHRASE);
    await page.getByLabel('The same once more').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await content(page).waitFor(workMs);
  } finally {
    await close();
  }
}
