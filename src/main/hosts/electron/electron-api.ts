import type * as Electron from 'electron';

/**
 * The parts of Electron that the host uses. They come in as one argument, and only the entry file imports
 * them, so that the same code runs against a stand-in where no Electron binary can be had.
 */
export type ElectronApi = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'globalShortcut'
  | 'ipcMain'
  | 'Menu'
  | 'nativeImage'
  | 'nativeTheme'
  | 'powerMonitor'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
  | 'Tray'
>;

export type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  IpcMainEvent,
  MenuItemConstructorOptions,
  Session,
  WebContents,
  WebPreferences,
} from 'electron';
