import { invariant } from '#shared/kernel/invariant.ts';
import { decryptGcm, encryptGcmParts, NONCE_BYTES, TAG_BYTES } from './aes-gcm.ts';
import { damaged, tooNew } from './refusals.ts';
import { hkdf } from './vault-keys.ts';
import type { SealedType, Sealing, VaultKeys } from './vault-types.ts';

/**
 * A sealed object is a prefix and frames. The prefix says in clear what it is; every frame is bound to the prefix and
 * to its own head, so that no frame can be moved, doubled, dropped or added. docs/backup/format.md has the layout.
 */
export const PREFIX_BYTES = 80;
export const FRAME_HEAD_BYTES = 28;
export const FRAME_OVERHEAD_BYTES = FRAME_HEAD_BYTES + TAG_BYTES;

const MAGIC = Buffer.from('ADIUVAVT', 'latin1');
const VERSION = 1;
const SALT_BYTES = 32;
const MAX_FRAME_BYTES = 0x400_0000;
const TYPES = { pack: 1, index: 2, manifest: 3, head: 4, doomed: 5 } as const;
const SESSION_INFO = Buffer.from('adiuva/vault/v1/session', 'latin1');

export const NO_CHUNK = '0'.repeat(32);

/** What a frame holds: a part of the object's body, a chunk of a pack, or the pack's table. */
export type FrameKind = 'body' | 'chunk' | 'table';
const KINDS: readonly FrameKind[] = ['body', 'chunk', 'table'];

export type FrameHead = {
  readonly kind: FrameKind;
  readonly isFinal: boolean;
  readonly index: number;
  readonly lengthBytes: number;
  readonly chunkId: string;
};

/** An object that is being written or read: its prefix and the key made for it alone. */
export type Session = { readonly name: string; readonly prefix: Buffer; readonly key: Buffer };

/** What an object is expected to be. `name` is for messages. */
export type Expected = {
  readonly name: string;
  readonly type: SealedType;
  /** Left out for the head, whose name has no id. */
  readonly id?: string;
};

/** Begins an object with a fresh salt, so that its counter nonces belong to a key that nothing else uses. */
export function newSession(sealing: Sealing, type: SealedType, id: string): Session {
  return sessionFrom(sealing.keys, { name: type, type, id }, sealing.random(SALT_BYTES));
}

/** The session of an object whose salt an index knows. */
export function sessionFrom(
  keys: VaultKeys,
  expected: Expected & { readonly id: string },
  salt: Uint8Array,
): Session {
  invariant(salt.length === SALT_BYTES, 'a session salt has 32 bytes');
  const prefix = Buffer.alloc(PREFIX_BYTES);
  MAGIC.copy(prefix);
  prefix.writeUInt8(VERSION, 8);
  prefix.writeUInt8(TYPES[expected.type], 9);
  prefix.writeUInt32LE(keys.generation, 12);
  prefix.write(keys.vaultId, 16, 'hex');
  prefix.write(expected.id, 32, 'hex');
  prefix.set(salt, 48);
  return { name: expected.name, prefix, key: sessionKey(keys[expected.type], prefix) };
}

/** Reads a prefix and refuses what is not expected here, with what it is instead. */
export function openSession(
  keys: VaultKeys,
  expected: Expected,
  bytes: Uint8Array,
): Session & { readonly id: string } {
  const { name } = expected;
  const prefix = Buffer.from(bytes.subarray(0, PREFIX_BYTES));
  if (prefix.length < MAGIC.length || !prefix.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw damaged(name, prefix.length < MAGIC.length ? 'truncated' : 'unreadable');
  }
  if (prefix.length < PREFIX_BYTES) throw damaged(name, 'truncated');
  const version = prefix.readUInt8(8);
  if (version > VERSION) throw tooNew(name, version);
  if (version !== VERSION || prefix.readUInt16LE(10) !== 0) throw damaged(name, 'unreadable');
  if (prefix.readUInt8(9) !== TYPES[expected.type]) throw damaged(name, 'wrong_type');
  if (prefix.toString('hex', 16, 32) !== keys.vaultId) throw damaged(name, 'wrong_vault');
  if (prefix.readUInt32LE(12) !== keys.generation) throw damaged(name, 'wrong_generation');
  const id = prefix.toString('hex', 32, 48);
  if (expected.id !== undefined && expected.id !== id) throw damaged(name, 'wrong_object');
  return { name, prefix, id, key: sessionKey(keys[expected.type], prefix) };
}

export const saltOf = ({ prefix }: Session): string => prefix.toString('hex', 48, PREFIX_BYTES);

/** One whole frame, in pieces: head, ciphertext, tag. What is sealed may lie in pieces as well. */
export function sealFrame(
  session: Session,
  frame: Omit<FrameHead, 'lengthBytes'>,
  ...plain: readonly Uint8Array[]
): Buffer[] {
  const lengthBytes = plain.reduce((sum, { length }) => sum + length, 0);
  invariant(lengthBytes <= MAX_FRAME_BYTES, 'a frame is small enough to be read back');
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUInt8(KINDS.indexOf(frame.kind), 0);
  head.writeUInt8(frame.isFinal ? 1 : 0, 1);
  head.writeUInt32LE(frame.index, 4);
  head.writeUInt32LE(lengthBytes, 8);
  head.write(frame.chunkId, 12, 'hex');
  const binding = bindingOf(session, head);
  return [head, ...encryptGcmParts(session.key, nonceOf(frame.index), binding, plain)];
}

/** The head of the frame that begins at `offsetBytes`, and where the frame ends. Nothing of it is proven yet. */
export function readFrameHead(
  name: string,
  bytes: Uint8Array,
  offsetBytes: number,
): FrameHead & { readonly endBytes: number } {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(
    offsetBytes,
    offsetBytes + FRAME_HEAD_BYTES,
  );
  if (head.length < FRAME_HEAD_BYTES) throw damaged(name, 'truncated');
  const kind = KINDS[head.readUInt8(0)];
  const final = head.readUInt8(1);
  const lengthBytes = head.readUInt32LE(8);
  if (kind === undefined || final > 1 || head.readUInt16LE(2) !== 0 || lengthBytes > MAX_FRAME_BYTES) {
    throw damaged(name, 'altered');
  }
  const endBytes = offsetBytes + FRAME_OVERHEAD_BYTES + lengthBytes;
  if (endBytes > bytes.length) throw damaged(name, 'truncated');
  const index = head.readUInt32LE(4);
  return {
    kind,
    isFinal: final === 1,
    index,
    lengthBytes,
    chunkId: head.toString('hex', 12, FRAME_HEAD_BYTES),
    endBytes,
  };
}

/** The plain content of one whole frame, which must be the `index`th. */
export function openFrame(session: Session, index: number, frame: Uint8Array): Buffer {
  const head = readFrameHead(session.name, frame, 0);
  if (head.endBytes !== frame.length) throw damaged(session.name, 'extended');
  if (head.index !== index) throw damaged(session.name, 'order');
  const binding = bindingOf(session, frame.subarray(0, FRAME_HEAD_BYTES));
  const plain = decryptGcm(session.key, nonceOf(index), binding, frame.subarray(FRAME_HEAD_BYTES));
  if (plain === null) throw damaged(session.name, 'altered');
  return plain;
}

export type PlacedFrame = FrameHead & { readonly offsetBytes: number; readonly endBytes: number };

/** Goes through the frames by their heads: in order, none missing, the final one last and nothing behind it. */
export function listFrames(name: string, bytes: Uint8Array): readonly PlacedFrame[] {
  const frames: PlacedFrame[] = [];
  let offsetBytes = PREFIX_BYTES;
  while (offsetBytes < bytes.length) {
    if (frames.at(-1)?.isFinal === true) throw damaged(name, 'extended');
    const head = readFrameHead(name, bytes, offsetBytes);
    if (head.index !== frames.length) throw damaged(name, 'order');
    frames.push({ ...head, offsetBytes });
    offsetBytes = head.endBytes;
  }
  if (frames.at(-1)?.isFinal !== true) throw damaged(name, 'truncated');
  return frames;
}

/** The counter as a 96-bit number, highest byte first. */
function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(index, NONCE_BYTES - 4);
  return nonce;
}

function bindingOf(session: Session, head: Uint8Array): Buffer {
  return Buffer.concat([session.prefix, head]);
}

function sessionKey(typeKey: Uint8Array, prefix: Buffer): Buffer {
  const info = Buffer.concat([SESSION_INFO, prefix.subarray(0, PREFIX_BYTES - SALT_BYTES)]);
  return hkdf(typeKey, prefix.subarray(PREFIX_BYTES - SALT_BYTES), info);
}
