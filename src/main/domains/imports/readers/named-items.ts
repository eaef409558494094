import type { DraftEntry, DraftMatch } from '../drafts.ts';
import { nameKey, toTitle } from './draft-text.ts';

/**
 * Clients and projects that other items only mention by name. Each is handed out once, before the first item
 * that refers to it; the importer finds the one of that name or makes it.
 */
export type NamedItems = {
  client(name: string, source: string): { readonly key: string; readonly entries: readonly DraftEntry[] };
  project(
    name: string,
    source: string,
    clientName?: string,
  ): { readonly key: string; readonly entries: readonly DraftEntry[] };
};

export function createNamedItems(match: Exclude<DraftMatch, 'new'>): NamedItems {
  const seen = new Set<string>();
  const once = (key: string, make: () => DraftEntry[]) => {
    if (seen.has(key)) return [];
    seen.add(key);
    return make();
  };
  const client: NamedItems['client'] = (rawName, source) => {
    const name = toTitle(rawName, 300);
    const key = `name:client:${nameKey(name)}`;
    return {
      key,
      entries: once(key, () => [{ source, sourceKey: key, kind: 'client', match, draft: { name } }]),
    };
  };
  return {
    client,
    project(rawName, source, clientName = '') {
      const name = toTitle(rawName);
      const key = `name:project:${nameKey(name)}`;
      const entries = once(key, () => {
        const owner = clientName.trim() === '' ? null : client(clientName, source);
        const draft = owner === null ? { name } : { name, clientKey: owner.key };
        return [
          ...(owner?.entries ?? []),
          { source, sourceKey: key, kind: 'project' as const, match, draft },
        ];
      });
      return { key, entries };
    },
  };
}
