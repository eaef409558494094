import { AppError } from '#shared/errors.ts';

/**
 * Electron's safeStorage, handed in by the Electron host; no other host has it. `backend` names what
 * protects it: `keychain` on macOS, `dpapi` on Windows, Electron's own name on Linux.
 */
export type SafeStorage = {
  backend(): Promise<string>;
  encrypt(text: string): Promise<Uint8Array>;
  decrypt(sealed: Uint8Array): Promise<string>;
};

/** `basic_text` is a password that stands in Chromium's source; `unknown` may be the same. */
const REFUSED_BACKENDS = new Set(['basic_text', 'unknown', '']);

/** The backend's name, for the key file. */
export async function requireBackend(storage: SafeStorage | null): Promise<string> {
  if (!storage) throw noSafeStorage('this host has no safe storage');
  const backend = await storage.backend();
  if (REFUSED_BACKENDS.has(backend))
    throw noSafeStorage(`the backend "${backend}" does not protect anything`);
  return backend;
}

/** Opens what was sealed, and only with the backend that sealed it: another one would return noise or ask for nothing. */
export async function openSealed(
  storage: SafeStorage | null,
  slot: { readonly backend: string; readonly sealed: string },
): Promise<string> {
  const backend = await requireBackend(storage);
  if (backend !== slot.backend) {
    throw noSafeStorage(`it was sealed with "${slot.backend}" and this session has "${backend}"`);
  }
  try {
    // `requireBackend` has refused the missing one.
    return await (storage as SafeStorage).decrypt(Buffer.from(slot.sealed, 'base64'));
  } catch (cause) {
    throw noSafeStorage('the system refused to open it', cause);
  }
}

export function noSafeStorage(reason: string, cause?: unknown): AppError {
  return new AppError(
    'keychain_unavailable',
    'The safe storage of this system cannot be used now. Your data is safe; unlock with your passphrase or recovery phrase.',
    { cause, details: { reason } },
  );
}
