import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAppHandler } from '#main/hosts/electron/app-protocol.ts';
import { findDeepLink, parseDeepLink } from '#main/hosts/electron/deep-link.ts';
import type { ElectronApi, IpcMainEvent, Session, WebContents } from '#main/hosts/electron/electron-api.ts';
import { parseHostArguments } from '#main/hosts/electron/host-arguments.ts';
import { hostTexts } from '#main/hosts/electron/host-texts.ts';
import { isTrustedSender, serveIpc } from '#main/hosts/electron/ipc-server.ts';
import { buildMenu } from '#main/hosts/electron/menu.ts';
import { guardContents, parseOutsideUrl } from '#main/hosts/electron/navigation-guard.ts';
import { profileFolder } from '#main/hosts/electron/profile-folder.ts';
import { guardSession } from '#main/hosts/electron/session-guard.ts';
import { requireSafe, safeWebPreferences } from '#main/hosts/electron/web-preferences.ts';
import { restoreWindowState } from '#main/hosts/electron/window-state.ts';
import { IPC_CHANNEL } from '#shared/contracts/ipc.ts';
import type { IpcPort } from '#shared/contracts/ipc.ts';

const PRELOAD = '/app/dist/preload/index.cjs';
const ID = '0198c5a2-7b1e-7c3d-9f00-0123456789ab';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-electron-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a window', () => {
  const safe = safeWebPreferences(PRELOAD, true);

  test('opens with the safe flags', () => {
    expect(() => requireSafe(safe, PRELOAD)).not.toThrow();
    expect(safe).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
    });
  });

  test.each([
    ['contextIsolation', false],
    ['sandbox', false],
    ['webSecurity', false],
    ['nodeIntegration', true],
    ['nodeIntegrationInWorker', true],
    ['nodeIntegrationInSubFrames', true],
    ['allowRunningInsecureContent', true],
    ['experimentalFeatures', true],
    ['webviewTag', true],
    ['navigateOnDragDrop', true],
    ['spellcheck', true],
    ['contextIsolation', undefined],
    ['sandbox', undefined],
    ['preload', '/tmp/other.js'],
    ['additionalArguments', ['--x']],
    ['enableBlinkFeatures', 'X'],
    ['partition', 'persist:other'],
    ['plugins', true],
  ])('with %s = %j is refused', (name, value) => {
    expect(() => requireSafe({ ...safe, [name]: value }, PRELOAD)).toThrow(
      name === 'preload' ? 'preload' : name,
    );
  });

  test('without preferences is refused', () => {
    expect(() => requireSafe(undefined, PRELOAD)).toThrow('contextIsolation');
  });
});

describe('app://adiuva', () => {
  let handle: (request: Request) => Promise<Response>;

  beforeEach(async () => {
    const renderer = join(folder, 'renderer');
    await mkdir(join(renderer, 'assets'), { recursive: true });
    await writeFile(join(renderer, 'index.html'), '<!doctype html><title>page</title>');
    await writeFile(join(renderer, 'assets', 'main-abcd1234.js'), 'export {};');
    await writeFile(join(renderer, 'assets', 'main-abcd1234.js.map'), '{}');
    await writeFile(join(renderer, '.env'), 'SECRET');
    await writeFile(join(folder, 'secret.txt'), 'SECRET');
    await symlink(join(folder, 'secret.txt'), join(renderer, 'link.txt'));
    handle = createAppHandler(renderer);
  });

  const get = (url: string, method = 'GET'): Promise<Response> => handle(new Request(url, { method }));

  test('serves files with their type, and the policy on every answer', async () => {
    const script = await get('app://adiuva/assets/main-abcd1234.js');
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(await script.text()).toBe('export {};');
    const answers = [script, await get('app://adiuva/none.js'), await get('app://adiuva/', 'POST')];
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('the policy lets nothing in from the network and no script from the page', async () => {
    const policy = (await get('app://adiuva/')).headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test.each(['/', '/tasks', `/tasks/${ID}`, '/search?q=a%20b'])(
    '%s is a route and gets the page',
    async (path) => {
      const answer = await get(`app://adiuva${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await answer.text()).toContain('<title>page</title>');
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is not answered', async (method) => {
    expect((await get('app://adiuva/', method)).status).toBe(405);
  });

  test.each([
    'app://adiuva/..%2fsecret.txt',
    'app://adiuva/%2e%2e/secret.txt',
    'app://adiuva/assets/..%2f..%2fsecret.txt',
    'app://adiuva/..%5csecret.txt',
    'app://adiuva/%00.txt',
    'app://adiuva/%E0%A4%A.txt',
    'app://adiuva/link.txt',
    'app://adiuva/.env',
    'app://adiuva/assets/main-abcd1234.js.map',
    'app://adiuva/assets/none.js',
    'app://other/index.html',
    'app://user:word@adiuva/index.html',
  ])('%s gives nothing away', async (url) => {
    // A Request refuses names and passwords; Electron hands over what the page asked for.
    const answer = await handle({ method: 'GET', url } as Request);
    expect(await answer.text()).not.toContain('SECRET');
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
    expect(answer.status >= 400 || isPage).toBe(true);
  });
});

describe('an address outside', () => {
  test.each(['https://example.org/a?b=c', 'mailto:a@example.org?subject=x'])(
    '%s may be opened',
    (address) => {
      expect(parseOutsideUrl(address)).toBe(address);
    },
  );

  test.each([
    'http://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://host/share',
    'ms-msdt:/id',
    'app://adiuva/',
    'https://user:word@example.org/',
    'not an address',
    `https://example.org/${'a'.repeat(3000)}`,
  ])('%s is not handed to the system', (address) => {
    expect(parseOutsideUrl(address)).toBeUndefined();
  });
});

describe('a page', () => {
  type Opener = (details: { url: string }) => { action: string };

  function guarded() {
    const outside: string[] = [];
    const openers: Opener[] = [];
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (opener: Opener) => void openers.push(opener),
    });
    const shell = { openExternal: async (url: string) => void outside.push(url) };
    guardContents({ shell } as unknown as ElectronApi, contents as unknown as WebContents);
    const emit = (name: string, url: string, isMainFrame = true): boolean => {
      let isAllowed = true;
      const preventDefault = (): void => {
        isAllowed = false;
      };
      contents.emit(name, { url, isMainFrame, preventDefault });
      return isAllowed;
    };
    return { outside, emit, open: (url: string) => openers[0]?.({ url }).action };
  }

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s stays inside the app', (name) => {
    const { emit } = guarded();
    expect(emit(name, 'app://adiuva/tasks')).toBe(true);
    expect(emit(name, 'https://example.org/')).toBe(false);
    expect(emit(name, 'file:///etc/passwd')).toBe(false);
    expect(emit(name, 'app://other/')).toBe(false);
    expect(emit(name, 'app://adiuva.example.org/')).toBe(false);
  });

  test('a frame inside a page goes nowhere', () => {
    expect(guarded().emit('will-frame-navigate', 'app://adiuva/', false)).toBe(false);
  });

  test('a link to the web opens in the browser of the system', () => {
    const { emit, outside } = guarded();
    emit('will-navigate', 'https://example.org/page');
    emit('will-navigate', 'file:///etc/passwd');
    expect(outside).toEqual(['https://example.org/page']);
  });

  test('opens no window', () => {
    const { open, outside } = guarded();
    expect(['https://example.org/', 'app://adiuva/', 'about:blank'].map(open)).toEqual([
      'deny',
      'deny',
      'deny',
    ]);
    expect(outside).toEqual(['https://example.org/']);
  });

  test('attaches no webview', () => {
    expect(guarded().emit('will-attach-webview', '')).toBe(false);
  });
});

describe('a session', () => {
  function guardedSession() {
    const handlers = new Map<string, (...args: unknown[]) => unknown>();
    const keep = (name: string) => (handler: (...args: unknown[]) => unknown) =>
      void handlers.set(name, handler);
    const session = Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('display'),
      webRequest: { onBeforeRequest: keep('web') },
    });
    guardSession(session as unknown as Session);
    const call = (name: string, ...args: unknown[]): unknown => handlers.get(name)?.(...args);
    function isGranted(permission: string, requestingUrl: string): unknown {
      let answer: unknown;
      const decide = (given: unknown): void => {
        answer = given;
      };
      call('request', null, permission, decide, { requestingUrl });
      return answer;
    }
    function isCancelled(url: string): unknown {
      let answer: { cancel?: boolean } = {};
      call('web', { url }, (given: { cancel?: boolean }) => {
        answer = given;
      });
      return answer.cancel;
    }
    return { session, call, isGranted, isCancelled };
  }

  test.each([
    'media',
    'geolocation',
    'notifications',
    'midi',
    'clipboard-read',
    'openExternal',
    'usb',
    'hid',
  ])('refuses %s', (permission) => {
    const { isGranted, call } = guardedSession();
    expect(isGranted(permission, 'app://adiuva/')).toBe(false);
    expect(call('check', null, permission, 'app://adiuva/')).toBe(false);
  });

  test('lets our own page copy, and no other', () => {
    const { isGranted } = guardedSession();
    expect(isGranted('clipboard-sanitized-write', 'app://adiuva/')).toBe(true);
    expect(isGranted('clipboard-sanitized-write', 'https://example.org/')).toBe(false);
  });

  test('hands over no device and no screen', () => {
    const { call } = guardedSession();
    expect(call('device', {})).toBe(false);
    const shared: unknown[] = [];
    call('display', {}, (stream: unknown) => void shared.push(stream));
    expect(shared).toEqual([{}]);
  });

  test('lets no request out to the network', () => {
    const { isCancelled } = guardedSession();
    expect(
      [
        'https://example.org/',
        'http://127.0.0.1:80/',
        'ws://example.org/',
        'file:///etc/passwd',
        'app://other/',
      ].map(isCancelled),
    ).toEqual([true, true, true, true, true]);
    expect(['app://adiuva/', 'blob:app://adiuva/1', 'data:image/png;base64,AA=='].map(isCancelled)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('saves what the app itself made, and nothing else', () => {
    const { session } = guardedSession();
    const isSaved = (url: string): boolean => {
      let isAllowed = true;
      const preventDefault = (): void => {
        isAllowed = false;
      };
      session.emit('will-download', { preventDefault }, { getURL: () => url });
      return isAllowed;
    };
    expect(isSaved('blob:app://adiuva/1')).toBe(true);
    expect(isSaved('https://example.org/a.exe')).toBe(false);
  });
});

describe('a message from a page', () => {
  type FrameFacts = { url: string; origin: string; parent: object | null; detached: boolean };
  const mainFrame: FrameFacts = {
    url: 'app://adiuva/tasks',
    origin: 'app://adiuva',
    parent: null,
    detached: false,
  };

  function event(frame: FrameFacts | null): IpcMainEvent {
    return { sender: { id: 1 }, senderFrame: frame } as unknown as IpcMainEvent;
  }

  test('is heard from the main frame of our own window', () => {
    expect(isTrustedSender(event(mainFrame), () => true)).toBe(true);
  });

  test.each([
    ['a frame that is gone', null],
    ['a frame that was taken out', { ...mainFrame, detached: true }],
    ['a frame inside the page', { ...mainFrame, parent: mainFrame }],
    ['another origin', { ...mainFrame, url: 'https://example.org/', origin: 'https://example.org' }],
    ['an origin that begins alike', { ...mainFrame, url: 'app://adiuva.evil/', origin: 'app://adiuva.evil' }],
    ['an address with a name in it', { ...mainFrame, url: 'app://x@adiuva/' }],
    ['a page whose origin does not fit its address', { ...mainFrame, origin: 'null' }],
  ])('is not heard from %s', (_name, frame) => {
    expect(isTrustedSender(event(frame), () => true)).toBe(false);
  });

  test('is not heard from a window that the factory did not make', () => {
    expect(isTrustedSender(event(mainFrame), () => false)).toBe(false);
  });

  function served() {
    const ipcMain = new EventEmitter();
    const sent: unknown[] = [];
    const contents = Object.assign(new EventEmitter(), {
      isDestroyed: () => false,
      send: (_channel: string, envelope: unknown) => void sent.push(envelope),
    });
    const ports: IpcPort[] = [];
    const refused: string[] = [];
    serveIpc({ ipcMain } as unknown as ElectronApi, {
      isOurs: () => true,
      accept: (port) => void ports.push(port),
      onRefused: (reason) => void refused.push(reason),
    });
    const receive = (envelope: unknown, frame: FrameFacts | null = mainFrame): void => {
      ipcMain.emit(IPC_CHANNEL, { sender: contents, senderFrame: frame }, envelope);
    };
    return { contents, sent, ports, refused, receive };
  }

  test('reaches the connection that it names, also when it came before anybody listened', () => {
    const { ports, receive, sent } = served();
    receive({ document: 'd', connection: 'a', part: 'open' });
    receive({ document: 'd', connection: 'a', part: 'frame', frame: 1 });
    const frames: unknown[] = [];
    ports[0]?.onMessage((frame) => void frames.push(frame));
    receive({ document: 'd', connection: 'a', part: 'frame', frame: 2 });
    receive({ document: 'd', connection: 'b', part: 'frame', frame: 3 });
    ports[0]?.send('answer');
    expect(frames).toEqual([1, 2]);
    expect(sent).toEqual([{ document: 'd', connection: 'a', part: 'frame', frame: 'answer' }]);
  });

  test('is checked each time, not only when the connection opens', () => {
    const { ports, receive, refused } = served();
    receive({ document: 'd', connection: 'a', part: 'open' });
    const frames: unknown[] = [];
    ports[0]?.onMessage((frame) => void frames.push(frame));
    receive({ document: 'd', connection: 'a', part: 'frame', frame: 1 }, { ...mainFrame, parent: mainFrame });
    expect(frames).toEqual([]);
    expect(refused).toEqual(['sender']);
  });

  test('of no known form is refused', () => {
    const { receive, refused, ports } = served();
    for (const envelope of [
      null,
      'open',
      {},
      { document: 'd', connection: '', part: 'open' },
      { document: 'd', connection: 'a', part: 'x' },
    ])
      receive(envelope);
    expect(refused).toEqual(Array.from({ length: 5 }, () => 'envelope'));
    expect(ports).toEqual([]);
  });

  test('opens four connections at most', () => {
    const { receive, refused, ports } = served();
    for (const connection of 'abcdef') receive({ document: 'd', connection, part: 'open' });
    expect(ports).toHaveLength(4);
    expect(refused).toEqual(['connections', 'connections']);
  });

  test('a page that was loaded anew ends the connections of the former document, and those alone', () => {
    const { ports, receive } = served();
    const closed: string[] = [];
    receive({ document: 'd', connection: 'a', part: 'open' });
    ports[0]?.onClose(() => void closed.push('a'));
    receive({ document: 'e', connection: 'b', part: 'open' });
    ports[1]?.onClose(() => void closed.push('b'));
    receive({ document: 'e', connection: 'c', part: 'open' });
    expect(ports).toHaveLength(3);
    expect(closed).toEqual(['a']);
  });

  test.each([
    ['crashes', 'render-process-gone', {}],
    ['is closed', 'destroyed', {}],
  ])('a page that %s ends its connections', (_name, name, details) => {
    const { contents, ports, receive } = served();
    receive({ document: 'd', connection: 'a', part: 'open' });
    let isClosed = false;
    ports[0]?.onClose(() => {
      isClosed = true;
    });
    expect(isClosed).toBe(false);
    contents.emit(name, details);
    expect(isClosed).toBe(true);
  });
});

describe('a deep link', () => {
  test.each([
    [`adiuva://task/${ID}`, `/tasks/${ID}`],
    [`adiuva://note/${ID}`, `/notes/${ID}`],
    [`adiuva://project/${ID}`, `/projects/${ID}`],
    [`adiuva://client/${ID}`, `/clients/${ID}`],
    [`adiuva://checkpoint/${ID.toUpperCase()}`, `/timeline?checkpoint=${ID}`],
  ])('%s opens %s', (link, path) => {
    expect(parseDeepLink(link)).toBe(path);
  });

  test.each([
    'adiuva://settings/x',
    'adiuva://task/1',
    `adiuva://task/${ID}/../../settings`,
    `adiuva://__proto__/${ID}`,
    `https://task/${ID}`,
    `adiuva:task/${ID}`,
    'adiuva://',
    '',
  ])('%s opens nothing', (link) => {
    expect(parseDeepLink(link)).toBeUndefined();
  });

  test('is found among the arguments of a second start', () => {
    expect(findDeepLink(['electron', '--flag', `adiuva://task/${ID}`])).toBe(`/tasks/${ID}`);
    expect(parseHostArguments(['electron', '.', '--data-dir', '/d', `adiuva://note/${ID}`])).toEqual({
      dataDir: '/d',
      path: `/notes/${ID}`,
      isHidden: false,
    });
    expect(parseHostArguments(['electron', '--data-dir=/d', '--hidden'])).toMatchObject({
      dataDir: '/d',
      isHidden: true,
    });
  });
});

describe('the place of the window', () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  const saved = async (content: unknown): Promise<string> => {
    const file = join(folder, 'window-state.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };

  test('is the one it had', async () => {
    const state = { x: 100, y: 50, width: 900, height: 700, isMaximised: true };
    expect(restoreWindowState(await saved(state), screens)).toEqual(state);
  });

  test('is in the middle when its screen is gone', async () => {
    const file = await saved({ x: 3000, y: 50, width: 900, height: 700, isMaximised: false });
    expect(restoreWindowState(file, screens)).toEqual({ width: 900, height: 700, isMaximised: false });
  });

  test.each(['', '{', '[]', '{"width":1,"height":1,"isMaximised":false}', '{"width":1e99}'])(
    'is the usual one when the file says %j',
    async (content) => {
      expect(restoreWindowState(await saved(content), screens)).toMatchObject({ width: 1280, height: 840 });
    },
  );
});

describe('the browser profile', () => {
  test('lies in the data folder, for its owner only', async () => {
    const profile = profileFolder(join(folder, 'data'));
    expect(profile).toBe(join(folder, 'data', 'browser'));
    expect((await stat(profile)).mode & 0o777).toBe(0o700);
  });

  test('lies elsewhere, always at the same place, when the data folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const profile = profileFolder(join(folder, 'file', 'data'));
    expect(profile.startsWith(join(tmpdir(), 'adiuva-browser-'))).toBe(true);
    expect(profileFolder(join(folder, 'file', 'data'))).toBe(profile);
    await rm(profile, { recursive: true });
  });
});

describe('the menu', () => {
  const build = (platform: NodeJS.Platform, language: 'en' | 'it') =>
    buildMenu({ texts: hostTexts(language, 'en-GB'), platform, run: () => undefined, quit: () => undefined });

  test('begins with the app on macOS and with File elsewhere', () => {
    expect(build('darwin', 'en').map(({ label }) => label)).toEqual([
      'Adiuva',
      'File',
      'Edit',
      'View',
      'Window',
      'Help',
    ]);
    expect(build('linux', 'en')[0]?.label).toBe('File');
    expect(build('win32', 'it').map(({ label }) => label)).toEqual([
      'File',
      'Modifica',
      'Vista',
      'Finestra',
      'Aiuto',
    ]);
  });

  test('has no developer tools', () => {
    const text = JSON.stringify(build('linux', 'en'));
    expect(text).not.toMatch(/devtools/i);
  });

  test('runs the command of the item that was clicked', () => {
    const commands: string[] = [];
    const menu = buildMenu({
      texts: hostTexts('en', 'en-GB'),
      platform: 'linux',
      run: (command) => void commands.push(command),
      quit: () => undefined,
    });
    const items = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    for (const item of items.filter(({ id }) => id !== undefined)) (item.click as () => void)();
    expect(commands.toSorted()).toEqual(
      [
        'export',
        'import',
        'palette',
        'quick-add',
        'redo',
        'search',
        'settings',
        'shortcuts',
        'toggle-sidebar',
        'undo',
      ].toSorted(),
    );
  });

  test('speaks the language of the settings, else that of the system', () => {
    expect(hostTexts('system', 'it-CH').edit).toBe('Modifica');
    expect(hostTexts('system', 'fr-FR').edit).toBe('Edit');
    expect(hostTexts('en', 'it-IT').edit).toBe('Edit');
  });
});
