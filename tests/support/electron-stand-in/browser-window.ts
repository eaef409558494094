import { EventEmitter } from 'node:events';
import { methods, preventable, screen } from './screen.ts';

type Bounds = { x: number; y: number; width: number; height: number };
type Options = Partial<Bounds> & {
  readonly show?: boolean;
  readonly title?: string;
  readonly webPreferences?: { readonly preload?: string; readonly sandbox?: boolean };
};

/** A page's main frame as `senderFrame` shows it. */
type Frame = { url: string; origin: string; parent: Frame | null; detached: boolean };

let lastId = 0;

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly mainFrame: Frame = { url: '', origin: '', parent: null, detached: false };
  #isDestroyed = false;
  #windowOpenHandler: ((details: { url: string }) => { action: string }) | undefined;

  constructor(id: number) {
    super();
    this.id = id;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#windowOpenHandler = handler;
  }

  askToOpen(url: string): string {
    return this.#windowOpenHandler?.({ url }).action ?? 'allow';
  }

  send(channel: string, ...args: readonly unknown[]): void {
    // Electron clones at once, and throws here for what cannot be cloned.
    screen.tell('deliver', this.id, channel, structuredClone(args));
  }

  async loadURL(url: string): Promise<void> {
    this.navigated(url);
    await screen.ask('load', this.id, url);
    this.emit('did-finish-load', {});
  }

  reload(): void {
    screen.tell('reload', this.id);
  }

  navigated(url: string): void {
    const details = { url, isMainFrame: true, isSameDocument: false };
    this.emit('did-start-navigation', details, url, false, true);
    this.mainFrame.url = url;
    this.mainFrame.origin = /^\w+:\/\/[^/]+/.exec(url)?.[0] ?? '';
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.emit('destroyed');
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly events = new EventEmitter();
  static readonly #all = new Map<number, BrowserWindow>();

  readonly id: number;
  readonly webContents: WebContents;
  readonly options: Options;
  #bounds: Bounds;
  #isVisible: boolean;
  #isMaximized = false;
  #isMinimized = false;
  #isDestroyed = false;

  constructor(options: Options = {}) {
    super();
    lastId += 1;
    this.id = lastId;
    this.options = options;
    this.webContents = new WebContents(this.id);
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#isVisible = options.show ?? true;
    BrowserWindow.#all.set(this.id, this);
    screen.tell('open', this.id, { width, height, preload: options.webPreferences?.preload });
    BrowserWindow.events.emit('created', this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all.values()];
  }

  static fromId(id: number): BrowserWindow | null {
    return BrowserWindow.#all.get(id) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url);
    this.emit('ready-to-show');
  }

  show(): void {
    this.#isVisible = true;
    screen.tell('visibility', this.id, 'visible');
    this.emit('show');
  }

  hide(): void {
    this.#isVisible = false;
    screen.tell('visibility', this.id, 'hidden');
    this.emit('hide');
  }

  isVisible(): boolean {
    return this.#isVisible && !this.#isDestroyed;
  }

  focus(): void {
    screen.tell('focus', this.id);
    this.emit('focus');
  }

  maximize(): void {
    this.#isMaximized = true;
    this.show();
    this.emit('maximize');
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  minimize(): void {
    this.#isMinimized = true;
    this.emit('minimize');
  }

  restore(): void {
    this.#isMinimized = false;
    this.emit('restore');
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  getNormalBounds(): Bounds {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('resize');
    this.emit('move');
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  close(): void {
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    BrowserWindow.#all.delete(this.id);
    this.webContents.destroy();
    screen.tell('closed', this.id);
    this.emit('closed');
    if (BrowserWindow.#all.size === 0) BrowserWindow.events.emit('all-closed');
  }
}

function find(id: number): BrowserWindow {
  const window = BrowserWindow.fromId(id);
  if (window === null) throw new Error(`There is no window ${id}.`);
  return window;
}

/** What the page did by itself: whether the program lets it go there. */
methods['navigate'] = (id: number, url: string, isMainFrame: boolean) => {
  const { webContents } = find(id);
  const event = preventable({ url, isMainFrame, isSameDocument: false });
  if (isMainFrame) webContents.emit('will-navigate', event, url);
  const frameEvent = preventable({ url, isMainFrame, isSameDocument: false });
  webContents.emit('will-frame-navigate', frameEvent);
  const isAllowed = !event.defaultPrevented && !frameEvent.defaultPrevented;
  if (isAllowed && isMainFrame) webContents.navigated(url);
  return isAllowed;
};
methods['reloaded'] = (id: number, url: string) => find(id).webContents.navigated(url);
methods['windowOpen'] = (id: number, url: string) => find(id).webContents.askToOpen(url);
methods['closeWindow'] = (id: number) => find(id).close();
methods['windowEvent'] = (id: number, event: string) => find(id).emit(event);
methods['setBounds'] = (id: number, bounds: Partial<Bounds>) => find(id).setBounds(bounds);
methods['crash'] = (id: number, reason: string) =>
  find(id).webContents.emit('render-process-gone', {}, { reason, exitCode: 1 });
methods['windows'] = () =>
  BrowserWindow.getAllWindows().map((window) => ({
    id: window.id,
    url: window.webContents.getURL(),
    isVisible: window.isVisible(),
    bounds: window.getNormalBounds(),
  }));
