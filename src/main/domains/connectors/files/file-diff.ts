/** What is known of a file without its text. */
export type FileFacts = {
  /** Below the folder, with `/` between its parts. */
  readonly path: string;
  /** `<device>:<inode>`. */
  readonly inode: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  /** SHA-256, or null for a file that is not read. */
  readonly hash: string | null;
};

export type KnownFile = FileFacts & { readonly id: string };

export type FolderDiff = {
  readonly added: readonly FileFacts[];
  readonly changed: readonly { readonly known: KnownFile; readonly now: FileFacts }[];
  readonly moved: readonly { readonly known: KnownFile; readonly now: FileFacts }[];
  readonly removed: readonly KnownFile[];
  /** Same content under the same name: only what is kept of it changes. */
  readonly touched: readonly { readonly known: KnownFile; readonly now: FileFacts }[];
};

/** Compares what is there with what was known. `unseen` are paths whose files may still be there. */
export function diffFolder(
  known: readonly KnownFile[],
  seen: readonly FileFacts[],
  unseen: readonly string[],
): FolderDiff {
  const byPath = new Map(known.map((file) => [file.path, file]));
  const seenPaths = new Set(seen.map((file) => file.path));
  const hidden = new Set(unseen);
  const missing = known.filter((file) => !seenPaths.has(file.path) && !isBelow(file.path, hidden));
  const changed: { known: KnownFile; now: FileFacts }[] = [];
  const touched: { known: KnownFile; now: FileFacts }[] = [];
  const fresh: FileFacts[] = [];
  for (const now of seen) {
    const before = byPath.get(now.path);
    if (!before) fresh.push(now);
    else if (!isSameContent(before, now)) changed.push({ known: before, now });
    else if (before.inode !== now.inode || before.modifiedAt !== now.modifiedAt)
      touched.push({ known: before, now });
  }
  const { moved, added, removed } = matchMoves(missing, fresh);
  return { added, changed, moved, removed, touched };
}

function isSameContent(before: FileFacts, now: FileFacts): boolean {
  if (before.hash !== null || now.hash !== null) return before.hash === now.hash;
  return before.sizeBytes === now.sizeBytes && before.modifiedAt === now.modifiedAt;
}

/**
 * What is gone here and new there is the same file moved: the same inode with the same content, or else (a copy to
 * another disk) the same content alone. An inode alone proves nothing: it is given to the next file at once.
 */
function matchMoves(missing: readonly KnownFile[], fresh: readonly FileFacts[]) {
  const waiting = new Set(missing);
  const byInode = Map.groupBy(missing, (file) => file.inode);
  const byHash = Map.groupBy(
    missing.filter((file) => file.hash !== null && file.sizeBytes > 0),
    (file) => file.hash,
  );
  const moved: { known: KnownFile; now: FileFacts }[] = [];
  const take = (now: FileFacts, candidates: readonly KnownFile[] | undefined): boolean => {
    const found = candidates?.find((file) => waiting.has(file) && isSameContent(file, now));
    if (!found) return false;
    waiting.delete(found);
    moved.push({ known: found, now });
    return true;
  };
  const unmatched = fresh.filter((now) => !take(now, byInode.get(now.inode)));
  const added = unmatched.filter((now) => now.hash === null || !take(now, byHash.get(now.hash)));
  return { moved, added, removed: [...waiting] };
}

function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false;
  for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (folders.has(path.slice(0, at))) return true;
  }
  return false;
}
