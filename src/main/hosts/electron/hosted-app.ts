import type { AnyTRPCRouter } from '@trpc/server';
import type { SafeStorage } from '#main/engine/secrets/index.ts';
import type { Settings } from '#shared/contracts/settings.ts';

/** What the desktop needs of the app behind it. */
export type HostedApp = {
  readonly router: AnyTRPCRouter;
  createContext(): object;
  /** The saved preferences; undefined until the store is open. */
  preferences(): Promise<Settings | undefined>;
  /** Calls back when the preferences may be others: they were changed, or the store was opened. */
  onPreferences(listener: () => void): () => void;
  /** Resolves when everything acknowledged is on disk and the store is closed. */
  close(): Promise<void>;
};

/** What only the desktop can give the app. */
export type HostPorts = { readonly dataDir: string; readonly safeStorage: SafeStorage };

/** Where the files of the program lie. */
export type HostFiles = {
  readonly renderer: string;
  readonly preload: string;
  readonly trayIcon: string;
  readonly windowIcon: string;
};
