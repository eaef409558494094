import { AppError, isAppError } from '#shared/errors.ts';
import { hashOf, headName, openHead, requireGoingOn, sealHead } from './format/index.ts';
import type { Head, SeenHead } from './format/index.ts';
import { missing, sealingOf } from './vault-objects.ts';
import type { Vault } from './vault.ts';

/** The catalogue as it lies on the target now. */
export type FoundHead = { readonly head: Head; readonly etag: string; readonly hash: string };

/** Others may write between a reading and a writing; each turn takes up what they wrote. */
const ATTEMPTS = 20;

/**
 * Reads the catalogue and holds it against the newest that this device has seen. Rejects with
 * `backup_rolled_back` where it is older, with `backup_forked` where it is another of the same age.
 */
export async function readHead(vault: Vault, signal?: AbortSignal): Promise<FoundHead> {
  const found = await fetchHead(vault, signal);
  const seen = await vault.state.seenHead();
  const now = seenOf(vault, found);
  requireGoingOn(seen, { ...now, formerHash: found.head.formerHash });
  if (seen?.hash !== now.hash || seen.generation !== now.generation) await rememberIfPossible(vault, found);
  return found;
}

/** Takes the catalogue as it is for the right one, after a person was told that it is older or another. */
export async function acceptHead(vault: Vault, signal?: AbortSignal): Promise<FoundHead> {
  const found = await fetchHead(vault, signal);
  await vault.state.rememberHead(seenOf(vault, found));
  return found;
}

/**
 * Changes the catalogue by compare-and-swap. `change` sees the newest and answers the list of backups as it is to
 * be, or null for no change; it is asked again where another device was faster.
 */
export async function changeHead(
  vault: Vault,
  change: (found: FoundHead) => Promise<Head['backups'] | null>,
  signal?: AbortSignal,
): Promise<FoundHead> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await readHead(vault, signal);
    const backups = await change(found);
    if (backups === null) return found;
    signal?.throwIfAborted();
    const written = await swapHead(vault, found, backups, signal);
    if (!written) continue;
    await rememberIfPossible(vault, written);
    return written;
  }
  throw new AppError(
    'store_busy',
    'Other devices kept changing the list of backups. Nothing is lost and the list is whole; try again in a moment.',
  );
}

/** The first catalogue of a generation. False where there is one already. */
export async function writeFirstHead(vault: Vault, signal?: AbortSignal): Promise<boolean> {
  const head = { ...headFields(vault), sequence: 1, formerHash: null, lastBackup: 0, backups: [] };
  const sealed = sealHead(sealingOf(vault), head);
  try {
    await vault.deps.target.put(headName(vault.keys.generation), sealed.bytes, { ifMatch: null, signal });
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === 'conflict') return false;
    throw error;
  }
}

async function fetchHead(vault: Vault, signal?: AbortSignal): Promise<FoundHead> {
  const name = headName(vault.keys.generation);
  const { bytes, etag } = await vault.deps.target.get(name, { signal }).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') throw missing(name, error);
    throw error;
  });
  return { ...openHead(vault.keys, bytes), etag };
}

async function swapHead(
  vault: Vault,
  found: FoundHead,
  backups: Head['backups'],
  signal?: AbortSignal,
): Promise<FoundHead | null> {
  const head: Head = {
    ...headFields(vault),
    sequence: found.head.sequence + 1,
    formerHash: found.hash,
    lastBackup: Math.max(found.head.lastBackup, ...backups.map(({ sequence }) => sequence)),
    backups,
  };
  const sealed = sealHead(sealingOf(vault), head);
  const name = headName(vault.keys.generation);
  try {
    const { etag } = await vault.deps.target.put(name, sealed.bytes, { ifMatch: found.etag, signal });
    return { head, etag, hash: sealed.hash };
  } catch (error) {
    // The answer may have been lost and not the write, so what lies there decides.
    const now = await vault.deps.target.get(name).catch(() => null);
    if (now && hashOf(now.bytes) === sealed.hash) return { head, etag: now.etag, hash: sealed.hash };
    if (isAppError(error) && error.code === 'conflict') return null;
    throw error;
  }
}

/** A full disk here must keep nobody from backing up elsewhere, or from a restore; the next reading remembers. */
async function rememberIfPossible(vault: Vault, found: FoundHead): Promise<void> {
  await vault.state.rememberHead(seenOf(vault, found)).catch(() => undefined);
}

function headFields(vault: Vault) {
  return { writtenAtMs: vault.deps.clock.nowMs(), deviceId: vault.deps.device.id };
}

function seenOf(vault: Vault, { head, hash }: FoundHead): SeenHead {
  return { generation: vault.keys.generation, sequence: head.sequence, hash };
}
