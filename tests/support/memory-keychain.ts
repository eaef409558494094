import type { Keychain } from '#main/engine/secrets/index.ts';

/** A keychain whose entries a test can see; the system's own one is tested under a session bus. */
export function keychainOver(entries: Map<string, string>): Keychain {
  return {
    get: (account) => Promise.resolve(entries.get(account) ?? null),
    async set(account, secret) {
      entries.set(account, secret);
    },
    async remove(account) {
      entries.delete(account);
    },
    unavailableReason: () => Promise.resolve(null),
  };
}
