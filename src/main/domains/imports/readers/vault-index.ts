import { folderOf, nameOf, stemOf } from '../sources/source-tree.ts';
import type { Breather } from './breather.ts';
import { nameKey } from './draft-text.ts';

/**
 * What the links of a folder of notes can point at. Links name a file with or without its folder and extension, or
 * an alias; where several files fit, the one nearest to the linking note counts (as Obsidian has it).
 */
export type VaultIndex = {
  findNote(target: string, fromPath: string): VaultNote | undefined;
  findAttachment(target: string, fromPath: string): string | undefined;
};

export type VaultNote = { readonly path: string; readonly title: string };

export async function createVaultIndex(
  notes: readonly { readonly path: string; readonly title: string; readonly aliases: readonly string[] }[],
  attachmentPaths: readonly string[],
  breathe: Breather,
): Promise<VaultIndex> {
  const byName = new Map<string, VaultNote[]>();
  const byPath = new Map<string, VaultNote>();
  const add = (key: string, note: VaultNote) => {
    const known = byName.get(key);
    if (known === undefined) byName.set(key, [note]);
    else if (!known.includes(note)) known.push(note);
  };
  for (const note of notes) {
    await breathe();
    byPath.set(nameKey(withoutExtension(note.path)), note);
    add(nameKey(stemOf(note.path)), note);
  }
  // A file's own name goes before any alias, so aliases are entered last.
  for (const note of notes) {
    await breathe();
    for (const alias of [note.title, ...note.aliases])
      if (!byName.has(nameKey(alias))) add(nameKey(alias), note);
  }
  const files = indexFiles(attachmentPaths);
  return {
    findNote(target, fromPath) {
      const key = nameKey(withoutExtension(target));
      const direct = firstOf(pathsFor(key, fromPath), byPath);
      if (direct !== undefined) return direct;
      return nearest(byName.get(nameKey(withoutExtension(nameOf(key)))) ?? [], key, fromPath);
    },
    findAttachment(target, fromPath) {
      const key = nameKey(target);
      const direct = firstOf(pathsFor(key, fromPath), files.byPath);
      return direct ?? nearest(files.byName.get(nameOf(key)) ?? [], key, fromPath)?.path;
    },
  };
}

function indexFiles(paths: readonly string[]) {
  const byPath = new Map<string, string>();
  const byName = new Map<string, { path: string }[]>();
  for (const path of paths) {
    byPath.set(nameKey(path), path);
    const key = nameKey(nameOf(path));
    const known = byName.get(key);
    if (known === undefined) byName.set(key, [{ path }]);
    else known.push({ path });
  }
  return { byPath, byName };
}

/** The target read from the note's own folder, then from the top. */
function pathsFor(key: string, fromPath: string): string[] {
  const own = resolvePath(nameKey(folderOf(fromPath)), key);
  const top = resolvePath('', key);
  return [own, top].filter((path) => path !== null);
}

function firstOf<T>(keys: readonly string[], map: ReadonlyMap<string, T>): T | undefined {
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `a/../b` worked out; null where it leaves the folder. */
function resolvePath(folder: string, target: string): string | null {
  const parts = target.startsWith('/') || folder === '' ? [] : folder.split('/');
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

function nearest<T extends { readonly path: string }>(
  candidates: readonly T[],
  key: string,
  fromPath: string,
): T | undefined {
  if (candidates.length < 2) return fits(candidates[0], key) ? candidates[0] : undefined;
  const from = folderOf(fromPath);
  const fitting = candidates.filter((candidate) => fits(candidate, key));
  return fitting.find((candidate) => folderOf(candidate.path) === from) ?? fitting[0];
}

/** `sub/page` fits `any/sub/page.md`, not `other/page.md`. */
function fits(candidate: { readonly path: string } | undefined, key: string): boolean {
  if (candidate === undefined) return false;
  if (!key.includes('/')) return true;
  const tail = key.replace(/^(?:\.{0,2}\/)+/, '');
  const path = nameKey(candidate.path);
  return [path, withoutExtension(path)].some((text) => text === tail || text.endsWith(`/${tail}`));
}

function withoutExtension(path: string): string {
  return path.replace(/\.(?:md|markdown|mdown)$/i, '');
}
