import type { ElectronApi } from './electron-api.ts';
import type { HostTexts } from './host-texts.ts';

export type AppTray = {
  /** False where the desktop has no place for it: then closing the last window must quit. */
  readonly isShown: boolean;
  setTexts(texts: HostTexts): void;
  close(): void;
};

export type TrayOptions = {
  readonly iconPath: string;
  readonly texts: HostTexts;
  readonly open: () => void;
  readonly capture: () => void;
  readonly quit: () => void;
};

/** An icon in the system's tray with quick capture. Some Linux desktops have no tray; that is no error. */
export function createTray(electron: ElectronApi, options: TrayOptions): AppTray {
  const tray = openTray(electron, options.iconPath);
  function setTexts(texts: HostTexts): void {
    tray?.setToolTip('Adiuva');
    tray?.setContextMenu(
      electron.Menu.buildFromTemplate([
        { id: 'tray-open', label: texts.open, click: options.open },
        { id: 'tray-capture', label: texts.quickCapture, click: options.capture },
        { type: 'separator' },
        { id: 'tray-quit', label: texts.quit, click: options.quit },
      ]),
    );
  }
  setTexts(options.texts);
  tray?.on('click', options.open);
  return { isShown: tray !== undefined, setTexts, close: () => tray?.destroy() };
}

function openTray(electron: ElectronApi, iconPath: string): InstanceType<ElectronApi['Tray']> | undefined {
  try {
    return new electron.Tray(electron.nativeImage.createFromPath(iconPath));
  } catch {
    return undefined;
  }
}
