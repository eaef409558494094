import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '#shared/errors.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { createBackup, type BackupSource, type CreateOptions } from './create-backup.ts';
import {
  encodeHeader,
  HEADER_NAME,
  nextGeneration,
  parseHeader,
  parseObjectName,
  rewrapHeader,
  unlockWithMasterKey,
  type BackupEntry,
  type UnlockedVault,
} from './format/index.ts';
import { readHead, writeFirstHead } from './head.ts';
import { assemble, closeVault, openVault, requireSameGeneration } from './open-vault.ts';
import type { Vault, VaultDeps } from './vault.ts';
import { putDoomed, readDoomed } from './vault-objects.ts';

/**
 * A new phrase for the same keys: nothing is sent again, and the former phrase opens nothing any more on this target.
 * Whoever kept a copy of the former header still opens it with the former phrase: for that see `claimNext`.
 */
export async function changePhrase(vault: Vault, phrase: string, signal?: AbortSignal): Promise<Vault> {
  await requireSameGeneration(vault, signal);
  const unlocked = await rewrapHeader(vault, { phrase, random: vault.deps.random });
  return assemble(vault.deps, unlocked, await swapHeader(vault, unlocked, signal));
}

/**
 * A new master key under a new phrase, in a generation that is claimed and that nobody looks at before the vault turns
 * to it. Whoever keeps this can go on in another process. The key in it opens what is sent from here on.
 */
export type NextGeneration = {
  /** The header as it will be, encoded. */
  readonly header: Uint8Array;
  readonly masterKey: Uint8Array;
};

const CLAIMS = 20;

/**
 * For a phrase that others may know, the first half: takes a generation that nobody has begun, by writing its first
 * list. One that was begun and left has other keys, so it is passed over. What this device knows of it is kept apart
 * until the header turns.
 */
export async function claimNext(vault: Vault, phrase: string, signal?: AbortSignal): Promise<NextGeneration> {
  await requireSameGeneration(vault, signal);
  const { random } = vault.deps;
  const deps = aheadDeps(vault.deps, vault.header.vaultId);
  await rm(deps.stateFolder, { recursive: true, force: true });
  let last = vault.keys.generation;
  for await (const { name } of vault.deps.target.list('g', signal))
    last = Math.max(last, parseObjectName(name)?.generation ?? 0);
  for (let claim = 0; claim < CLAIMS; claim += 1) {
    const former = { ...vault, header: { ...vault.header, generation: last + claim } };
    const ahead = assemble(deps, await nextGeneration(former, { phrase, random }), vault.headerEtag);
    try {
      if (await writeFirstHead(ahead, signal))
        return { header: encodeHeader(ahead.header), masterKey: Uint8Array.from(ahead.masterKey) };
    } finally {
      closeVault(ahead);
    }
  }
  throw new AppError(
    'conflict',
    'Other devices are giving this backup a new phrase at the same time. Nothing was changed; try again when they are done.',
  );
}

export type Turning = {
  readonly deps: VaultDeps;
  /** The master key that the vault has until it turns. */
  readonly formerKey: Uint8Array;
  readonly next: NextGeneration;
};

/**
 * The second half: the store is sent anew under the new key, then the header turns. The former backups stay until the
 * new one is whole; after that nothing of the app opens them and a later prune deletes them. Cut off before that, the
 * vault is as it was, and the same call goes on with what was sent; cut off after it, the same call tidies up.
 */
export async function turnToNext(
  { deps, formerKey, next }: Turning,
  source: BackupSource,
  options: CreateOptions = {},
): Promise<{ readonly vault: Vault; readonly entry: BackupEntry }> {
  const { signal } = options;
  const unlocked = unlockWithMasterKey(parseHeader(next.header), Uint8Array.from(next.masterKey));
  const turnedEtag = await etagIfTurned(deps, next, signal);
  const headerEtag = turnedEtag ?? (await sendAndTurn({ deps, formerKey }, unlocked, source, options));
  const renewed = assemble(deps, unlocked, headerEtag);
  // The turn to the new generation has happened: what comes now is tidying, and is done again by a later prune.
  const { head } = await readHead(renewed, signal);
  await rm(aheadDeps(deps, unlocked.header.vaultId).stateFolder, { recursive: true, force: true });
  await doomGenerations(renewed, head.sequence, signal);
  const entry = head.backups.at(-1);
  invariant(entry, 'the vault turns after the first backup of the new generation');
  return { vault: renewed, entry };
}

async function sendAndTurn(
  { deps, formerKey }: Pick<Turning, 'deps' | 'formerKey'>,
  unlocked: UnlockedVault,
  source: BackupSource,
  options: CreateOptions,
): Promise<string> {
  const { signal } = options;
  const vault = await openVault(deps, { masterKey: formerKey }, signal);
  try {
    const own = aheadDeps(deps, unlocked.header.vaultId);
    const ahead = assemble(own, unlocked, vault.headerEtag);
    // Left for days, a prune took it for something that nobody needs: then it begins anew, under the same key.
    if (await writeFirstHead(ahead, signal)) await rm(own.stateFolder, { recursive: true, force: true });
    await createBackup(ahead, source, { ...options, isAhead: true });
    return await swapHeader(vault, unlocked, signal);
  } finally {
    closeVault(vault);
  }
}

async function etagIfTurned(
  { target }: VaultDeps,
  { header }: NextGeneration,
  signal?: AbortSignal,
): Promise<string | null> {
  const now = await target.get(HEADER_NAME, { signal });
  return Buffer.from(header).equals(now.bytes) ? now.etag : null;
}

/** The one step that turns the vault to another header; nobody else may have changed it meanwhile. */
async function swapHeader(vault: Vault, unlocked: UnlockedVault, signal?: AbortSignal): Promise<string> {
  const { target } = vault.deps;
  const bytes = encodeHeader(unlocked.header);
  try {
    return (await target.put(HEADER_NAME, bytes, { ifMatch: vault.headerEtag, signal })).etag;
  } catch (error) {
    // The answer may have been lost and not the write.
    const now = await target.get(HEADER_NAME).catch(() => null);
    if (now && Buffer.from(bytes).equals(now.bytes)) return now.etag;
    if (!isAppError(error) || error.code !== 'conflict') throw error;
    throw new AppError(
      'conflict',
      'Another device changed the phrase of this backup just now. Nothing was changed here; open the backup with the new phrase.',
      { cause: error },
    );
  }
}

/** Everything of earlier generations, to be deleted by a prune a day from now. */
async function doomGenerations(vault: Vault, headSequence: number, signal?: AbortSignal): Promise<void> {
  const named = new Set((await readDoomed(vault, signal)).flatMap(({ names: before }) => before));
  const names: string[] = [];
  for await (const { name } of vault.deps.target.list('g', signal)) {
    const parsed = parseObjectName(name);
    if (parsed && parsed.generation < vault.keys.generation && !named.has(name)) names.push(name);
  }
  if (names.length === 0) return;
  await putDoomed(
    vault,
    { createdAtMs: vault.deps.clock.nowMs(), headSequence, names: names.toSorted() },
    signal,
  );
}

function aheadDeps(deps: VaultDeps, vaultId: string): VaultDeps {
  return { ...deps, stateFolder: join(deps.stateFolder, `${vaultId}-ahead`) };
}
