import { invariant } from '#shared/kernel/invariant.ts';
import type { WebPreferences } from './electron-api.ts';

/** Every preference that a window of ours may have, with its only value. */
const REQUIRED = {
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Its dictionaries would be fetched from the network.
  spellcheck: false,
  safeDialogs: true,
  enableWebSQL: false,
} as const;

/** May be set, since they open nothing. */
const HARMLESS: ReadonlySet<string> = new Set(['preload', 'backgroundThrottling', 'zoomFactor', 'devTools']);

export function safeWebPreferences(preload: string, isPackaged: boolean): WebPreferences {
  return { ...REQUIRED, preload, devTools: !isPackaged };
}

/**
 * Throws unless these preferences are exactly the safe ones: a flag that is missing counts as unsafe, and so
 * does one that nobody has thought about yet.
 */
export function requireSafe(preferences: WebPreferences | undefined, preload: string): void {
  const given: Readonly<Record<string, unknown>> = { ...preferences };
  for (const [name, value] of Object.entries(REQUIRED)) {
    invariant(given[name] === value, `A window must have ${name} = ${String(value)}.`);
  }
  for (const name of Object.keys(given)) {
    invariant(name in REQUIRED || HARMLESS.has(name), `A window must not set ${name}.`);
  }
  invariant(given['preload'] === preload, 'A window must use the preload script of the app.');
}
