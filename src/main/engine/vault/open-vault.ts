import { AppError, isAppError } from '#shared/errors.ts';
import {
  createHeader,
  encodeHeader,
  HEADER_NAME,
  parseHeader,
  unlockHeader,
  unlockWithMasterKey,
} from './format/index.ts';
import type { UnlockedVault, VaultHeader, VaultKeys } from './format/index.ts';
import { writeFirstHead } from './head.ts';
import { createFolderState } from './local-state.ts';
import type { Vault, VaultDeps } from './vault.ts';
import { listObjects, missing } from './vault-objects.ts';

/** What opens a vault: the words that a person typed, or the master key that was kept since. */
export type VaultSecret = { readonly phrase: string } | { readonly masterKey: Uint8Array };

/** Whether there is a vault on the target, and which; for the question whether to begin or to join. */
export async function findVault(
  { target }: Pick<VaultDeps, 'target'>,
  signal?: AbortSignal,
): Promise<Pick<VaultHeader, 'vaultId' | 'generation' | 'createdAtMs'> | null> {
  return (await findHeader(target, signal))?.header ?? null;
}

/** A new, empty vault under a phrase. Rejects with `conflict` where there is one already. */
export async function createVault(deps: VaultDeps, phrase: string, signal?: AbortSignal): Promise<Vault> {
  const { target, random, clock } = deps;
  const unlocked = await createHeader({ phrase, createdAtMs: clock.nowMs(), random });
  const bytes = encodeHeader(unlocked.header);
  const { etag } = await target.put(HEADER_NAME, bytes, { ifMatch: null, signal }).catch((error: unknown) => {
    throw isAppError(error) && error.code === 'conflict' ? alreadyThere(error) : error;
  });
  const vault = assemble(deps, unlocked, etag);
  await writeFirstHead(vault, signal);
  return vault;
}

/**
 * Opens the vault that is there. Rejects with `not_found`, `wrong_recovery_phrase`, `store_wrong_key` (a kept key
 * of before a change), `backup_damaged`, `backup_too_new`.
 */
export async function openVault(deps: VaultDeps, secret: VaultSecret, signal?: AbortSignal): Promise<Vault> {
  const found = await findHeader(deps.target, signal);
  if (!found) throw noVault();
  const unlocked =
    'phrase' in secret
      ? await unlockHeader(found.header, secret.phrase)
      : unlockWithMasterKey(found.header, Uint8Array.from(secret.masterKey));
  const vault = assemble(deps, unlocked, found.etag);
  await finishBeginning(vault, signal);
  return vault;
}

/** Wipes the keys. */
export function closeVault(vault: Vault): void {
  vault.masterKey.fill(0);
  wipe(vault.keys);
}

/** Rejects with `store_wrong_key` where another device gave the vault a new master key meanwhile. */
export async function requireSameGeneration(vault: Vault, signal?: AbortSignal): Promise<void> {
  const found = await findHeader(vault.deps.target, signal);
  if (!found) throw missing(HEADER_NAME);
  unlockWithMasterKey(found.header, vault.masterKey);
}

export function assemble(deps: VaultDeps, unlocked: UnlockedVault, headerEtag: string): Vault {
  const state = createFolderState(deps.stateFolder, unlocked.header.vaultId);
  return { ...unlocked, deps, state, headerEtag };
}

async function findHeader(
  target: VaultDeps['target'],
  signal?: AbortSignal,
): Promise<{ readonly header: VaultHeader; readonly etag: string } | null> {
  try {
    const { bytes, etag } = await target.get(HEADER_NAME, { signal });
    return { header: parseHeader(bytes), etag };
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return null;
    throw error;
  }
}

/**
 * A vault whose making was cut off has a header and no list yet. Only where nothing was ever listed: a list that
 * went missing must not pass for an empty one.
 */
async function finishBeginning(vault: Vault, signal?: AbortSignal): Promise<void> {
  if (vault.header.generation !== 1 || (await vault.state.seenHead())) return;
  if ((await listObjects(vault, 'manifest', signal)).length > 0) return;
  await writeFirstHead(vault, signal);
}

function wipe(keys: VaultKeys): void {
  for (const value of Object.values(keys)) if (value instanceof Uint8Array) value.fill(0);
}

function alreadyThere(cause: AppError): AppError {
  return new AppError(
    'conflict',
    'There is a backup at this place already. Nothing was changed; open it with its recovery phrase, or choose another place.',
    { cause },
  );
}

function noVault(): AppError {
  return new AppError(
    'not_found',
    'There is no backup at this place. Nothing was changed; check the address, or begin one here.',
  );
}
