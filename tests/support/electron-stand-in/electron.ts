/**
 * Stands in for Electron: the handful of its APIs that the host uses, over a browser that the test's process
 * drives. The built main and preload bundles run on it unchanged.
 */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export {
  dialog,
  globalShortcut,
  Menu,
  nativeImage,
  nativeTheme,
  powerMonitor,
  safeStorage,
  screenInfo as screen,
  shell,
  Tray,
} from './desktop.ts';
export { ipcMain } from './ipc-main.ts';
export { protocol, session } from './session.ts';
