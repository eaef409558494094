import { setTimeout } from 'node:timers/promises';
import type { Log } from '#main/log/index.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import { settingsSchema } from '#shared/contracts/settings.ts';
import { isAppError } from '#shared/errors.ts';
import { createAppConnections } from './app-connections.ts';
import type { AppConnections } from './app-connections.ts';
import { APP_SCHEME } from './app-origin.ts';
import { createAppHandler } from './app-protocol.ts';
import { findDeepLink, LINK_SCHEME, parseDeepLink } from './deep-link.ts';
import type { ElectronApi } from './electron-api.ts';
import { parseHostArguments } from './host-arguments.ts';
import { hostTexts } from './host-texts.ts';
import type { HostTexts } from './host-texts.ts';
import type { HostedApp, HostFiles, HostPorts } from './hosted-app.ts';
import { serveIpc } from './ipc-server.ts';
import { createMainWindow } from './main-window.ts';
import type { MainWindow } from './main-window.ts';
import { buildMenu } from './menu.ts';
import { guardContents } from './navigation-guard.ts';
import { profileFolder } from './profile-folder.ts';
import { createQuickCapture } from './quick-capture.ts';
import type { QuickCapture } from './quick-capture.ts';
import { createSafeStorage } from './safe-storage.ts';
import { guardSession } from './session-guard.ts';
import { createTray } from './tray.ts';
import type { AppTray } from './tray.ts';
import { createWindowFactory } from './window-factory.ts';
import { windowStateFile } from './window-state.ts';

export type ElectronHostOptions = {
  readonly electron: ElectronApi;
  readonly argv: readonly string[];
  readonly dataDir: string;
  readonly files: HostFiles;
  readonly log: Log;
  readonly openApp: (ports: HostPorts) => Promise<HostedApp>;
  readonly nowMs: () => number;
};

/** Longer than any write; an app that hangs must not keep the person's session from ending. */
const CLOSE_LIMIT_MS = 10_000;
/** For a page to notice that it is hidden and to send what was typed last. */
const LAST_WORDS_MS = 200;

/** The desktop app: one process per data folder, its windows, and what the system offers around them. */
class ElectronHost {
  readonly #options: ElectronHostOptions;
  readonly #electron: ElectronApi;
  #settings: Settings = settingsSchema.parse({});
  #mainWindow: MainWindow | undefined;
  #capture: QuickCapture | undefined;
  #tray: AppTray | undefined;
  #connections: AppConnections | undefined;
  #app: HostedApp | undefined;
  #closing: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: ElectronHostOptions) {
    this.#options = options;
    this.#electron = options.electron;
  }

  /** All of this must happen before Electron says that it is ready, and so before anything is awaited. */
  start(): void {
    const { app, protocol } = this.#electron;
    const { dataDir, argv } = this.#options;
    app.enableSandbox();
    protocol.registerSchemesAsPrivileged([
      {
        scheme: APP_SCHEME,
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ]);
    // Before the lock, which is one per profile.
    app.setPath('userData', profileFolder(dataDir));
    if (!app.requestSingleInstanceLock()) {
      // The first instance has been told of our arguments and comes to the front.
      app.exit(0);
      return;
    }
    if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
    this.#listen();
    const { path, isHidden } = parseHostArguments(argv);
    app.whenReady().then(
      () => this.#open(path, isHidden),
      (error: unknown) => this.#giveUp(error),
    );
  }

  #listen(): void {
    const { app } = this.#electron;
    app.on('web-contents-created', (_event, contents) => guardContents(this.#electron, contents));
    app.on('second-instance', (_event, argv) => this.#mainWindow?.show(findDeepLink(argv)));
    app.on('open-url', (event, link) => {
      event.preventDefault();
      const path = parseDeepLink(link);
      // macOS sends the link that started the program in this way, before it is ready.
      void app.whenReady().then(() => this.#mainWindow?.show(path));
    });
    app.on('activate', () => this.#mainWindow?.show());
    app.on('child-process-gone', (_event, { type, reason }) =>
      this.#options.log.error('child process gone', { type, reason }),
    );
    process.on('uncaughtException', (error) => this.#fail(error));
    // Node would end the process for this as well; Electron alone only warns.
    process.on('unhandledRejection', (error) => this.#fail(error));
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin' && !this.#staysInTray) app.quit();
    });
    app.on('before-quit', (event) => {
      if (this.#isClosed) return;
      event.preventDefault();
      this.#closing ??= this.#close();
    });
  }

  async #open(path: string | undefined, isHidden: boolean): Promise<void> {
    const { electron, files, log, dataDir } = this.#options;
    guardSession(electron.session.defaultSession);
    electron.protocol.handle(APP_SCHEME, createAppHandler(files.renderer));
    const windows = createWindowFactory(electron, files.preload);
    const opening = this.#options.openApp({ dataDir, safeStorage: createSafeStorage(electron) });
    const connections = createAppConnections(opening, log);
    this.#connections = connections;
    serveIpc(electron, {
      isOurs: windows.isOurs,
      accept: connections.accept,
      onRefused: (reason) => log.warn('message refused', { reason }),
    });
    this.#mainWindow = createMainWindow({
      electron,
      windows,
      stateFile: windowStateFile(dataDir),
      iconPath: files.windowIcon,
      texts: () => this.#texts,
      notify: connections.notify,
      hidesOnClose: () => this.#closing === undefined && this.#staysInTray,
      onCrash: (reason) => log.error('page crashed', { reason }),
      nowMs: this.#options.nowMs,
    });
    this.#capture = createQuickCapture(electron, windows);
    this.#tray = createTray(electron, {
      iconPath: files.trayIcon,
      texts: this.#texts,
      open: () => this.#mainWindow?.show(),
      capture: () => this.#capture?.toggle(),
      quit: () => electron.app.quit(),
    });
    this.#showMenu();
    this.#followPower();
    if (!isHidden) this.#mainWindow.show(path);
    try {
      this.#app = await opening;
    } catch (error) {
      this.#giveUp(error);
      return;
    }
    this.#app.onPreferences(() => void this.#readPreferences());
    await this.#readPreferences();
    log.info('started');
  }

  get #texts(): HostTexts {
    return hostTexts(this.#settings.language, this.#electron.app.getLocale());
  }

  get #staysInTray(): boolean {
    return this.#settings.closeToTray && this.#tray?.isShown === true;
  }

  async #readPreferences(): Promise<void> {
    // The store may be closed while it is asked.
    const settings = await this.#app?.preferences().catch(() => undefined);
    // Locked: no key is taken from the desktop for a store that nobody can write to.
    const shortcut = settings?.globalShortcut ?? '';
    if (this.#capture?.setShortcut(shortcut) === false) this.#options.log.warn('shortcut taken');
    if (settings === undefined) return;
    this.#settings = settings;
    this.#electron.nativeTheme.themeSource = settings.theme;
    this.#tray?.setTexts(this.#texts);
    this.#showMenu();
  }

  #showMenu(): void {
    const template = buildMenu({
      texts: this.#texts,
      platform: process.platform,
      run: (command) => this.#mainWindow?.tell({ type: 'command', command }),
      quit: () => this.#electron.app.quit(),
    });
    this.#electron.Menu.setApplicationMenu(this.#electron.Menu.buildFromTemplate(template));
  }

  #followPower(): void {
    const { app, powerMonitor } = this.#electron;
    const { log } = this.#options;
    powerMonitor.on('suspend', () => log.info('suspended'));
    powerMonitor.on('resume', () => log.info('resumed'));
    powerMonitor.on('shutdown', () => app.quit());
  }

  /** Waits for the writer, but not for ever; then lets the quitting go on. */
  async #close(): Promise<void> {
    const { log } = this.#options;
    log.info('closing');
    try {
      this.#capture?.close();
      this.#tray?.close();
      const late = setTimeout(CLOSE_LIMIT_MS, 'late');
      if ((await Promise.race([this.#closeApp(), late])) === 'late') log.warn('closing took too long');
    } catch (error) {
      log.error('closing failed', {}, error);
    } finally {
      this.#isClosed = true;
      this.#electron.app.quit();
    }
  }

  async #closeApp(): Promise<void> {
    for (const window of this.#electron.BrowserWindow.getAllWindows()) window.hide();
    await setTimeout(LAST_WORDS_MS);
    await this.#connections?.settled();
    await this.#connections?.close();
    await this.#app?.close();
  }

  /** A bug of ours: what was going on is not known, so the app closes in order instead of going on. */
  #fail(error: unknown): void {
    this.#options.log.error('unexpected error', {}, error);
    if (this.#closing !== undefined) return;
    this.#electron.dialog.showErrorBox(this.#texts.unexpected, this.#texts.unexpectedDetail);
    this.#electron.app.quit();
  }

  #giveUp(error: unknown): void {
    this.#options.log.error('start failed', {}, error);
    const detail = isAppError(error) ? error.message : this.#texts.startFailedDetail;
    this.#electron.dialog.showErrorBox(this.#texts.startFailed, detail);
    this.#electron.app.exit(1);
  }
}

/** Starts the desktop app. To be called while the program's entry file is read: see `start`. */
export function startElectronHost(options: ElectronHostOptions): void {
  new ElectronHost(options).start();
}
