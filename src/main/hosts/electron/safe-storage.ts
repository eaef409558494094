import type { SafeStorage } from '#main/engine/secrets/index.ts';
import type { ElectronApi } from './electron-api.ts';

const BACKENDS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'keychain', win32: 'dpapi' };

/**
 * Electron's safeStorage as the key slots want it. The backend's name goes into the slot and is compared later;
 * the slots refuse `basic_text`, which hides nothing. To be asked after the app is ready.
 */
export function createSafeStorage(electron: ElectronApi): SafeStorage {
  const { safeStorage } = electron;
  return {
    async backend() {
      if (!safeStorage.isEncryptionAvailable()) return 'unknown';
      return BACKENDS[process.platform] ?? safeStorage.getSelectedStorageBackend();
    },
    encrypt: async (text) => safeStorage.encryptString(text),
    decrypt: async (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
  };
}
