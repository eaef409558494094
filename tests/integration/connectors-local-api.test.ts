/** What a person chooses from: folders to follow and the profiles of the browsers on this machine. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeChromeProfile } from '../support/browser-profile.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

let root: string;
let made: TestApp;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-chosen-')));
  for (const path of ['Clients/Bellarosa', 'Archive', '.git'])
    await mkdir(join(root, path), { recursive: true });
  await writeFile(join(root, 'notes.txt'), 'not a folder');
  made = await makeApp({ homeDir: root });
});
afterEach(async () => {
  await made[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

test('folders are looked through by name, without hidden ones and files', async () => {
  const listing = await made.api.connectors.files.browse({ path: root });
  expect(listing.folders.map(({ name }) => name)).toEqual(['Archive', 'Clients']);
  expect(listing.parent).toBe(await realpath(tmpdir()));
  const below = await made.api.connectors.files.browse({ path: join(root, 'Clients') });
  expect(below).toMatchObject({ name: 'Clients', parent: root, isTruncated: false });
  await expect(made.api.connectors.files.browse({ path: join(root, 'notes.txt') })).rejects.toThrow(
    /There is no folder/,
  );
});

test('a followed folder is kept by its real path, and let go of again', async () => {
  await writeFile(join(root, 'Clients', 'brief.md'), '# Brief');
  await symlink(join(root, 'Clients'), join(root, 'shortcut'));
  const followed = await made.api.connectors.files.follow({ path: join(root, 'shortcut') });
  expect(followed).toMatchObject({ path: join(root, 'Clients'), fileCount: 1 });
  expect(await made.api.connectors.files.listFolders()).toHaveLength(1);
  await made.api.connectors.files.unfollow({ path: join(root, 'Clients') });
  expect(await made.api.connectors.files.listFolders()).toEqual([]);
});

test('a profile that a browser keeps is named as the browser names it', async () => {
  makeChromeProfile({ homeDir: root, name: 'Studio', visits: [], bookmarks: [] }).close();
  const profiles = await made.api.connectors.browser.listProfiles();
  expect(profiles).toMatchObject([{ browser: 'chrome', name: 'Studio' }]);
});
