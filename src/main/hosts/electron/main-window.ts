import type { HostEvent } from '#shared/contracts/ipc.ts';
import { guardAgainstCrashes } from './crash-guard.ts';
import type { BrowserWindow, ElectronApi, WebContents } from './electron-api.ts';
import type { HostTexts } from './host-texts.ts';
import type { WindowFactory } from './window-factory.ts';
import { keepWindowState, restoreWindowState, screenAreas } from './window-state.ts';

export type MainWindowOptions = {
  readonly electron: ElectronApi;
  readonly windows: WindowFactory;
  readonly stateFile: string;
  readonly iconPath: string;
  readonly texts: () => HostTexts;
  readonly notify: (contents: WebContents, event: HostEvent) => void;
  /** Whether closing the window only hides it, as the tray keeps the app in reach. */
  readonly hidesOnClose: () => boolean;
  readonly onCrash: (reason: string) => void;
  readonly nowMs: () => number;
};

export type MainWindow = {
  /** Brings the window to the front, at `path` where one is given; makes it when there is none. */
  show(path?: string): void;
  /** Brings the window to the front and tells its page. */
  tell(event: HostEvent): void;
};

/** The canvas colours of design tokens, so that the window does not flash before its page paints. */
const BACKGROUND = { light: '#f4edf3', dark: '#0c0c0c' } as const;

export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { electron, windows, stateFile } = options;
  let window: BrowserWindow | undefined;

  function create(path: string): BrowserWindow {
    const { isMaximised, ...bounds } = restoreWindowState(stateFile, screenAreas(electron));
    const created = windows.open(path, {
      ...bounds,
      minWidth: 480,
      minHeight: 360,
      title: 'Adiuva',
      icon: options.iconPath,
      backgroundColor: electron.nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    });
    created.once('ready-to-show', () => {
      if (isMaximised) created.maximize();
      created.show();
    });
    created.on('close', (event) => {
      if (!options.hidesOnClose()) return;
      event.preventDefault();
      created.hide();
    });
    created.once('closed', () => {
      window = undefined;
    });
    keepWindowState(created, stateFile);
    guardAgainstCrashes(electron, created, options);
    return created;
  }

  function show(path?: string): void {
    if (window === undefined) {
      window = create(path ?? '/');
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    if (path !== undefined) options.notify(window.webContents, { type: 'navigate', path });
  }

  function tell(event: HostEvent): void {
    show();
    if (window !== undefined) options.notify(window.webContents, event);
  }

  return { show, tell };
}
