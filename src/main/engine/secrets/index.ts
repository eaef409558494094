/**
 * The keys of a data folder: a random store key, wrapped once per way of unlocking in `keyslots.json`.
 * No secret is kept here; `createKeyRing` says what each call promises.
 */
export { createKeyRing } from './key-ring.ts';
export type { KeyRing, KeyRingOptions, SlotStatus } from './key-ring.ts';
export { createKeytarKeychain } from './keychain.ts';
export type { Keychain } from './keychain.ts';
export type { SafeStorage } from './safe-storage.ts';
export type { Credential, NewSlot } from './slots.ts';
export { newRecoveryPhrase, parseRecoveryPhrase, recoveryWords } from './recovery-phrase.ts';
