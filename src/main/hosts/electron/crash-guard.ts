import type { BrowserWindow, ElectronApi } from './electron-api.ts';
import type { HostTexts } from './host-texts.ts';

const MAX_RELOADS = 3;
const WITHIN_MS = 60_000;

export type CrashOptions = {
  readonly texts: () => HostTexts;
  readonly onCrash: (reason: string) => void;
  readonly nowMs: () => number;
};

/**
 * A page that crashes is loaded again, three times a minute at most; then the person is asked. A page that
 * hangs is left alone until the person says otherwise. Nothing saved is lost either way: the page holds none of it.
 */
export function guardAgainstCrashes(
  electron: ElectronApi,
  window: BrowserWindow,
  { texts, onCrash, nowMs }: CrashOptions,
): void {
  let reloads: number[] = [];
  let isAsking = false;

  async function offerReload(message: string, detail: string): Promise<void> {
    if (isAsking || window.isDestroyed()) return;
    isAsking = true;
    const { response } = await electron.dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons: [texts().reload, texts().wait],
      defaultId: 0,
      cancelId: 1,
    });
    isAsking = false;
    if (response === 0 && !window.isDestroyed()) window.webContents.reload();
  }

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    onCrash(reason);
    const now = nowMs();
    reloads = reloads.filter((at) => now - at < WITHIN_MS);
    if (reloads.length >= MAX_RELOADS) {
      void offerReload(texts().pageCrashed, texts().pageCrashedDetail);
      return;
    }
    reloads.push(now);
    window.webContents.reload();
  });
  window.on('unresponsive', () => {
    onCrash('unresponsive');
    void offerReload(texts().notResponding, texts().notRespondingDetail);
  });
}
