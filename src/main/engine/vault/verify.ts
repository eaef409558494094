import { isAppError } from '#shared/errors.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { damaged, type BackupEntry, type Manifest, type PackEntry } from './format/index.ts';
import { readHead } from './head.ts';
import { requireSameGeneration } from './open-vault.ts';
import { feed } from './pack-parts.ts';
import { withoutPacks } from './page-sources.ts';
import { startRestore } from './pipeline/index.ts';
import type { Vault } from './vault.ts';
import { listObjects, missing, nameOf, readIndex, readManifest } from './vault-objects.ts';

export type VerifyOptions = {
  /** Opens packs too, and holds every page against its keyed id. */
  readonly readData?: boolean;
  /** Which share of the packs is read, above 0 up to 1; at least one pack. */
  readonly sample?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly doneBytes: number; readonly totalBytes: number }) => void;
};

export type VerifyProblem = {
  /** Its name on the target. */
  readonly object: string;
  readonly reason: string;
  readonly message: string;
};

export type VerifyReport = {
  readonly backups: number;
  readonly indexes: number;
  readonly packs: number;
  readonly packsRead: number;
  readonly bytesRead: number;
  readonly problems: readonly VerifyProblem[];
  /** Sequence numbers of backups that can't be restored whole as things are. */
  readonly brokenBackups: readonly number[];
};

/**
 * Checks that every listed backup has all it needs: list, page lists, indexes and the size of every pack; with
 * `readData` the content of the packs too. What is damaged is named, and remembered here, so that the next backup
 * writes it anew. Never changes anything on the target.
 */
export async function verifyVault(vault: Vault, options: VerifyOptions = {}): Promise<VerifyReport> {
  const { signal } = options;
  await requireSameGeneration(vault, signal);
  const { head } = await readHead(vault, signal);
  const problems = new Map<string, VerifyProblem>();
  const note = (error: unknown): void => {
    const problem = problemOf(error);
    problems.set(problem.object, problem);
  };
  const manifests = await checkManifests(vault, head.backups, note, signal);
  const { packs, indexes, badIndexes } = await checkIndexes(vault, [...manifests.values()], note, signal);
  const broken = await checkSizes(vault, packs, note, signal);
  const whole = [...packs.values()].filter(({ packId }) => !broken.has(packId));
  const read = options.readData
    ? await readPacks(vault, pick(vault, whole, options.sample ?? 1), { note, broken, options })
    : { packsRead: 0, bytesRead: 0 };
  await remember(vault, new Set([...broken, ...badIndexes]), read.packsRead === whole.length ? null : packs);
  const brokenBackups = head.backups.filter((entry) => {
    const manifest = manifests.get(entry.sequence);
    return !manifest || !withoutPacks(manifest, packs.values(), broken);
  });
  return {
    backups: head.backups.length,
    indexes,
    packs: packs.size,
    ...read,
    problems: [...problems.values()],
    brokenBackups: brokenBackups.map(({ sequence }) => sequence),
  };
}

type Note = (error: unknown) => void;

async function checkManifests(
  vault: Vault,
  entries: readonly BackupEntry[],
  note: Note,
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, Manifest>> {
  const found = new Map<number, Manifest>();
  for (const entry of entries) {
    const manifest = await noting(note, () => readManifest(vault, entry, { isUncached: true, signal }));
    if (manifest) found.set(entry.sequence, manifest);
  }
  return found;
}

type CheckedIndexes = {
  readonly packs: ReadonlyMap<string, PackEntry>;
  readonly indexes: number;
  readonly badIndexes: readonly string[];
};

async function checkIndexes(
  vault: Vault,
  manifests: readonly Manifest[],
  note: Note,
  signal?: AbortSignal,
): Promise<CheckedIndexes> {
  const wanted = new Set(manifests.flatMap(({ packIds }) => packIds));
  const packs = new Map<string, PackEntry>();
  const indexIds = new Set(manifests.flatMap(({ indexIds: ids }) => ids));
  const badIndexes: string[] = [];
  for (const indexId of indexIds) {
    const index = await noting(note, () => readIndex(vault, indexId, { isUncached: true, signal }));
    for (const pack of index?.packs ?? []) if (wanted.has(pack.packId)) packs.set(pack.packId, pack);
    if (!index) badIndexes.push(indexId);
  }
  // One that was made again leaves out what could not be read then.
  if (badIndexes.length === 0)
    for (const packId of wanted)
      if (!packs.has(packId)) note(damaged(nameOf(vault, 'pack', packId), 'content'));
  return { packs, indexes: indexIds.size, badIndexes };
}

/** Packs that are gone or of another size. */
async function checkSizes(
  vault: Vault,
  packs: ReadonlyMap<string, PackEntry>,
  note: Note,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const sizes = new Map(
    (await listObjects(vault, 'pack', signal)).map(({ name, sizeBytes }) => [name, sizeBytes]),
  );
  const broken = new Set<string>();
  for (const { packId, sizeBytes } of packs.values()) {
    const name = nameOf(vault, 'pack', packId);
    const found = sizes.get(name);
    if (found === sizeBytes) continue;
    broken.add(packId);
    note(found === undefined ? missing(name) : damaged(name, found < sizeBytes ? 'truncated' : 'extended'));
  }
  return broken;
}

type Reading = { readonly note: Note; readonly broken: Set<string>; readonly options: VerifyOptions };

async function readPacks(
  vault: Vault,
  packs: readonly PackEntry[],
  { note, broken, options }: Reading,
): Promise<Pick<VerifyReport, 'packsRead' | 'bytesRead'>> {
  const { signal, onProgress } = options;
  const totalBytes = packs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  // Without a page list every chunk of a pack is opened, and nothing is kept.
  const run = startRestore({ keys: vault.keys, manifest: null, target: null, signal });
  try {
    for (const pack of packs) {
      signal?.throwIfAborted();
      const span = { pack, start: 0, end: pack.sizeBytes };
      const isGood = await noting(note, () => feed(vault, run, [span], { signal }).then(() => true));
      if (!isGood) broken.add(pack.packId);
      doneBytes += pack.sizeBytes;
      onProgress?.({ doneBytes, totalBytes });
    }
  } finally {
    await run.close();
  }
  return { packsRead: packs.length, bytesRead: doneBytes };
}

/** A share of the packs, others each time. */
function pick(vault: Vault, packs: readonly PackEntry[], share: number): readonly PackEntry[] {
  if (share >= 1) return packs;
  const drawn = packs.map((pack) => ({ pack, lot: Buffer.from(vault.deps.random(6)).readUIntBE(0, 6) }));
  const count = Math.max(1, Math.ceil(packs.length * share));
  return drawn
    .toSorted((a, b) => a.lot - b.lot)
    .slice(0, count)
    .map(({ pack }) => pack);
}

/**
 * What was found good now is no longer counted as damaged; what was not looked at stays as it was.
 */
async function remember(
  vault: Vault,
  broken: ReadonlySet<string>,
  unread: ReadonlyMap<string, PackEntry> | null,
): Promise<void> {
  const before = await vault.state.damagedPacks();
  const kept = unread ? [...before].filter((packId) => unread.has(packId)) : [];
  await vault.state.rememberDamaged(new Set([...kept, ...broken]));
}

async function noting<T>(note: Note, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error) || error.code !== 'backup_damaged') throw error;
    note(error);
    return null;
  }
}

function problemOf(error: unknown): VerifyProblem {
  invariant(isAppError(error), 'only damage is noted');
  const { details, message } = error;
  return { object: String(details['object'] ?? ''), reason: String(details['reason'] ?? 'damaged'), message };
}
