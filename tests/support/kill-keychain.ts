import { readFileSync, writeFileSync } from 'node:fs';
import type { Keychain } from '#main/engine/secrets/index.ts';
import { keychainOver } from './memory-keychain.ts';

/**
 * A keychain that several processes share through a file outside the data folder, so that a workspace opens
 * without stretching a passphrase each time.
 */
export function keychainInFile(path: string): Keychain {
  const read = (): Map<string, string> => {
    try {
      return new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>));
    } catch {
      return new Map();
    }
  };
  const change = async (work: (keychain: Keychain) => Promise<void>): Promise<void> => {
    const entries = read();
    await work(keychainOver(entries));
    writeFileSync(path, JSON.stringify(Object.fromEntries(entries)), { mode: 0o600 });
  };
  return {
    get: (account) => keychainOver(read()).get(account),
    set: (account, secret) => change((keychain) => keychain.set(account, secret)),
    remove: (account) => change((keychain) => keychain.remove(account)),
    unavailableReason: () => Promise.resolve(null),
  };
}
