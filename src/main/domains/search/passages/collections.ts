import type { PassageKind } from '#shared/contracts/passages.ts';

/** One collection of vectors each for a family of things. */
export const COLLECTIONS = ['notes', 'tasks', 'emails', 'files', 'calendar', 'web', 'memory'] as const;
export type Collection = (typeof COLLECTIONS)[number];

const FAMILIES: Readonly<Record<PassageKind, Collection>> = {
  note: 'notes',
  client: 'notes',
  project: 'notes',
  task: 'tasks',
  checkpoint: 'tasks',
  email: 'emails',
  file: 'files',
  event: 'calendar',
  web: 'web',
  memory: 'memory',
};

export function collectionOf(kind: PassageKind): Collection {
  return FAMILIES[kind];
}

/** Those that things of these kinds are in; all where nothing is said. */
export function collectionsOf(kinds: readonly PassageKind[] | null): readonly Collection[] {
  return kinds ? [...new Set(kinds.map(collectionOf))] : COLLECTIONS;
}
