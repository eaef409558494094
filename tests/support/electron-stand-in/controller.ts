import { readFileSync } from 'node:fs';
import type { BrowserContext, Page, Request, Route } from 'playwright-core';
import type { Program } from '../launch/program.ts';
import { createPeer } from './peer.ts';
import type { Peer } from './peer.ts';
import { PAGE_ORIGIN, toAppUrl, toPageUrl, wrapPreload } from './preload-shim.ts';

type Answer = { status: number; headers: Record<string, string>; body: Uint8Array };
type WindowFacts = {
  readonly id: number;
  readonly url: string;
  readonly isVisible: boolean;
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
};

/** What a person or the system does outside the pages, and what came of it. */
export type StandIn = {
  windows(): Promise<WindowFacts[]>;
  /** The page of a window, by the window's id. */
  page(id: number): Page;
  /** Asks the stand-in by name: `clickMenu`, `pressShortcut`, `openUrl`, `power`, `dialogs`… */
  ask(method: string, ...args: readonly unknown[]): Promise<unknown>;
  /** What pages have asked the network for. The program should have refused every one. */
  readonly leaked: readonly string[];
};

type OpenWindow = { readonly id: number; readonly page: Promise<Page>; expected: string | undefined };

type Setup = {
  readonly context: BrowserContext;
  readonly program: Program;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
};

/** Shows the stand-in's windows as pages of a browser, and carries between the two. */
export class Controller implements StandIn {
  readonly leaked: string[] = [];
  readonly mainPage: Promise<Page>;
  readonly #setup: Setup;
  readonly #peer: Peer;
  readonly #windows = new Map<number, OpenWindow>();
  readonly #pages = new Map<number, Page>();
  readonly #firstLoad = Promise.withResolvers<Page>();

  constructor(setup: Setup) {
    this.#setup = setup;
    this.mainPage = this.#firstLoad.promise;
    const { child } = setup.program;
    const send = (message: unknown): void => {
      if (child.connected) child.send(message as object);
    };
    this.#peer = createPeer(
      { send, onMessage: (listener) => void child.on('message', listener) },
      {
        started: () => this.#peer.tell('ready'),
        open: (id: number, options: { width: number; height: number; preload: string }) =>
          this.#open(id, options),
        load: (id: number, url: string) => this.#load(id, url),
        reload: (id: number) => this.#reload(id),
        closed: (id: number) => this.#closed(id),
        deliver: (id: number, channel: string, args: unknown[]) => this.#deliver(id, channel, args),
        focus: async (id: number) => (await this.#pageOf(id))?.bringToFront(),
        visibility: (id: number, state: string) => this.#call(id, '__standInVisibility', state),
        theme: (source: string) => this.#theme(source),
      },
    );
    child.once('exit', () =>
      this.#firstLoad.reject(new Error('The program ended before it showed a window.')),
    );
  }

  async start(): Promise<void> {
    const { context } = this.#setup;
    await context.route('**/*', (route, request) => this.#answer(route, request));
    context.on('page', (page) => void this.#refuseStranger(page));
  }

  ask(method: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.#peer.ask(method, ...args);
  }

  async windows(): Promise<WindowFacts[]> {
    return (await this.#peer.ask('windows')) as WindowFacts[];
  }

  page(id: number): Page {
    const page = this.#pages.get(id);
    if (page === undefined) throw new Error(`Window ${id} shows no page.`);
    return page;
  }

  async #pageOf(id: number): Promise<Page | undefined> {
    return this.#windows.get(id)?.page;
  }

  #open(id: number, options: { width: number; height: number; preload: string }): void {
    const page = this.#newPage(id, options);
    // Whoever waits for the page hears of a failure; when nobody does, the program has ended already.
    page.catch(() => undefined);
    this.#windows.set(id, { id, page, expected: undefined });
  }

  async #newPage(id: number, options: { width: number; height: number; preload: string }): Promise<Page> {
    const { context, viewport } = this.#setup;
    const opening = context.newPage();
    opening.catch(() => undefined);
    this.#ownPages.add(opening);
    const page = await opening;
    this.#pages.set(id, page);
    // The first window is the main one, of the size that the test asked for; others have their own.
    await page.setViewportSize(this.#pages.size === 1 ? viewport : options);
    await page.exposeBinding('__standInSend', ({ frame }, channel: string, args: unknown[]) => {
      if (channel === 'stand-in:close') this.#peer.tell('closeWindow', id);
      else if (channel === 'stand-in:open') this.#peer.tell('windowOpen', id, toAppUrl(String(args[0])));
      else
        this.#peer.tell(
          'ipc',
          id,
          { url: toAppUrl(frame.url()), isMain: frame.parentFrame() === null },
          channel,
          args,
        );
    });
    await page.addInitScript({ content: wrapPreload(readFileSync(options.preload, 'utf8')) });
    page.on('crash', () => this.#peer.tell('crash', id, 'crashed'));
    return page;
  }

  readonly #ownPages = new Set<Promise<Page>>();

  async #load(id: number, url: string): Promise<void> {
    const window = this.#windows.get(id);
    const page = await window?.page;
    if (window === undefined || page === undefined) return;
    window.expected = toPageUrl(url);
    await page.goto(window.expected, { waitUntil: 'load' });
    this.#firstLoad.resolve(page);
  }

  async #reload(id: number): Promise<void> {
    const page = await this.#pageOf(id);
    // A navigation of the page's own that comes between wins, as it does in a real window.
    await page?.reload({ waitUntil: 'commit' }).catch(() => undefined);
  }

  async #closed(id: number): Promise<void> {
    const page = await this.#pageOf(id);
    this.#windows.delete(id);
    this.#pages.delete(id);
    await page?.close().catch(() => undefined);
  }

  #deliver(id: number, channel: string, args: unknown[]): Promise<void> {
    return this.#call(id, '__standInReceive', channel, args);
  }

  /** Calls what the shim put on the page, if it did. */
  async #call(id: number, name: string, ...values: readonly unknown[]): Promise<void> {
    type Shim = Record<string, ((...args: readonly unknown[]) => void) | undefined>;
    await this.#pages
      .get(id)
      ?.evaluate(([key, args]) => (window as unknown as Shim)[key]?.(...args), [name, values] as const)
      // The page went away while the message was on its way; a real window drops it as well.
      .catch(() => undefined);
  }

  async #theme(source: string): Promise<void> {
    const colorScheme = source === 'light' || source === 'dark' ? source : this.#setup.colorScheme;
    await Promise.all([...this.#pages.values()].map((page) => page.emulateMedia({ colorScheme })));
  }

  /** A page that no window stands for was opened by another: its address was refused by `#answer`. */
  async #refuseStranger(page: Page): Promise<void> {
    const own = await Promise.allSettled(this.#ownPages);
    if (own.some((result) => result.status === 'fulfilled' && result.value === page)) return;
    await page.close().catch(() => undefined);
  }

  #windowOf(request: Request): { window: OpenWindow; page: Page; isMainFrame: boolean } | undefined {
    try {
      const frame = request.frame();
      const page = frame.page();
      const id = [...this.#pages].find(([, candidate]) => candidate === page)?.[0];
      const window = id === undefined ? undefined : this.#windows.get(id);
      return window && { window, page, isMainFrame: frame.parentFrame() === null };
    } catch {
      // A page that is just being opened has no frame yet.
      return undefined;
    }
  }

  async #answer(route: Route, request: Request): Promise<void> {
    try {
      if (await this.#isAllowed(request)) await this.#fulfil(route, request);
      else await route.abort('aborted');
    } catch {
      // The window was closed meanwhile.
      await route.abort('failed').catch(() => undefined);
    }
  }

  async #isAllowed(request: Request): Promise<boolean> {
    const place = this.#windowOf(request);
    const url = toAppUrl(request.url());
    if (place === undefined) {
      const opener = [...this.#windows.keys()][0];
      if (opener !== undefined) await this.#peer.ask('windowOpen', opener, url);
      return false;
    }
    if (request.isNavigationRequest() && !(await this.#mayNavigate(place, request.url()))) return false;
    if (await this.#peer.ask('mayRequest', url)) {
      if (request.url().startsWith(`${PAGE_ORIGIN}/`)) return true;
      this.leaked.push(request.url());
    }
    return false;
  }

  async #mayNavigate(
    { window, page, isMainFrame }: { window: OpenWindow; page: Page; isMainFrame: boolean },
    url: string,
  ): Promise<boolean> {
    // What the program itself loads is not asked about, in Electron as here.
    if (isMainFrame && url === window.expected) {
      window.expected = undefined;
      return true;
    }
    if (isMainFrame && url === page.url()) {
      await this.#peer.ask('reloaded', window.id, toAppUrl(url));
      return true;
    }
    return (await this.#peer.ask('navigate', window.id, toAppUrl(url), isMainFrame)) === true;
  }

  async #fulfil(route: Route, request: Request): Promise<void> {
    const headers = await request.allHeaders();
    const safe = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));
    const answer = (await this.#peer.ask(
      'request',
      toAppUrl(request.url()),
      request.method(),
      safe,
    )) as Answer;
    await route.fulfill({ status: answer.status, headers: answer.headers, body: Buffer.from(answer.body) });
  }
}
