import { AppError } from '#shared/errors.ts';
import { parseObjectName, type BackupEntry, type Head } from './format/index.ts';
import { changeHead, readHead } from './head.ts';
import { requireSameGeneration } from './open-vault.ts';
import { repackVault } from './repack.ts';
import { planRetention, requirePolicy, type RetentionPolicy } from './retention.ts';
import type { BlobInfo } from './targets/blob-target.ts';
import type { Vault } from './vault.ts';
import { nameOf, putDoomed, readDoomed, readManifest } from './vault-objects.ts';

export type PruneReport = {
  /** Backups that left the list. */
  readonly dropped: readonly BackupEntry[];
  /** Named now, to be deleted a day from now at the earliest. */
  readonly doomedObjects: number;
  readonly doomedBytes: number;
  readonly deletedObjects: number;
  readonly deletedBytes: number;
  /** Mostly dead packs whose rest was written anew; what goes with them a day from now, less what was written. */
  readonly repackedPacks: number;
  readonly savedBytes: number;
};

export type PruneOptions = {
  readonly signal?: AbortSignal;
  /** Says what would leave the list, and changes nothing. */
  readonly isDryRun?: boolean;
};

const NOTHING_DONE: PruneReport = {
  dropped: [],
  doomedObjects: 0,
  doomedBytes: 0,
  deletedObjects: 0,
  deletedBytes: 0,
  repackedPacks: 0,
  savedBytes: 0,
};

/** Between naming an object and deleting it, by the target's clock. */
export const GRACE_MS = 24 * 60 * 60 * 1000;

/**
 * Thins the list out, repacks what is mostly dead, and clears away what no backup needs, in two turns: what is not needed is named as
 * doomed, and deleted by a later prune, a day after at the earliest, if it still is not needed. Cut off anywhere,
 * or with other devices at work, no listed backup loses anything. Refuses rules that keep nothing.
 */
export async function pruneVault(
  vault: Vault,
  policy: RetentionPolicy,
  options: PruneOptions = {},
): Promise<PruneReport> {
  requirePolicy(policy);
  const { signal } = options;
  await requireSameGeneration(vault, signal);
  if (options.isDryRun) {
    const { drop } = planFor((await readHead(vault, signal)).head, policy);
    return { ...NOTHING_DONE, dropped: drop };
  }
  const dropped = await dropFromList(vault, policy, signal);
  const deleted = await deleteDoomed(vault, signal);
  const repacked = await repackVault(vault, signal);
  const left = [...(await namesOf(vault, [...dropped, ...repacked.replaced], signal)), ...repacked.sentNames];
  const doomed = await nameDoomed(vault, left, signal);
  return {
    dropped,
    ...doomed,
    ...deleted,
    repackedPacks: repacked.packs,
    savedBytes: repacked.savedBytes,
  };
}

async function dropFromList(
  vault: Vault,
  policy: RetentionPolicy,
  signal?: AbortSignal,
): Promise<readonly BackupEntry[]> {
  let dropped: readonly BackupEntry[] = [];
  await changeHead(
    vault,
    async ({ head }) => {
      const { keep, drop } = planFor(head, policy);
      dropped = drop;
      return drop.length > 0 ? keep : null;
    },
    signal,
  );
  return dropped;
}

function planFor(head: Head, policy: RetentionPolicy) {
  const backups = head.backups.map((entry) => ({ ...entry, deviceId: entry.device.id, entry }));
  const { keep, drop } = planRetention(backups, policy);
  return { keep: keep.map(({ entry }) => entry), drop: drop.map(({ entry }) => entry) };
}

/** Every name that a listed backup needs. A page list that cannot be read may need anything: nothing is cleared then. */
async function listNeeded(vault: Vault, head: Head, signal?: AbortSignal): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  for (const entry of head.backups) {
    const { indexIds, packIds } = await readManifest(vault, entry, { signal });
    needed.add(nameOf(vault, 'manifest', entry.manifestId));
    for (const id of indexIds) needed.add(nameOf(vault, 'index', id));
    for (const id of packIds) needed.add(nameOf(vault, 'pack', id));
  }
  return needed;
}

type Deleted = Pick<PruneReport, 'deletedObjects' | 'deletedBytes'>;

async function deleteDoomed(vault: Vault, signal?: AbortSignal): Promise<Deleted> {
  const { target } = vault.deps;
  const nowMs = await target.now(signal);
  const due = (await readDoomed(vault, signal)).filter(({ sinceMs }) => nowMs - sinceMs >= GRACE_MS);
  if (due.length === 0) return { deletedObjects: 0, deletedBytes: 0 };
  let needed: ReadonlySet<string> = new Set();
  // The list is written although nothing in it changes: a backup that is about to be listed is thereby made to look
  // again, and finds here what it must not rest on.
  await changeHead(
    vault,
    async ({ head }) => {
      needed = await listNeeded(vault, head, signal);
      return head.backups;
    },
    signal,
  );
  let deletedObjects = 0;
  let deletedBytes = 0;
  for (const doomed of due) {
    for (const name of doomed.names) {
      const found = needed.has(name) ? undefined : await target.stat(name, signal);
      if (!found) continue;
      await target.remove(name, signal);
      deletedObjects += 1;
      deletedBytes += found.sizeBytes;
    }
    // Last: as long as it is there, no backup rests on what it names.
    await target.remove(doomed.name, signal);
  }
  return { deletedObjects, deletedBytes };
}

type Doomed = Pick<PruneReport, 'doomedObjects' | 'doomedBytes'>;

/**
 * Names what no listed backup needs: what the backups that were just dropped leave behind, and what has lain there
 * unlisted for a day. Younger than that it may belong to a backup under way, unless this prune `left` it behind itself.
 */
async function nameDoomed(vault: Vault, leftNames: readonly string[], signal?: AbortSignal): Promise<Doomed> {
  const { target, clock } = vault.deps;
  const { head } = await readHead(vault, signal);
  const needed = await listNeeded(vault, head, signal);
  await vault.state.trimCache(new Set([...needed].map((name) => name.slice(name.lastIndexOf('/') + 1))));
  const named = new Set((await readDoomed(vault, signal)).flatMap(({ names }) => names));
  const left = new Set(leftNames);
  const oldBeforeMs = (await target.now(signal)) - GRACE_MS;
  const spare: BlobInfo[] = [];
  for await (const info of target.list('g', signal)) {
    if (needed.has(info.name) || named.has(info.name) || !mayGo(vault, info.name)) continue;
    if (left.has(info.name) || info.modifiedAtMs <= oldBeforeMs) spare.push(info);
  }
  if (spare.length === 0) return { doomedObjects: 0, doomedBytes: 0 };
  const names = spare.map(({ name }) => name).toSorted();
  await putDoomed(vault, { createdAtMs: clock.nowMs(), headSequence: head.sequence, names }, signal);
  return {
    doomedObjects: spare.length,
    doomedBytes: spare.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** What these backups were made of, so far as it can still be read. */
async function namesOf(
  vault: Vault,
  dropped: readonly BackupEntry[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of dropped) {
    names.push(nameOf(vault, 'manifest', entry.manifestId));
    const manifest = await readManifest(vault, entry, { signal }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'backup_damaged') return null;
      throw error;
    });
    names.push(...(manifest?.indexIds ?? []).map((id) => nameOf(vault, 'index', id)));
    names.push(...(manifest?.packIds ?? []).map((id) => nameOf(vault, 'pack', id)));
  }
  return names;
}

/** Never the list of this generation or its lists of the doomed; of other generations everything. */
function mayGo({ keys }: Vault, name: string): boolean {
  const parsed = parseObjectName(name);
  if (!parsed) return false;
  if (parsed.generation !== keys.generation) return true;
  return parsed.type !== 'head' && parsed.type !== 'doomed';
}
