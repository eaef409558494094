import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { compress, expand } from './compression.ts';
import {
  listFrames,
  newSession,
  NO_CHUNK,
  openFrame,
  openSession,
  sealFrame,
  type Expected,
} from './frames.ts';
import { damaged } from './refusals.ts';
import { hashOf } from './vault-keys.ts';
import type { SealedObject, SealedType, Sealing, VaultKeys } from './vault-types.ts';

/** Objects other than packs: one compressed body, in frames of a MiB. */
const BODY_FRAME_BYTES = 0x10_0000;
const MAX_BODY_BYTES = 0x2000_0000;

export function sealBody(sealing: Sealing, type: SealedType, id: string, plain: Uint8Array): SealedObject {
  const session = newSession(sealing, type, id);
  const body = compress(plain);
  const parts: Uint8Array[] = [session.prefix];
  const count = Math.max(1, Math.ceil(body.length / BODY_FRAME_BYTES));
  for (let index = 0; index < count; index += 1) {
    const part = body.subarray(index * BODY_FRAME_BYTES, (index + 1) * BODY_FRAME_BYTES);
    const frame = { kind: 'body', isFinal: index === count - 1, index, chunkId: NO_CHUNK } as const;
    parts.push(...sealFrame(session, frame, part));
  }
  const bytes = joinOwned(parts);
  return { id, bytes, hash: hashOf(bytes) };
}

export function openBody(
  keys: VaultKeys,
  expected: Expected,
  bytes: Uint8Array,
): { readonly id: string; readonly plain: Buffer } {
  const session = openSession(keys, expected, bytes);
  const parts = listFrames(expected.name, bytes).map((frame) => {
    const plain = openFrame(session, frame.index, bytes.subarray(frame.offsetBytes, frame.endBytes));
    if (frame.kind !== 'body' || frame.chunkId !== NO_CHUNK) throw damaged(expected.name, 'content');
    return plain;
  });
  const plain = expand(Buffer.concat(parts), MAX_BODY_BYTES);
  if (plain === null) throw damaged(expected.name, 'content');
  return { id: session.id, plain };
}

export function toJsonBytes(value: unknown): Buffer {
  return Buffer.from(canonicalJson(value), 'utf8');
}

export function fromJsonBytes(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch (error) {
    throw damaged(name, 'content', error);
  }
}

/** Joined in memory of their own, which can be handed to another thread: small buffers share a pool that cannot. */
export function joinOwned(parts: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
