import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '#shared/errors.ts';
import { createBackup, type BackupSource, type CreateOptions } from './create-backup.ts';
import {
  encodeHeader,
  HEADER_NAME,
  nextGeneration,
  parseObjectName,
  rewrapHeader,
  type BackupEntry,
  type UnlockedVault,
} from './format/index.ts';
import { readHead, writeFirstHead } from './head.ts';
import { assemble, closeVault, requireSameGeneration } from './open-vault.ts';
import type { Vault } from './vault.ts';
import { putDoomed } from './vault-objects.ts';

/**
 * A new phrase for the same keys: nothing is sent again, and the former phrase opens nothing any more on this target.
 * Whoever kept a copy of the former header still opens it with the former phrase: for that see `startAfresh`.
 */
export async function changePhrase(vault: Vault, phrase: string, signal?: AbortSignal): Promise<Vault> {
  await requireSameGeneration(vault, signal);
  const unlocked = await rewrapHeader(vault, { phrase, random: vault.deps.random });
  return assemble(vault.deps, unlocked, await swapHeader(vault, unlocked, signal));
}

/**
 * For a phrase that others may know: a new master key, and the store is sent anew under it. The former backups
 * stay until the new one is whole, then nothing of the app opens them and a later prune deletes them. Cut off
 * before that, the vault is as it was.
 */
export async function startAfresh(
  vault: Vault,
  phrase: string,
  source: BackupSource,
  options: CreateOptions = {},
): Promise<{ readonly vault: Vault; readonly entry: BackupEntry }> {
  const { signal } = options;
  await requireSameGeneration(vault, signal);
  const { head: formerHead } = await readHead(vault, signal);
  const ahead = await claimGeneration(vault, phrase, signal);
  try {
    const entry = await createBackup(ahead, source, { ...options, isAhead: true });
    const headerEtag = await swapHeader(vault, ahead, signal);
    const renewed = { ...ahead, state: vault.state, headerEtag };
    // The turn to the new generation has happened: what comes now is tidying, and is done again by a later prune.
    await readHead(renewed, signal);
    await rm(aheadFolder(vault), { recursive: true, force: true });
    await doomGenerations(renewed, formerHead.sequence, signal);
    return { vault: renewed, entry };
  } catch (error) {
    closeVault(ahead);
    throw error;
  }
}

const CLAIMS = 20;

/**
 * A generation that nobody has begun, by writing its first list. One that was begun and left has other keys, so it
 * is passed over. What this device knows of it is kept apart until the header turns to it.
 */
async function claimGeneration(vault: Vault, phrase: string, signal?: AbortSignal): Promise<Vault> {
  const { random } = vault.deps;
  const deps = { ...vault.deps, stateFolder: aheadFolder(vault) };
  await rm(deps.stateFolder, { recursive: true, force: true });
  let last = vault.keys.generation;
  for await (const { name } of vault.deps.target.list('g', signal))
    last = Math.max(last, parseObjectName(name)?.generation ?? 0);
  for (let claim = 0; claim < CLAIMS; claim += 1) {
    const former = { ...vault, header: { ...vault.header, generation: last + claim } };
    const ahead = assemble(deps, await nextGeneration(former, { phrase, random }), vault.headerEtag);
    if (await writeFirstHead(ahead, signal)) return ahead;
    closeVault(ahead);
  }
  throw new AppError(
    'conflict',
    'Other devices are giving this backup a new phrase at the same time. Nothing was changed; try again when they are done.',
  );
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
  const names: string[] = [];
  for await (const { name } of vault.deps.target.list('g', signal)) {
    const parsed = parseObjectName(name);
    if (parsed && parsed.generation < vault.keys.generation) names.push(name);
  }
  if (names.length === 0) return;
  await putDoomed(
    vault,
    { createdAtMs: vault.deps.clock.nowMs(), headSequence, names: names.toSorted() },
    signal,
  );
}

function aheadFolder({ deps, header }: Vault): string {
  return join(deps.stateFolder, `${header.vaultId}-ahead`);
}
