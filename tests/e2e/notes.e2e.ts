import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fieldFocused } from './harness/field-focused.ts';
import { violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const PATIENCE = { timeout: 20_000 };

const workspace = workspaceForEach('empty');
let page: Page;

const { call } = workspace;
type WrittenNote = { readonly item: { readonly id: string } };
const createNote = async (title: string, body: string): Promise<string> =>
  (await call<WrittenNote>('notes.create', { title, body })).item.id;
const bodyOf = async (id: string): Promise<string> =>
  (await call<{ body: string }>('notes.get', { id })).body;

async function openNote(id: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/notes/${id}`);
  await page.locator('.ProseMirror').waitFor();
}

describe('notes', () => {
  let failures: string[] = [];
  beforeEach(async () => {
    page = await workspace.open('/notes');
    failures = [];
    page.on('pageerror', (error) => failures.push(error.message));
  });
  afterEach(() => {
    expect(failures).toEqual([]);
  });

  test('a note is begun, written and linked by keyboard, and is there after a reload', async () => {
    const target = await createNote('Roadmap', 'Where we go.');
    await page.goto(`${new URL(page.url()).origin}/notes`);
    await page.getByRole('row', { name: /Roadmap/ }).waitFor();
    await page.keyboard.press('n');
    await page.getByLabel('Title of the note').waitFor();
    await fieldFocused(page);
    await page.keyboard.type('Kick-off');
    await page.keyboard.press('Enter');
    await page.locator('.ProseMirror:focus').waitFor();
    await page.keyboard.type('See [[Road');
    await page.getByRole('option', { name: 'Roadmap' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('first.\n/task');
    await page.locator('.milkdown-slash-menu[data-show="true"]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.ProseMirror li').first().waitFor();
    // The caret follows the new item a frame or two later.
    await page.waitForTimeout(300);
    await page.keyboard.type('book a room');
    await expect.poll(() => page.locator('.wiki-link').textContent(), PATIENCE).toBe('Roadmap');
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await expect.poll(() => bodyOf(id), PATIENCE).toBe('See [[Roadmap]] first.\n\n- [ ] book a room\n');
    await page.reload();
    await page.locator('.ProseMirror .wiki-link').click();
    await page.waitForURL(`**/notes/${target}`);
    await page.getByRole('button', { name: /Kick-off/ }).waitFor();
  });

  test('a link to a note that does not exist makes it', async () => {
    const id = await createNote('Index', 'To [[Chapter one]].');
    await openNote(id);
    await page.locator('.wiki-link[data-missing]').click();
    await expect.poll(() => page.getByLabel('Title of the note').inputValue(), PATIENCE).toBe('Chapter one');
  });

  test('opening and leaving a note rewrites nothing, and an edit leaves the rest as it was written', async () => {
    const body =
      '* one\n* two\n\n\nSome   __bold__ text\n\n1) first\n2) second\n\n| a | b |\n|--|:-:|\n| [[X\\|y]] | 2 |\n';
    const id = await createNote('Exact', body);
    await openNote(id);
    await page.locator('.ProseMirror').click();
    await page.keyboard.press('Control+Home');
    await page.getByLabel('Title of the note').focus();
    await page.waitForTimeout(1500);
    expect(await bodyOf(id)).toBe(body);
    await page.locator('.ProseMirror li').first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(' more');
    await expect.poll(() => bodyOf(id), PATIENCE).toContain('one more');
    expect(await bodyOf(id)).toBe(body.replace('* one', '* one more'));
  });

  test('nothing in a note runs, and no image is fetched from elsewhere', async () => {
    const body = [
      '<script>window.pwned = 1</script>',
      '<img src="x" onerror="window.pwned = 2">',
      'Inline <b onclick="window.pwned = 3">html</b> <svg onload="window.pwned = 4">',
      '[click](javascript:window.pwned=5) and <a href="javascript:window.pwned=6">this</a>',
      '![photo](http://pictures.example/a.png)',
      '<iframe src="javascript:window.pwned=7"></iframe>',
      '![x](data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22%20onload=%22window.pwned=8%22/%3E)',
    ].join('\n\n');
    const id = await createNote('Hostile', body);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await openNote(id);
    await page.getByText('Image on pictures.example, not loaded').waitFor();
    await page.locator('.ProseMirror a', { hasText: 'click' }).click({ modifiers: ['Control'] });
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(
      await page.locator('.ProseMirror :is(script, iframe, svg[onload], [onerror], [onclick])').count(),
    ).toBe(0);
    expect(asked.filter((url) => url.includes('pictures.example'))).toEqual([]);
    expect(new URL(page.url()).pathname).toBe(`/notes/${id}`);
    expect(await bodyOf(id)).toBe(body);
  });

  test('a file is kept with the note, shown, removed and brought back', async () => {
    const id = await createNote('Files', 'Look:');
    await openNote(id);
    await page.locator('.ProseMirror p').click();
    await page.keyboard.press('End');
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const large = Buffer.alloc(1_300_000, 7);
    await page.locator('input[type="file"]').setInputFiles([
      { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') },
      { name: 'archive.bin', mimeType: 'application/octet-stream', buffer: large },
    ]);
    await page.locator('.note-image img[src^="blob:"]').waitFor();
    await page.getByText('archive.bin').first().waitFor();
    await expect.poll(() => bodyOf(id), PATIENCE).toMatch(/!\[dot\.png\]\(adiuva-attachment:[0-9a-f-]{36}\)/);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download archive.bin' }).click();
    expect(await readFile(await (await download).path())).toEqual(large);
    await page.getByRole('button', { name: 'Remove archive.bin' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Remove archive.bin' }).waitFor();
  });

  test('a change made elsewhere while writing asks which text to keep, and loses neither', async () => {
    const id = await createNote('Shared', 'Start');
    await openNote(id);
    await page.locator('.ProseMirror p').click();
    await page.keyboard.press('End');
    const theirs = call('notes.update', { id, patch: { body: 'Start theirs' } });
    // Typing goes on until the other change has arrived, so that it is never saved before.
    await page.keyboard.type(' mine'.padEnd(40, '!'), { delay: 120 });
    await theirs;
    await page.getByText('changed elsewhere').waitFor();
    expect(await bodyOf(id)).toBe('Start theirs');
    await page.getByRole('button', { name: 'Keep both' }).click();
    await expect.poll(() => page.locator('.ProseMirror').textContent(), PATIENCE).toBe('Start theirs');
    await page.getByRole('row', { name: /Shared \(my version\)/ }).click();
    await expect
      .poll(() => page.locator('.ProseMirror').textContent(), PATIENCE)
      .toBe(`Start${' mine'.padEnd(40, '!')}`);
  });

  test('an earlier version comes back, and a note in the trash is undone', async () => {
    const id = await createNote('Versions', 'First words');
    await call('notes.update', { id, patch: { body: 'Second words' } });
    await openNote(id);
    await page.getByRole('button', { name: 'History' }).click();
    await page.locator('del', { hasText: 'First' }).waitFor();
    await page.getByRole('button', { name: 'Restore this version' }).click();
    await expect.poll(() => page.locator('.ProseMirror').textContent(), PATIENCE).toBe('First words');
    await page.getByRole('row', { name: /Versions/ }).focus();
    await page.keyboard.press('Delete');
    await page.getByText('Moved “Versions” to the trash').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await page.getByRole('row', { name: /Versions/ }).waitFor();
  });

  test.each(['light', 'dark'] as const)('no accessibility problem in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const id = await createNote(
      `Reading ${colorScheme}`,
      '# Head\n\nText [[Roadmap]] and [[Nowhere]]\n\n- [ ] task\n- point\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nconst a = 1;\n```\n',
    );
    await openNote(id);
    await page.locator('.cm-content').waitFor();
    await page.waitForTimeout(400);
    expect(await violations(page)).toEqual([]);
  });
});
