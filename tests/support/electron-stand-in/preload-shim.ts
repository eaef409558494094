/** Where the pages of `app://adiuva` are shown: a browser loads no scheme that it does not know. */
export const PAGE_ORIGIN = 'https://app.adiuva.test';
const APP_ORIGIN = 'app://adiuva';

export function toPageUrl(appUrl: string): string {
  return appUrl.startsWith(APP_ORIGIN) ? PAGE_ORIGIN + appUrl.slice(APP_ORIGIN.length) : appUrl;
}

export function toAppUrl(pageUrl: string): string {
  const isOurs = pageUrl === PAGE_ORIGIN || pageUrl.startsWith(`${PAGE_ORIGIN}/`);
  return isOurs ? APP_ORIGIN + pageUrl.slice(PAGE_ORIGIN.length) : pageUrl;
}

/** Runs in the page before its own scripts: a `require('electron')` as a sandboxed preload script has it. */
function installBridge(origin: string, preload: (require: (name: string) => unknown) => void): void {
  type Sender = { __standInSend(channel: string, args: unknown): Promise<void> };
  type Listener = (event: object, ...args: unknown[]) => void;
  // The preload script runs in the main frame of our own pages only.
  if (window.top !== window || window.location.origin !== origin) return;
  const page = window as unknown as Window & Sender & Record<string, unknown>;
  const listeners = new Map<string, Listener[]>();

  /** What crosses between the page's world and the preload script's is copied, functions are wrapped. */
  function bridge(value: unknown): unknown {
    if (typeof value === 'function') {
      const call = value as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => bridge(call(...args.map(bridge)));
    }
    if (Array.isArray(value)) return value.map(bridge);
    if (value?.constructor !== Object) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bridge(item)]));
  }

  const ipcRenderer = {
    send(channel: string, ...args: unknown[]): void {
      void page.__standInSend(channel, structuredClone(args));
    },
    on(channel: string, listener: Listener): void {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
  };
  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown): void =>
      void Object.defineProperty(window, key, { value: bridge(api), enumerable: true }),
  };
  page['__standInReceive'] = (channel: string, args: unknown[]): void => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  };
  page['__standInEcho'] = (value: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      listeners.set('stand-in:echo', [(_event, answer) => resolve(answer)]);
      ipcRenderer.send('stand-in:echo', value);
    });
  page['__standInVisibility'] = (state: string): void => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  };
  // The browser would hand a mailto address to the system by itself; Electron asks the program first.
  window.open = (url) => {
    const address = new URL(String(url ?? 'about:blank'), window.location.href).href;
    void page.__standInSend('stand-in:open', [address]);
    return null;
  };
  window.close = () => void page.__standInSend('stand-in:close', []);
  preload((name) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload script cannot require "${name}".`);
    return { contextBridge, ipcRenderer };
  });
}

/** The built preload bundle, wrapped so that it runs in a page. */
export function wrapPreload(source: string): string {
  const preload = `(require) => { const module = { exports: {} }; const exports = module.exports;\n${source}\n}`;
  return `(${installBridge.toString()})(${JSON.stringify(PAGE_ORIGIN)}, ${preload});`;
}
