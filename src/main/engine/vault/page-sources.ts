import type { Manifest, PackEntry } from './format/index.ts';

const ID_BYTES = 16;

type Pages = Pick<Manifest, 'chunks' | 'pages'>;

/**
 * A page list that does without some packs: each page that lies in one of them is taken from another pack that
 * holds the same page, which its keyed id tells. Null where a page is nowhere else. `sources`: the packs in which
 * single pages are looked for; all others that are not avoided where left out.
 */
export function withoutPacks<M extends Pages>(
  manifest: M,
  packs: Iterable<PackEntry>,
  avoided: ReadonlySet<string>,
  sources?: readonly PackEntry[],
): M | null {
  const all = [...packs];
  const good = all.filter(({ packId }) => !avoided.has(packId));
  const goodChunks = new Set(good.flatMap(({ chunks }) => chunks.map(({ chunkId }) => chunkId)));
  if (manifest.chunks.every((chunkId) => goodChunks.has(chunkId))) return manifest;
  const places = placesOf(sources ?? good);
  const lost = lostChunks(all, manifest, goodChunks);
  const chunks = [...manifest.chunks];
  const numbers = new Map(chunks.map((chunkId, number) => [chunkId, number]));
  const chunkOf = Int32Array.from(manifest.pages.chunkOf);
  const placeOf = Uint16Array.from(manifest.pages.placeOf);
  for (const [page, number] of chunkOf.entries()) {
    const chunkId = number < 0 ? undefined : manifest.chunks[number];
    if (chunkId === undefined || goodChunks.has(chunkId)) continue;
    const found = places.get(idAt(lost.get(chunkId), placeOf[page] ?? 0) ?? '');
    if (!found) return null;
    const known = numbers.get(found.chunkId) ?? chunks.push(found.chunkId) - 1;
    numbers.set(found.chunkId, known);
    chunkOf[page] = known;
    placeOf[page] = found.place;
  }
  return { ...manifest, ...withoutUnused(chunks, chunkOf, placeOf) };
}

/** Without chunks that nothing points to any more. */
function withoutUnused(chunks: readonly string[], chunkOf: Int32Array, placeOf: Uint16Array): Pages {
  const used: string[] = [];
  const numbers = new Map<number, number>();
  const renumbered = chunkOf.map((number) => {
    if (number < 0) return number;
    const next = numbers.get(number) ?? used.push(chunks[number] ?? '') - 1;
    numbers.set(number, next);
    return next;
  });
  return { chunks: used, pages: { chunkOf: renumbered, placeOf } };
}

type Place = { readonly chunkId: string; readonly place: number };

/** Where each page lies, by its keyed id. */
function placesOf(packs: readonly PackEntry[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const { chunkId, pageCount, pageIds } of packs.flatMap(({ chunks }) => chunks)) {
    for (let place = 0; place < pageCount; place += 1) {
      const id = idAt(pageIds, place);
      if (id !== null) places.set(id, { chunkId, place });
    }
  }
  return places;
}

/** The page ids of chunks that lie in no good pack. */
function lostChunks(
  packs: readonly PackEntry[],
  { chunks: wanted }: Pages,
  goodChunks: ReadonlySet<string>,
): ReadonlyMap<string, Uint8Array> {
  const lost = new Set(wanted.filter((chunkId) => !goodChunks.has(chunkId)));
  const all = packs.flatMap(({ chunks }) => chunks.filter(({ chunkId }) => lost.has(chunkId)));
  return new Map(all.map(({ chunkId, pageIds }) => [chunkId, pageIds]));
}

function idAt(pageIds: Uint8Array | undefined, place: number): string | null {
  if (!pageIds) return null;
  return Buffer.from(pageIds.buffer, pageIds.byteOffset + place * ID_BYTES, ID_BYTES).toString('latin1');
}
