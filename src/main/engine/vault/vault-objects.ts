import { AppError, isAppError } from '#shared/errors.ts';
import {
  objectName,
  objectPrefix,
  openDoomed,
  openIndex,
  parseObjectName,
  requireManifest,
  sealDoomed,
  sealIndex,
  sealManifest,
} from './format/index.ts';
import type {
  BackupEntry,
  Doomed,
  Manifest,
  PackEntry,
  PackIndex,
  SealedObject,
  SealedType,
  Sealing,
} from './format/index.ts';
import type { BlobInfo } from './targets/blob-target.ts';
import type { Vault } from './vault.ts';

type Folder = Exclude<SealedType, 'head'>;

/** Sealed objects never change, so a copy kept here serves as well; one that was altered there is `uncached`. */
export type Fetch = { readonly isUncached?: boolean; readonly signal?: AbortSignal };

/** The manifest of a backup in the list, by its hash the one that was listed. */
export async function readManifest(vault: Vault, entry: BackupEntry, fetch: Fetch = {}): Promise<Manifest> {
  return openObject(vault, { type: 'manifest', id: entry.manifestId }, fetch, (bytes) =>
    requireManifest(vault.keys, entry, bytes),
  );
}

export async function readIndex(vault: Vault, id: string, fetch: Fetch = {}): Promise<PackIndex> {
  return openObject(vault, { type: 'index', id }, fetch, (bytes) => openIndex(vault.keys, id, bytes));
}

export async function putManifest(
  vault: Vault,
  manifest: Manifest,
  signal?: AbortSignal,
): Promise<SealedObject> {
  return putSealed(vault, 'manifest', sealManifest(sealingOf(vault), manifest), signal);
}

export async function putIndex(
  vault: Vault,
  packs: readonly PackEntry[],
  signal?: AbortSignal,
): Promise<SealedObject> {
  return putSealed(vault, 'index', sealIndex(sealingOf(vault), { packs }), signal);
}

/** One that is damaged or gone, under its own name: nothing refers to an index by its hash. */
export async function putIndexAgain(
  vault: Vault,
  id: string,
  index: PackIndex,
  signal?: AbortSignal,
): Promise<SealedObject> {
  return putSealed(vault, 'index', sealIndex(sealingOf(vault), index, id), signal);
}

export async function putDoomed(vault: Vault, doomed: Doomed, signal?: AbortSignal): Promise<SealedObject> {
  return putSealed(vault, 'doomed', sealDoomed(sealingOf(vault), doomed), signal);
}

/** A list of names to be deleted, and since when it is there by the target's clock. */
export type FoundDoomed = {
  readonly name: string;
  readonly sinceMs: number;
  readonly names: readonly string[];
};

/** What is going to be deleted. One that cannot be read dooms nothing; the next prune names its objects again. */
export async function readDoomed(vault: Vault, signal?: AbortSignal): Promise<readonly FoundDoomed[]> {
  const found: FoundDoomed[] = [];
  for (const { name, modifiedAtMs } of await listObjects(vault, 'doomed', signal)) {
    const parsed = parseObjectName(name);
    if (parsed?.type !== 'doomed') continue;
    const doomed = await readOneDoomed(vault, parsed.id, signal);
    if (doomed) found.push({ name, sinceMs: modifiedAtMs, names: doomed.names });
  }
  return found;
}

async function readOneDoomed(vault: Vault, id: string, signal?: AbortSignal): Promise<Doomed | null> {
  try {
    const { bytes } = await vault.deps.target.get(nameOf(vault, 'doomed', id), { signal });
    return openDoomed(vault.keys, id, bytes);
  } catch (error) {
    if (isAppError(error) && (error.code === 'not_found' || error.code === 'backup_damaged')) return null;
    throw error;
  }
}

/** Everything of one kind in the present generation. */
export async function listObjects(
  vault: Vault,
  type: Folder,
  signal?: AbortSignal,
): Promise<readonly BlobInfo[]> {
  const found: BlobInfo[] = [];
  const prefix = objectPrefix(vault.keys.generation, type);
  for await (const info of vault.deps.target.list(prefix, signal)) found.push(info);
  return found;
}

export function nameOf(vault: Vault, type: Folder, id: string): string {
  return objectName(vault.keys.generation, type, id);
}

/** What should be there by name and is not. */
export function missing(object: string, cause?: unknown): AppError {
  return new AppError(
    'backup_damaged',
    `The backup's ${object} is gone. Nothing was changed and your workspace is safe. Verify the backup to see what else is hit; the next backup writes anew what is missing.`,
    { cause, details: { object, reason: 'missing' } },
  );
}

export function sealingOf({ keys, deps }: Vault): Sealing {
  return { keys, random: deps.random };
}

type Wanted = { readonly type: Folder; readonly id: string };

/** Opens the copy that is kept here, else the object itself: a copy that was altered is as good as none. */
async function openObject<T>(
  vault: Vault,
  { type, id }: Wanted,
  { isUncached = false, signal }: Fetch,
  open: (bytes: Uint8Array) => T,
): Promise<T> {
  const kept = isUncached ? null : await vault.state.cached(id);
  const fromKept = kept && attempt(() => open(kept));
  if (fromKept) return fromKept.value;
  const name = nameOf(vault, type, id);
  const { bytes } = await vault.deps.target.get(name, { signal }).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') throw missing(name, error);
    throw error;
  });
  const opened = open(bytes);
  await vault.state.cache(id, bytes);
  return opened;
}

function attempt<T>(work: () => T): { readonly value: T } | null {
  try {
    return { value: work() };
  } catch (error) {
    if (isAppError(error) && error.code === 'backup_damaged') return null;
    throw error;
  }
}

/** Whole already where it is there: its id is random, and nobody else makes it. */
async function putSealed(
  vault: Vault,
  type: Folder,
  sealed: SealedObject,
  signal?: AbortSignal,
): Promise<SealedObject> {
  await vault.deps.target.put(nameOf(vault, type, sealed.id), sealed.bytes, { signal });
  return sealed;
}
