import { isAppError } from '#shared/errors.ts';
import { damaged, type PackEntry } from './format/index.ts';
import type { HeldPack } from './holdings.ts';
import type { PackPart, RestoreRun } from './pipeline/index.ts';
import type { Vault } from './vault.ts';
import { missing, nameOf } from './vault-objects.ts';

/** Chunks that lie so near to each other are fetched together, with what is between them. */
const JOIN_GAP_BYTES = 256 * 1024;

type Span = { readonly pack: PackEntry; readonly start: number; readonly end: number };

/** The stretches of packs in which the wanted chunks lie, each chunk once. */
export function spansOf(held: Iterable<HeldPack>, chunkIds: Iterable<string>): readonly Span[] {
  const wanted = new Set(chunkIds);
  return [...held].flatMap(({ pack }) => {
    const spans: { pack: PackEntry; start: number; end: number }[] = [];
    for (const { chunkId, offsetBytes, lengthBytes } of pack.chunks) {
      if (!wanted.delete(chunkId)) continue;
      const last = spans.at(-1);
      const end = offsetBytes + lengthBytes;
      if (last && offsetBytes - last.end <= JOIN_GAP_BYTES) last.end = end;
      else spans.push({ pack, start: offsetBytes, end });
    }
    return spans;
  });
}

/** Fetches one stretch ahead of those that are worked on. */
export async function feed(
  vault: Vault,
  run: Pick<RestoreRun, 'take' | 'lanes'>,
  spans: readonly Span[],
  options: { readonly signal?: AbortSignal; readonly onBytes?: (bytes: number) => void },
): Promise<void> {
  const working = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const work = (part: PackPart): void => {
    const one = run
      .take(part)
      .catch((error: unknown) => void (failure ??= { error }))
      .finally(() => working.delete(one));
    working.add(one);
  };
  const wait = async (most: number): Promise<void> => {
    while (working.size > most) await Promise.race(working);
    if (failure) throw failure.error;
  };
  let next = spans[0] && fetchSpan(vault, spans[0], options.signal);
  for (let at = 0; next !== undefined; at += 1) {
    const part: PackPart = await next;
    const following: Span | undefined = spans[at + 1];
    next = following && fetchSpan(vault, following, options.signal);
    // Told when its turn comes.
    next?.catch(() => undefined);
    options.onBytes?.(part.bytes.length);
    work(part);
    await wait(run.lanes - 1);
  }
  await wait(0);
}

export async function fetchSpan(
  vault: Vault,
  { pack, start, end }: Span,
  signal?: AbortSignal,
): Promise<PackPart> {
  const name = nameOf(vault, 'pack', pack.packId);
  const range = { start, length: end - start };
  const { bytes } = await vault.deps.target.get(name, { range, signal }).catch((error: unknown) => {
    throw isAppError(error) && error.code === 'not_found' ? missing(name, error) : error;
  });
  if (bytes.length !== range.length)
    throw damaged(name, bytes.length < range.length ? 'truncated' : 'extended');
  return { pack, offsetBytes: start, bytes: ownBytes(bytes) };
}

/** Bytes are handed to a thread with their buffer, which nobody else may be using. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  const isAlone = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return isAlone ? bytes : Uint8Array.from(bytes);
}

/** Bytes that a restore will fetch. */
export function bytesOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
