/** The program of the desktop app: Electron's `main`. The only file here that imports Electron itself. */
import {
  app,
  BrowserWindow,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} from 'electron';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultDataDir } from '#main/data-dir.ts';
import { createLogs } from '#main/log/index.ts';
import { startElectronHost } from './electron-host.ts';
import { parseHostArguments } from './host-arguments.ts';
import { openHostedApp } from './open-app.ts';

// Kept in a variable: with the literal in place, Vite would take the expression for an asset to copy.
const here = import.meta.url;
const programFile = (path: string): string => fileURLToPath(new URL(path, here));

const chosen = parseHostArguments(process.argv).dataDir;
const dataDir = chosen === undefined ? defaultDataDir(process.env) : resolve(chosen);
const logs = createLogs({ dataDir, levels: process.env['ADIUVA_LOG'] });

startElectronHost({
  electron: {
    app,
    BrowserWindow,
    dialog,
    globalShortcut,
    ipcMain,
    Menu,
    nativeImage,
    nativeTheme,
    powerMonitor,
    protocol,
    safeStorage,
    screen,
    session,
    shell,
    Tray,
  },
  argv: process.argv,
  dataDir,
  log: logs.for('electron'),
  nowMs: Date.now,
  // Seen from dist/main, where this file's bundle lies.
  files: {
    renderer: programFile('../renderer'),
    preload: programFile('../preload/index.cjs'),
    // By its name, macOS takes the second one's shape and colours it as its menu bar.
    trayIcon: programFile(`../../build/icons/${process.platform === 'darwin' ? 'trayTemplate' : 'tray'}.png`),
    windowIcon: programFile('../../build/icons/icon.png'),
  },
  openApp: (ports) => openHostedApp(ports, logs),
});
