import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchApp } from '../support/launch-app.ts';
import {
  content,
  giveWordsBack,
  readWords,
  setUpAt,
  trouble,
  typeWords,
  WHOLE_MS,
  workMs,
} from './harness/backing-up.ts';
import { goTo, makeEmptyWorkspace, PASSPHRASE } from './harness/empty-workspace.ts';

let vault: string;

beforeEach(async () => {
  vault = await mkdtemp(join(tmpdir(), 'adiuva-vault-'));
});
afterEach(() => rm(vault, { recursive: true, force: true }));

test(
  'a backup is set up in four steps, told apart from words that are wrong, and begins by itself',
  async () => {
    await using workspace = await makeEmptyWorkspace();
    const page = await workspace.open('/backup');
    expect(await trouble(page)).toEqual([]);
    await page.getByRole('button', { name: 'Set up the backup' }).click();
    for (const kind of [/Adiuva server/, /S3 bucket/, /WebDAV/, /folder or drive/]) {
      await page.getByRole('radio', { name: kind }).click();
      expect(await trouble(page), String(kind)).toEqual([]);
    }
    await page.getByLabel('Folder', { exact: true }).fill(vault);
    await page.keyboard.press('Enter');
    const words = await readWords(page);
    expect(await trouble(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have written them down' }).click();

    const first = page.getByLabel(/^Word \d+$/).first();
    await first.fill('xq');
    await page.getByText('This word is not in the list').waitFor();
    expect(await trouble(page)).toEqual([]);
    await first.fill('ab');
    await page.getByRole('option', { name: 'abandon' }).waitFor();
    expect(await trouble(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => first.inputValue()).toBe('abandon');
    await first.fill('');
    for (const field of await page.getByLabel(/^Word \d+$/).all()) {
      // None of the twelve: a phrase has no word in all of its places.
      await field.fill(words[0] === 'zoo' ? 'abandon' : 'zoo');
    }
    await page.getByLabel('Current passphrase').fill(PASSPHRASE);
    expect(await trouble(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('These words are not the ones that were shown.').waitFor();
    await page.getByRole('button', { name: 'Show the words again' }).click();
    expect(await readWords(page)).toEqual(words);
    await page.getByRole('button', { name: 'I have written them down' }).click();
    await giveWordsBack(page, words);
    await page.getByLabel('Current passphrase').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await content(page).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
    expect(await trouble(page)).toEqual([]);
    expect((await readdir(vault)).toSorted()).toContain('vault.json');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a page to print, with the words' }).click();
    expect((await saving).suggestedFilename()).toMatch(/\.pdf$/);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { level: 1, name: 'Backup' }).waitFor();
    await page.getByRole('button', { name: /^Status: Backed up/ }).waitFor();
  },
  WHOLE_MS,
);

test(
  'a restore is tried out, damage is found and named, and the next backup mends it',
  async () => {
    await using workspace = await makeEmptyWorkspace();
    const page = await workspace.open('/backup');
    await setUpAt(page, vault);
    await page.getByRole('button', { name: 'Try out a restore now' }).click();
    await content(page)
      .getByText(/searches and files were the same/)
      .waitFor(workMs);
    expect(await trouble(page)).toEqual([]);
    await page.getByRole('button', { name: /^Status:/ }).click();
    await page.getByRole('link', { name: /Restore proven/ }).waitFor();
    expect(await trouble(page)).toEqual([]);
    await page.keyboard.press('Escape');

    const packs = join(vault, 'g1', 'packs');
    const [pack = ''] = await readdir(packs);
    const bytes = await readFile(join(packs, pack));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(join(packs, pack), bytes);
    await page.getByRole('button', { name: 'Read: Read all data' }).click();
    await content(page)
      .getByText(/The last check found 1 damaged piece/)
      .waitFor(workMs);
    await content(page).getByText(pack).first().waitFor();
    expect(await trouble(page)).toEqual([]);

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('back up now');
    await page
      .getByRole('option', { name: /Back up now/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await content(page).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
    await page.getByRole('button', { name: 'Read: Read all data' }).click();
    await content(page).getByText('All data was read and is whole.').waitFor(workMs);
  },
  WHOLE_MS,
);

test(
  'points are listed, settings are kept, and a backup is disconnected and joined again with its words',
  async () => {
    await using workspace = await makeEmptyWorkspace();
    const page = await workspace.open('/backup');
    const words = await setUpAt(page, vault);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('radio', { name: 'Points in time' }).click();
    const points = page.getByRole('list', { name: 'Points in time' }).getByRole('listitem');
    await points.first().waitFor();
    expect(await points.count()).toBe(1);
    expect(await trouble(page)).toEqual([]);

    await page.getByRole('radio', { name: 'Settings' }).click();
    await page.getByLabel('How often').click();
    await page.getByRole('option', { name: 'Every hour' }).click();
    await page.getByLabel('At', { exact: true }).waitFor({ state: 'detached' });
    for (const rule of ['Newest', 'Days', 'Weeks', 'Months']) await page.getByLabel(rule).fill('0');
    await page.getByRole('alert').getByText('These rules would keep no backup at all.').waitFor();
    expect(await trouble(page)).toEqual([]);
    await page.getByLabel('Days').fill('30');
    await page.getByText('These rules let nothing go that is there now.').waitFor();
    expect(await trouble(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
    await page.reload();
    await expect.poll(() => page.getByLabel('Days').inputValue()).toBe('30');
    expect(await page.getByLabel('How often').textContent()).toContain('Every hour');
    await page.setViewportSize({ width: 1024, height: 700 });
    expect(await trouble(page)).toEqual([]);

    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Set up the backup' }).click();
    await page.getByLabel('Folder', { exact: true }).fill(vault);
    await page.keyboard.press('Enter');
    await page.getByText(/There is a backup here already/).waitFor();
    await page.getByLabel('Word 1', { exact: true }).focus();
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text', text);
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    }, words.join('\n'));
    await expect.poll(() => page.getByLabel('Word 12').inputValue()).toBe(words[11]);
    expect(await trouble(page)).toEqual([]);
    await page.getByLabel('Current passphrase').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Set up and begin' }).click();
    await content(page).getByRole('heading', { name: 'Everything is backed up' }).waitFor(workMs);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('radio', { name: 'Points in time' }).click();
    await expect.poll(() => points.count()).toBe(2);
  },
  WHOLE_MS,
);

test(
  'a note comes back alone, then the whole workspace, and its former state is put back',
  async () => {
    await using workspace = await makeEmptyWorkspace();
    await workspace.prepared(async (app) => {
      const { notes } = app.caller();
      await notes.create({ title: 'Letter to Bellarosa', body: 'As promised in March.' });
      await notes.create({ title: 'Prices', body: '40 an hour.' });
    });
    const page = await workspace.open('/backup');
    await setUpAt(page, vault);
    await goTo(page, '/notes');
    for (const title of ['Letter to Bellarosa', 'Prices']) {
      await content(page).getByRole('row', { name: title }).focus();
      await page.keyboard.press('Delete');
      await content(page).getByRole('row', { name: title }).waitFor({ state: 'detached' });
    }
    await goTo(page, '/backup?view=points');
    await page
      .getByRole('link', { name: /^Look and restore/ })
      .first()
      .click();
    await content(page)
      .getByRole('row', { name: /Notes 0 2/ })
      .waitFor(workMs);
    expect(await trouble(page)).toEqual([]);
    await page.getByRole('radio', { name: 'Single items' }).click();
    await page.getByLabel('Letter to Bellarosa').click();
    expect(await trouble(page)).toEqual([]);
    await page.getByRole('button', { name: 'Bring 1 back' }).click();
    await page.getByText('1 item is as it was').waitFor();
    await expect.poll(() => content(page).getByText('in the trash').count()).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => content(page).getByText('in the trash').count()).toBe(2);
    await page.getByLabel('Letter to Bellarosa').click();
    await page.getByRole('button', { name: 'Bring 1 back' }).click();
    await expect.poll(() => content(page).getByText('in the trash').count()).toBe(1);

    await page.getByRole('button', { name: 'Restore everything' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Current passphrase').fill(PASSPHRASE);
    expect(await trouble(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Restore everything' }).click();
    await page.getByText('The workspace was restored.').waitFor(workMs);
    expect(await trouble(page)).toEqual([]);
    await goTo(page, '/notes');
    await content(page).getByRole('row', { name: 'Prices' }).waitFor();
    await goTo(page, '/backup');
    await page.getByRole('button', { name: 'Put it back…' }).click();
    await dialog.getByLabel('Current passphrase').fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Put the former state back' }).click();
    await page.getByText('The workspace was restored.').waitFor({ state: 'detached', ...workMs });
    await goTo(page, '/notes');
    await content(page).getByRole('row', { name: 'Letter to Bellarosa' }).waitFor();
    expect(await content(page).getByRole('row', { name: 'Prices' }).count()).toBe(0);
  },
  WHOLE_MS,
);

test(
  'a lost computer is replaced: a place and twelve words bring everything back',
  async () => {
    await using workspace = await makeEmptyWorkspace();
    await workspace.prepared((app) =>
      app.caller().notes.create({ title: 'Letter to Bellarosa', body: 'As promised.' }),
    );
    const words = await setUpAt(await workspace.open('/backup'), vault);
    await workspace.close();
    const dataDir = await mkdtemp(join(tmpdir(), 'adiuva-new-'));
    const { page, close } = await launchApp({ dataDir, target: 'web', reducedMotion: 'reduce' });
    try {
      await page.getByRole('button', { name: 'Restore from a backup' }).click();
      await page.getByLabel('Folder', { exact: true }).fill(vault);
      expect(await trouble(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await typeWords(page, words.with(3, 'zoo'));
      expect(await trouble(page)).toEqual([]);
      await page.getByRole('button', { name: 'Open the backup' }).click();
      await page
        .locator('main [role=status]')
        .filter({ hasText: /check the words/i })
        .waitFor(workMs);
      await page.getByLabel('Word 4', { exact: true }).fill(words[3] ?? '');
      await page.getByRole('button', { name: 'Open the backup' }).click();
      await page.getByRole('radio', { name: /1 note/ }).waitFor(workMs);
      expect(await trouble(page)).toEqual([]);
      await page.getByRole('button', { name: 'Go on' }).click();
      await expect.poll(() => page.getByLabel('Name of this computer').inputValue()).toBe(hostname());
      await page.getByLabel('Name of this computer').fill('The new laptop');
      await page.getByLabel('New passphrase').fill(PASSPHRASE);
      await page.getByLabel('The same once more').fill(PASSPHRASE);
      expect(await trouble(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await content(page).waitFor(workMs);
      await goTo(page, '/notes');
      await content(page).getByRole('row', { name: 'Letter to Bellarosa' }).waitFor();
    } finally {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
  WHOLE_MS,
);

test(
  'new words take the place of the former ones',
  async () => {
    await using workspace = await makeEmptyWorkspace();
    const page = await workspace.open('/backup');
    const former = await setUpAt(page, vault);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('radio', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Change the words…' }).click();
    await page.getByRole('button', { name: 'Show new words' }).click();
    const words = await readWords(page);
    expect(words).not.toEqual(former);
    expect(await trouble(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have written them down' }).click();
    await giveWordsBack(page, words);
    await page.getByLabel('Current passphrase').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Use the new words' }).click();
    await page.getByText('The new words are in use').waitFor();
  },
  WHOLE_MS,
);
