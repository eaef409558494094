import type { RandomBytes, SealedType } from './vault-types.ts';

/** The header's name on a target. */
export const HEADER_NAME = 'vault.json';

const FOLDERS = { pack: 'packs', index: 'indexes', manifest: 'manifests', doomed: 'doomed' } as const;

const NAME = /^g([1-9]\d{0,8})\/(?:(packs|indexes|manifests|doomed)\/([0-9a-f]{32})|(head))$/;

/** A new id: 16 random bytes, hex. */
export function newVaultId(random: RandomBytes): string {
  return Buffer.from(random(16)).toString('hex');
}

/** `g<generation>/packs/<id>` and its like. */
export function objectName(generation: number, type: Exclude<SealedType, 'head'>, id: string): string {
  return `${objectPrefix(generation, type)}${id}`;
}

/** What `list` is asked for: all packs of a generation, say. */
export function objectPrefix(generation: number, type: Exclude<SealedType, 'head'>): string {
  return `g${generation}/${FOLDERS[type]}/`;
}

/**
 * Each generation has a head of its own, written before the header turns to the generation: so one compare-and-swap of
 * the header is the whole change to a new master key.
 */
export function headName(generation: number): string {
  return `g${generation}/head`;
}

export type ParsedName =
  | { readonly type: 'head'; readonly generation: number }
  | { readonly type: Exclude<SealedType, 'head'>; readonly generation: number; readonly id: string };

/** What a name on the target means; undefined where it is none of a vault's sealed objects. */
export function parseObjectName(name: string): ParsedName | undefined {
  const [, generation, folder, id] = NAME.exec(name) ?? [];
  if (generation === undefined) return undefined;
  if (folder === undefined || id === undefined) return { type: 'head', generation: Number(generation) };
  const type = (['pack', 'index', 'manifest', 'doomed'] as const).find((one) => FOLDERS[one] === folder);
  return type && { type, generation: Number(generation), id };
}
