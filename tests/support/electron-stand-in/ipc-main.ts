import { EventEmitter } from 'node:events';
import { BrowserWindow } from './browser-window.ts';
import type { WebContents } from './browser-window.ts';
import { methods } from './screen.ts';

export const ipcMain = new EventEmitter();

/** A bare round trip over the same channel, to measure others against. */
ipcMain.on('stand-in:echo', ({ sender }: { sender: WebContents }, value: unknown) =>
  sender.send('stand-in:echo', value),
);

/** From a frame of a page: what it sent, and which frame that was. */
methods['ipc'] = (
  windowId: number,
  frame: { readonly url: string; readonly isMain: boolean },
  channel: string,
  args: readonly unknown[],
) => {
  const sender = BrowserWindow.fromId(windowId)?.webContents;
  if (sender === undefined) return;
  const senderFrame = {
    url: frame.url,
    origin: /^\w+:\/\/[^/]+/.exec(frame.url)?.[0] ?? 'null',
    parent: frame.isMain ? null : sender.mainFrame,
    detached: false,
  };
  ipcMain.emit(channel, { sender, senderFrame, returnValue: undefined }, ...args);
};
