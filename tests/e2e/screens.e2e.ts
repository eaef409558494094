import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '#tools/build/parts.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { propose, type Wish } from '../support/proposing.ts';
import { PASSPHRASE } from './harness/ready-folders.ts';
import { settled, squeezed, violations } from './harness/violations.ts';
import { makeWorkspace, type OwnWorkspace } from './harness/workspace.ts';

/** The pictures of the documentation are made anew only on demand: they show the day they were made on. */
const isKept = process.env['ADIUVA_SCREENSHOTS'] === '1';
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;
const THEMES = ['light', 'dark'] as const;

/** Items of the sample that show most of what a page can hold, by name: ids and dates differ from day to day. */
const SHOWN = {
  task: ['tasks.list', 'Build the checkout with guest orders'],
  project: ['projects.list', 'Online shop relaunch'],
  client: ['clients.list', 'Torrefazione Bellarosa'],
  note: ['notes.list', 'Single-origin labels: direction and colours'],
} as const;

const SCREENS: readonly { readonly name: string; path(ids: Ids): string; readonly ready: string }[] = [
  { name: 'home', path: () => '/', ready: '#content [role="row"]' },
  { name: 'tasks', path: () => '/tasks', ready: '#content [role="row"][data-key]' },
  { name: 'task', path: (ids) => `/tasks/${ids.task}`, ready: '[data-side-panel]' },
  { name: 'timeline', path: () => '/timeline', ready: '[data-timeline-chart] [data-item]' },
  { name: 'project', path: (ids) => `/projects/${ids.project}`, ready: '#content [role="row"]' },
  { name: 'client', path: (ids) => `/clients/${ids.client}`, ready: '#content h2' },
  { name: 'note', path: (ids) => `/notes/${ids.note}`, ready: '#content .ProseMirror' },
  { name: 'inbox', path: () => '/inbox', ready: 'article h2' },
  { name: 'plugins', path: () => '/plugins', ready: '#content h2' },
  { name: 'plugin', path: () => '/plugins/email-scanner?view=rights', ready: '#content h2' },
  { name: 'activity', path: () => '/activity', ready: '#content [role="row"][data-key]' },
  { name: 'assistant', path: (ids) => `/chat?session=${ids.session}`, ready: '#content form textarea' },
  { name: 'search', path: () => '/search?q=bellarosa%20shop', ready: '#content mark' },
];

type Ids = Readonly<Record<keyof typeof SHOWN | 'session', string>>;

let root: string;
let pictures: string;
let filled: OwnWorkspace;
let launched: LaunchedApp | undefined;
let ids: Ids;

async function idOf([procedure, name]: readonly [string, string]): Promise<string> {
  const page = await filled.call<{ items: { id: string }[] }>(procedure, { text: name });
  expect([name, page.items.length > 0]).toEqual([name, true]);
  return page.items[0]?.id ?? '';
}

/** Asks from the terminal; the conversation is there in the window too. */
async function sessionOf(question: string): Promise<string> {
  await filled.cli('ask', question);
  const page = await filled.call<{ items: { id: string }[] }>('assistant.sessions.list', {});
  return page.items[0]?.id ?? '';
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-screens-'));
  pictures = isKept ? join(ROOT, 'docs', 'screenshots') : join(root, 'pictures');
  await mkdir(pictures, { recursive: true });
  filled = await makeWorkspace('sample');
  ids = {
    task: await idOf(SHOWN.task),
    project: await idOf(SHOWN.project),
    client: await idOf(SHOWN.client),
    note: await idOf(SHOWN.note),
    session: await sessionOf('What did I promise Bellarosa?'),
  };
  await filled.cli('plugin', 'install', 'email-scanner', '--grant', 'read_workspace', 'write_workspace');
  await filled.cli('plugin', 'install', 'file-watcher', '--grant', 'read_workspace', 'write_workspace');
  await filled.prepared((app) => propose(app, wishesOf(ids)));
  // Seven commands of their own before the first picture.
}, 300_000);
afterAll(async () => {
  await launched?.close();
  await filled[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});
// These tests only look, so one app shows all of them; a further try looks at a new one.
beforeEach(async ({ task }) => {
  if (launched !== undefined && (task.result?.retryCount ?? 0) === 0) return;
  await launched?.close();
  const dataDir = await mkdtemp(join(root, 'data-'));
  await cp(filled.dataDir, dataDir, { recursive: true });
  launched = await launchApp({
    dataDir,
    target: 'web',
    passphrase: PASSPHRASE,
    timezone: 'Europe/Rome',
    reducedMotion: 'reduce',
  });
});

/** What a morning's mail asks for. */
const wishesOf = (shown: Ids): readonly Wish[] => [
  {
    action: 'tasks.update',
    input: { ids: [shown.task], patch: { priority: 'urgent', estimateMinutes: 240 } },
    reason: 'The client asks for it before the weekend.',
  },
  {
    action: 'checkpoints.create',
    input: { title: 'Print files approved', projectId: shown.project, dueDate: '2027-01-29' },
    reason: 'The printer names a day.',
  },
  {
    action: 'tasks.create',
    input: { title: 'Answer Anna about the spring campaign', clientId: shown.client, priority: 'medium' },
    reason: 'Anna waits for an answer.',
  },
  {
    action: 'tasks.create',
    input: {
      title: 'Send the revised quote',
      projectId: shown.project,
      dueDate: '2027-01-15',
      priority: 'high',
    },
    reason: 'Anna asks for it in a mail.',
  },
];

async function show(page: Page, path: string, ready: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  await page.locator('#content h1').first().waitFor();
  await page.locator(ready).first().waitFor();
  // No pointer and no caret in the picture.
  await page.mouse.move(0, 0);
}

describe.each(SCREENS)('the screen $name', ({ name, path, ready }) => {
  test('breaks no rule of axe and squeezes no text in either theme and size, and is kept as a picture', async () => {
    if (launched === undefined) throw new Error('No app is open.');
    const { page } = launched;
    const broken: string[] = [];
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await show(page, path(ids), ready);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await settled(page);
        const file = join(pictures, `${name}-${colorScheme}-${size.width}x${size.height}.png`);
        await page.screenshot({ path: file, caret: 'hide', animations: 'disabled' });
        const found = [...(await violations(page)), ...(await squeezed(page))];
        broken.push(...found.map((rule) => `${colorScheme} ${size.width}: ${rule}`));
      }
    }
    expect(broken).toEqual([]);
  });
});
