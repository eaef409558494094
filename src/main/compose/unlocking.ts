import type { Unlock } from '#shared/contracts/system.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { Credential, KeyRing, Keychain, NewSlot, SafeStorage } from '#main/engine/secrets/index.ts';

export type MachineKeys = { readonly keychain: Keychain | null; readonly safeStorage: SafeStorage | null };

type SlotWish = { readonly passphrase?: string | undefined; readonly useKeychain: boolean };

/** The ways to unlock a store that is being made; `phrase` where its recovery words are known already. */
export async function newSlots(
  input: SlotWish,
  machine: MachineKeys,
  phrase?: string,
): Promise<readonly NewSlot[]> {
  const slots: NewSlot[] = input.useKeychain ? [...(await machineSlots(machine))] : [];
  if (input.passphrase !== undefined) slots.push({ kind: 'passphrase', passphrase: input.passphrase });
  if (slots.length === 0) {
    throw new AppError(
      'keychain_unavailable',
      'This system has no keychain that Adiuva can use. Nothing was made; choose a passphrase.',
    );
  }
  return [...slots, phrase === undefined ? { kind: 'recovery' } : { kind: 'recovery', phrase }];
}

/** What of this machine can hold the key: Electron's safe storage, else the keychain. */
export async function machineSlots({ keychain, safeStorage }: MachineKeys): Promise<readonly NewSlot[]> {
  const backend = await safeStorage?.backend().catch(() => '');
  if (backend && backend !== 'basic_text' && backend !== 'unknown') return [{ kind: 'safe-storage' }];
  const reason = keychain ? await keychain.unavailableReason() : 'none';
  return reason === null ? [{ kind: 'keychain' }] : [];
}

export function credentialsOf(input: Unlock): readonly Credential[] {
  if ('passphrase' in input) return [{ kind: 'passphrase', passphrase: input.passphrase }];
  if ('recoveryPhrase' in input) return [{ kind: 'recovery', phrase: input.recoveryPhrase }];
  return [{ kind: 'safe-storage' }, { kind: 'keychain' }];
}

/** The store key by the first credential that opens it; the caller wipes it. */
export async function openKey(keyRing: Pick<KeyRing, 'unlock'>, current: Unlock): Promise<Uint8Array> {
  let refusal: unknown = null;
  for (const credential of credentialsOf(current)) {
    try {
      return await keyRing.unlock(credential);
    } catch (error) {
      if (!isAppError(error) || error.code !== 'keychain_unavailable') throw error;
      refusal = error;
    }
  }
  throw refusal;
}

export function wrongSecret(input: Unlock, reason: string): AppError {
  return new AppError('recoveryPhrase' in input ? 'wrong_recovery_phrase' : 'wrong_passphrase', reason);
}
