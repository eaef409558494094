import type { BrowserWindow, ElectronApi } from './electron-api.ts';
import type { WindowFactory } from './window-factory.ts';

const SIZE = { width: 680, height: 200 } as const;

export type QuickCapture = {
  /** Shows the small window, or hides it when it is in front. */
  toggle(): void;
  /** Takes this key from the whole desktop; false when another program has it or it cannot be read. */
  setShortcut(accelerator: string): boolean;
  close(): void;
};

type Shortcut = { set(accelerator: string): boolean };

function openCaptureWindow(windows: WindowFactory): BrowserWindow {
  const window = windows.open('/capture', {
    ...SIZE,
    title: 'Adiuva',
    frame: false,
    resizable: false,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    center: true,
  });
  window.on('blur', () => window.hide());
  window.once('ready-to-show', () => window.show());
  return window;
}

function createShortcut({ globalShortcut }: ElectronApi, onPress: () => void): Shortcut {
  let taken = '';
  function take(accelerator: string): boolean {
    try {
      return globalShortcut.register(accelerator, onPress);
    } catch {
      // Electron throws for a text that names no key.
      return false;
    }
  }
  return {
    set(accelerator) {
      if (accelerator === taken) return true;
      if (taken !== '') globalShortcut.unregister(taken);
      const isTaken = accelerator === '' || take(accelerator);
      taken = isTaken ? accelerator : '';
      return isTaken;
    },
  };
}

/** One line to write a task down, from anywhere on the desktop. */
export function createQuickCapture(electron: ElectronApi, windows: WindowFactory): QuickCapture {
  let window: BrowserWindow | undefined;
  let isClosing = false;

  function create(): BrowserWindow {
    const created = openCaptureWindow(windows);
    // The page closes itself when it is done; kept, so that it is there at once the next time.
    created.on('close', (event) => {
      if (isClosing) return;
      event.preventDefault();
      created.hide();
    });
    created.once('closed', () => {
      window = undefined;
    });
    return created;
  }

  function toggle(): void {
    if (window === undefined) {
      window = create();
      return;
    }
    if (window.isVisible()) {
      window.hide();
      return;
    }
    // A fresh page: what was typed and left the last time is not shown to whoever looks on now.
    window.webContents.reload();
    window.show();
  }

  const shortcut = createShortcut(electron, toggle);
  return {
    toggle,
    setShortcut: shortcut.set,
    close() {
      isClosing = true;
      shortcut.set('');
      window?.destroy();
    },
  };
}
