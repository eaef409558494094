/** Reads fields one behind the other; `isSound` is false once it was asked for more than there is. */
export type ByteCursor = {
  u16(): number;
  u32(): number;
  /** Up to 2^48. */
  u48(): number;
  varint(): number;
  bytes(length: number): Buffer;
  hex(length: number): string;
  rest(): Buffer;
  readonly isAtEnd: boolean;
  readonly isSound: boolean;
};

export function createCursor(source: Uint8Array): ByteCursor {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.length);
  let at = 0;
  let isSound = true;
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) {
      isSound = false;
      at = bytes.length;
      return Buffer.alloc(Math.min(length, 64));
    }
    at += length;
    return bytes.subarray(at - length, at);
  };
  return {
    u16: () => take(2).readUInt16LE(0),
    u32: () => take(4).readUInt32LE(0),
    u48: () => take(6).readUIntLE(0, 6),
    varint() {
      let value = 0;
      for (let scale = 1; scale <= 0x8_0000_0000_00; scale *= 128) {
        const byte = take(1)[0] ?? 0;
        value += (byte & 0x7f) * scale;
        if (byte < 0x80) return value;
      }
      isSound = false;
      return 0;
    },
    bytes: take,
    hex: (length) => take(length).toString('hex'),
    rest: () => take(bytes.length - at),
    get isAtEnd() {
      return at === bytes.length;
    },
    get isSound() {
      return isSound;
    },
  };
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function u48(value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntLE(value, 0, 6);
  return bytes;
}

/** LEB128: seven bits a byte, lowest first. */
export function pushVarint(target: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    target.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  target.push(rest);
}

/** Small numbers of either sign become small ones without: 0, -1, 1, -2, 2 … are 0, 1, 2, 3, 4 … */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
