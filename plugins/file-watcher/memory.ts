import type { Json, PluginContext } from '#sdk';
import type { Ways } from './ways.ts';

type State = PluginContext['state'];

/** What is known from earlier runs. */
export type Memory = {
  readonly folders: readonly string[];
  /** Taken away by the person: their files were taken out of the search, though they are acknowledged. */
  readonly lost: readonly string[];
  /** By what all files were decided; a short text stands for ways that are too long to be kept. */
  readonly ways: Ways | string | null;
  /** How far a look at all files has come, folder by folder, and for which ways. */
  readonly revisit: { readonly goal: string; readonly cursors: Readonly<Record<string, string>> };
};

/** Of the 100,000 characters that a value may have. */
const MAX_LENGTH = 90_000;

export async function readMemory(state: State): Promise<Memory> {
  const folders = await state.get<Pick<Memory, 'folders' | 'lost'>>('folders');
  return {
    folders: folders?.folders ?? [],
    lost: folders?.lost ?? [],
    ways: (await state.get<Ways | string>('ways')) ?? null,
    revisit: (await state.get<Memory['revisit']>('revisit')) ?? { goal: '', cursors: {} },
  };
}

export function keepFolders(state: State, folders: Pick<Memory, 'folders' | 'lost'>): Promise<void> {
  return state.set('folders', { folders: folders.folders, lost: folders.lost });
}

export function keepWays(state: State, ways: Ways): Promise<void> {
  const text = JSON.stringify(ways);
  return state.set('ways', text.length > MAX_LENGTH ? digest(text) : (JSON.parse(text) as Json));
}

export function keepRevisit(state: State, revisit: Memory['revisit']): Promise<void> {
  return state.set('revisit', { goal: revisit.goal, cursors: revisit.cursors });
}

export function isSameWays(ways: Ways, kept: Memory['ways']): boolean {
  return kept !== null && digestOf(kept) === digestOf(ways);
}

export function digestOf(ways: Ways | string): string {
  return typeof ways === 'string' ? ways : digest(JSON.stringify(ways));
}

/** FNV-1a twice over, with the length: tells changed settings from unchanged ones, and guards nothing. */
function digest(text: string): string {
  let [one, two] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b) + index;
  }
  return `${text.length}-${(one >>> 0).toString(16)}-${(two >>> 0).toString(16)}`;
}
