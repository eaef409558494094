/** Identifiers are UUIDv7 (RFC 9562, section 5.7): sortable by creation time, 74 random bits. */

export type IdSource = {
  /** A new UUIDv7 as lower-case text. */
  next(): string;
};

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Makes UUIDv7 text from a clock and a source of randomness. Within one millisecond the 12-bit field after the
 * version counts up, so ids made by one source are strictly increasing.
 */
export function createIdSource(nowMs: () => number, randomBytes: (size: number) => Uint8Array): IdSource {
  let lastMs = 0;
  let counter = 0;
  return {
    next() {
      const now = nowMs();
      if (now > lastMs) {
        lastMs = now;
        counter = (randomBytes(1)[0] ?? 0) & 0x7f;
      } else {
        counter += 1;
        if (counter > 0xfff) {
          lastMs += 1;
          counter = 0;
        }
      }
      return formatUuidV7(lastMs, counter, randomBytes(8));
    },
  };
}

function formatUuidV7(ms: number, counter: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = ms;
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes.set(random, 8);
  bytes[8] = 0x80 | ((random[0] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => HEX[byte]).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
