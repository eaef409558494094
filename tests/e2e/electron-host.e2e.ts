import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '#tools/build/parts.ts';
import type { StandIn } from '../support/electron-stand-in/controller.ts';
import { launchApp } from '../support/launch-app.ts';
import type { LaunchedApp, LaunchOptions } from '../support/launch-app.ts';
import { startStandInProgram } from '../support/launch/stand-in.ts';
import { callOverBridge } from './harness/bridge-call.ts';

const PASSPHRASE = 'a long enough passphrase';
const TASK = 'Call the printer about the proofs';
const run = promisify(execFile);

type Desktop = LaunchedApp & { readonly standIn: StandIn };

let dataDir: string;
const open: LaunchedApp[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'adiuva-desktop-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((launched) => launched.close()));
  await rm(dataDir, { recursive: true, force: true });
});

async function launch(options: Partial<LaunchOptions> = {}): Promise<Desktop> {
  const launched = await launchApp({ dataDir, target: 'stand-in', ...options });
  open.push(launched);
  const { standIn } = launched.app;
  if (standIn === undefined) throw new Error('The stand-in gives the test no hand.');
  return { ...launched, standIn };
}

async function quit(launched: LaunchedApp): Promise<void> {
  const index = open.findIndex(({ app }) => app === launched.app);
  await open.splice(index, 1)[0]?.close();
}

/** Where the page shows the app and not one of the screens before it. */
async function waitForShell(page: Page): Promise<void> {
  await page.locator('#content').waitFor();
}

/** A store whose key the stand-in's safe storage holds, past the first start. */
async function launchSetUp(options: Partial<LaunchOptions> = {}): Promise<Desktop> {
  const desktop = await launch(options);
  await callOverBridge(desktop.page, 'mutation', 'system.setup', { useKeychain: true });
  await callOverBridge(desktop.page, 'mutation', 'system.finishOnboarding');
  await desktop.page.reload();
  await waitForShell(desktop.page);
  return desktop;
}

async function createTask(page: Page, title: string): Promise<string> {
  const { item } = (await callOverBridge(page, 'mutation', 'tasks.create', { title })) as {
    item: { id: string };
  };
  return item.id;
}

async function titles(page: Page): Promise<string[]> {
  const { items } = (await callOverBridge(page, 'query', 'tasks.list', {})) as { items: { title: string }[] };
  return items.map(({ title }) => title);
}

async function cli(...args: readonly string[]): Promise<string> {
  const program = join(ROOT, 'dist', 'main', 'cli.js');
  const { stdout } = await run(process.execPath, [program, '--data-dir', dataDir, '--json', ...args], {
    env: { ...process.env, ADIUVA_PASSPHRASE: PASSPHRASE },
  });
  return stdout;
}

const pathOf = (page: Page): string => new URL(page.url()).pathname;

describe('the built desktop app on the stand-in for Electron', () => {
  test('is opened by the safe storage the next time, with everything in it', async () => {
    const first = await launchSetUp();
    await createTask(first.page, TASK);
    await quit(first);
    const { page } = await launch();
    await waitForShell(page);
    expect(await titles(page)).toEqual([TASK]);
  });

  test('keeps what it acknowledged when its process is killed', async () => {
    const first = await launchSetUp();
    await createTask(first.page, TASK);
    await first.app.kill();
    open.splice(0);
    const { page } = await launch();
    await waitForShell(page);
    expect(await titles(page)).toEqual([TASK]);
  });

  test('takes in what a page sends when its window goes, before it closes the store', async () => {
    const first = await launchSetUp();
    await first.page.evaluate((title) => {
      type Port = { send(frame: unknown): void };
      const port = (window as unknown as { adiuva: { connect(): Port } }).adiuva.connect();
      const call = { t: 'call', id: 1, kind: 'mutation', path: 'tasks.create', correlationId: 'last words' };
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'hidden') port.send({ ...call, input: { title } });
      });
    }, TASK);
    await quit(first);
    const { page } = await launch();
    await waitForShell(page);
    expect(await titles(page)).toEqual([TASK]);
  });

  test('closes in order when a bug of its own shows up', async () => {
    const first = await launchSetUp();
    await createTask(first.page, TASK);
    first.standIn.ask('throwSoon', 'a bug').catch(() => undefined);
    await expect.poll(() => isRunning(first.app.pid)).toBe(false);
    expect(first.app.output()).toContain('Everything you saved is safe');
    await quit(first);
    const { page } = await launch();
    await waitForShell(page);
    expect(await titles(page)).toEqual([TASK]);
  });

  test('opens a window that says so where its folder cannot be made', async () => {
    await writeFile(join(dataDir, 'file'), '');
    const { page } = await launch({ dataDir: join(dataDir, 'file', 'data') });
    const status = callOverBridge(page, 'query', 'system.status');
    await expect(status).rejects.toThrow('What was saved is untouched');
  });

  test('does not trust a safe storage that hides nothing', async () => {
    const { page } = await launch({ env: { ADIUVA_STAND_IN_BACKEND: 'basic_text' } });
    const status = await callOverBridge(page, 'query', 'system.status');
    expect(status).toMatchObject({ state: 'absent', keychainAvailable: false });
  });

  test('answers the command line while it is open', async () => {
    const { page } = await launchSetUp();
    await cli('add', TASK);
    expect(await titles(page)).toEqual([TASK]);
    await page
      .getByRole('link', { name: /^Tasks/ })
      .first()
      .click();
    await page.getByText(TASK).first().waitFor();
  });
});

describe('a page of the desktop app', () => {
  test('has the bridge and nothing else of the program', async () => {
    const { page } = await launch();
    const found = await page.evaluate(() => {
      const globals = window as unknown as Record<string, unknown>;
      const names = [
        'require',
        'process',
        'module',
        'Buffer',
        'global',
        'ipcRenderer',
        'electron',
        '__dirname',
      ];
      return {
        leaked: names.filter((name) => globals[name] !== undefined),
        bridge: Object.keys(globals['adiuva'] as object),
        port: Object.keys((globals['adiuva'] as { connect(): object }).connect()).toSorted(),
      };
    });
    expect(found).toEqual({
      leaked: [],
      bridge: ['connect'],
      port: ['close', 'onClose', 'onMessage', 'send'],
    });
  });

  test('reaches neither the network nor another site, and runs no script of a note', async () => {
    const { page, standIn } = await launchSetUp();
    const outcome = await page.evaluate(async () => {
      const fetched = await fetch('https://example.org/').then(
        () => 'fetched',
        () => 'refused',
      );
      const script = document.createElement('script');
      script.textContent = 'window.hasRun = true';
      document.body.append(script);
      const frame = document.createElement('iframe');
      frame.src = 'https://example.org/';
      document.body.append(frame);
      const image = document.createElement('img');
      image.src = 'https://example.org/pixel.png';
      document.body.append(image);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { fetched, hasRun: 'hasRun' in window };
    });
    expect(outcome).toEqual({ fetched: 'refused', hasRun: false });
    await page.evaluate(() => window.location.assign('https://example.org/elsewhere'));
    await page.evaluate(() => void window.open('https://example.org/window'));
    await page.evaluate(() => void window.open('mailto:someone@example.org'));
    await page.evaluate(() => void window.open('file:///etc/passwd'));
    await expect
      .poll(() => standIn.ask('openedOutside'))
      .toEqual(['https://example.org/elsewhere', 'https://example.org/window', 'mailto:someone@example.org']);
    expect(pathOf(page)).toBe('/');
    expect(page.context().pages()).toHaveLength(1);
    expect(standIn.leaked).toEqual([]);
  });

  test('goes on after a reload and after a crash', async () => {
    const { page, standIn } = await launchSetUp();
    await page.reload();
    await waitForShell(page);
    await createTask(page, TASK);
    const [window] = await standIn.windows();
    const reloaded = page.waitForEvent('load');
    await standIn.ask('crash', window?.id, 'crashed');
    await reloaded;
    await waitForShell(page);
    expect(await titles(page)).toEqual([TASK]);
    expect(await standIn.ask('dialogs')).toEqual([]);
  });

  test('is not loaded for ever when it keeps crashing: the person is asked', async () => {
    const { page, standIn } = await launchSetUp();
    const [window] = await standIn.windows();
    await standIn.ask('answerDialogs', 1);
    for (let crash = 0; crash < 3; crash += 1) {
      const reloaded = page.waitForEvent('load');
      await standIn.ask('crash', window?.id, 'crashed');
      await reloaded;
    }
    await standIn.ask('crash', window?.id, 'crashed');
    await expect.poll(async () => ((await standIn.ask('dialogs')) as unknown[]).length).toBe(1);
  });
});

describe('the desktop around the pages', () => {
  test('a link opens its item: at the start, while running, and from a second start', async () => {
    const first = await launchSetUp();
    const one = await createTask(first.page, TASK);
    const two = await createTask(first.page, 'Send the invoice');
    await quit(first);
    const { page, standIn } = await launch({ args: [`adiuva://task/${one}`] });
    await waitForShell(page);
    expect(pathOf(page)).toBe(`/tasks/${one}`);

    await standIn.ask('openUrl', `adiuva://task/${two}`);
    await page.waitForURL((url) => url.pathname === `/tasks/${two}`);

    const second = startStandInProgram({ dataDir, args: [`adiuva://task/${one}`] });
    expect(await second.ended()).toBe(0);
    await page.waitForURL((url) => url.pathname === `/tasks/${one}`);

    await standIn.ask('openUrl', 'adiuva://task/../settings');
    await standIn.ask('openUrl', 'https://example.org/');
    expect(pathOf(page)).toBe(`/tasks/${one}`);
  });

  test('the menu runs commands in the page and speaks the chosen language', async () => {
    const { page, standIn } = await launchSetUp();
    await standIn.ask('clickMenu', 'settings');
    await page.waitForURL((url) => url.pathname === '/settings');
    await standIn.ask('clickMenu', 'palette');
    await page.getByRole('dialog').waitFor();
    await callOverBridge(page, 'mutation', 'settings.set', { language: 'it' });
    const labels = async (): Promise<unknown[]> =>
      ((await standIn.ask('menu')) as { label?: string }[]).map(({ label }) => label);
    await expect.poll(labels).toContain('Modifica');
  });

  test('the global shortcut opens quick capture, follows the setting, and rests while the store is locked', async () => {
    const { page, standIn } = await launchSetUp();
    await expect.poll(() => standIn.ask('shortcuts')).toEqual(['CommandOrControl+Shift+Space']);
    await standIn.ask('pressShortcut', 'CommandOrControl+Shift+Space');
    await expect
      .poll(async () => (await standIn.windows()).map(({ isVisible }) => isVisible))
      .toEqual([true, true]);
    const capture = (await standIn.windows()).find(({ url }) => url === 'app://adiuva/capture');
    const capturePage = standIn.page(capture?.id ?? -1);
    await capturePage.getByRole('textbox').first().fill(TASK);
    await capturePage.keyboard.press('Enter');
    await expect.poll(() => titles(page)).toEqual([TASK]);
    await expect
      .poll(async () => (await standIn.windows()).map(({ isVisible }) => isVisible))
      .toEqual([true, false]);

    await callOverBridge(page, 'mutation', 'settings.set', { globalShortcut: 'Alt+Space' });
    await expect.poll(() => standIn.ask('shortcuts')).toEqual(['Alt+Space']);
    await callOverBridge(page, 'mutation', 'system.lock');
    await expect.poll(() => standIn.ask('shortcuts')).toEqual([]);
  });

  test('closing the window leaves the app in the tray, and the tray brings it back', async () => {
    const { standIn } = await launchSetUp();
    const isVisible = async (): Promise<boolean | undefined> => (await standIn.windows())[0]?.isVisible;
    await expect.poll(isVisible).toBe(true);
    const [window] = await standIn.windows();
    await standIn.ask('closeWindow', window?.id);
    expect(await isVisible()).toBe(false);
    await standIn.ask('clickMenu', 'tray-open');
    expect(await isVisible()).toBe(true);
  });

  test('closing the window quits where there is no tray', async () => {
    const desktop = await launchSetUp({ env: { ADIUVA_STAND_IN_TRAY: 'none' } });
    const [window] = await desktop.standIn.windows();
    void desktop.standIn.ask('closeWindow', window?.id).catch(() => undefined);
    await expect.poll(() => isRunning(desktop.app.pid)).toBe(false);
    open.splice(0);
    await desktop.page.context().close();
  });

  test('the window comes back where it was, and the theme is the chosen one', async () => {
    const first = await launchSetUp();
    const [window] = await first.standIn.windows();
    const bounds = { x: 40, y: 30, width: 1000, height: 700 };
    await first.standIn.ask('setBounds', window?.id, bounds);
    await callOverBridge(first.page, 'mutation', 'settings.set', { theme: 'dark' });
    await expect.poll(() => readdir(dataDir)).toContain('window-state.json');
    await quit(first);
    const { page, standIn } = await launch();
    await waitForShell(page);
    expect((await standIn.windows())[0]?.bounds).toEqual(bounds);
    await expect
      .poll(() => page.evaluate(() => globalThis.matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(true);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
