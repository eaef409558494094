import { z } from 'zod';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { damaged, tooNew } from './refusals.ts';
import { hashOf } from './vault-keys.ts';
import { HEADER_NAME } from './vault-names.ts';
import type { VaultHeader, VaultKdf } from './vault-types.ts';

const MAX_HEADER_BYTES = 16_384;

/** What a client asks for at least: a server could offer less, and have the phrase guessed. */
export const KDF_FLOOR = { memoryKiB: 65_536, passes: 3, lanes: 1 } as const;
/** What it agrees to at most: a server could ask for all memory of the machine. */
export const KDF_CEILING = { memoryKiB: 1_048_576, passes: 10, lanes: 4 } as const;

/** Base64 as `toString` writes it, of so many bytes: another spelling of the same bytes is refused. */
const base64 = (bytes: number) =>
  z.string().refine((text) => {
    const decoded = Buffer.from(text, 'base64');
    return decoded.length === bytes && decoded.toString('base64') === text;
  });

const count = z.int().min(1);
const vaultHeader = z.strictObject({
  format: z.literal('adiuva-vault'),
  version: z.literal(1),
  vaultId: z.string().regex(/^[0-9a-f]{32}$/),
  generation: count.max(999_999_999),
  createdAtMs: z.int().min(0),
  kdf: z.strictObject({
    name: z.literal('argon2id'),
    memoryKiB: count,
    passes: count,
    lanes: count,
    salt: base64(16),
  }),
  keyCheck: base64(32),
  masterCheck: base64(32),
  wrappedKey: z.strictObject({ nonce: base64(12), ciphertext: base64(32), tag: base64(16) }),
  digest: z.string(),
});

const summary = z.looseObject({ format: z.string(), version: z.int(), digest: z.string() });

/** The header's bytes: canonical JSON, so that there is one way to write each header. */
export function encodeHeader(header: VaultHeader): Buffer {
  return Buffer.from(canonicalJson(header), 'utf8');
}

export function digestOf(header: Omit<VaultHeader, 'digest'>): string {
  return hashOf(Buffer.from(canonicalJson(header), 'utf8'));
}

/**
 * Reads a header. Refused: other bytes than `encodeHeader` would write, a digest that does not fit, another version,
 * and work on the phrase outside the limits. Damage ends here; what is left to a forger is up to the phrase.
 */
export function parseHeader(bytes: Uint8Array): VaultHeader {
  if (bytes.length > MAX_HEADER_BYTES) throw damaged(HEADER_NAME, 'unreadable');
  const text = Buffer.from(bytes).toString('utf8');
  const value = parseCanonical(text, bytes);
  const found = summary.safeParse(value);
  if (!found.success || found.data.format !== 'adiuva-vault') throw damaged(HEADER_NAME, 'unreadable');
  const { digest, ...rest } = found.data;
  if (hashOf(Buffer.from(canonicalJson(rest), 'utf8')) !== digest) throw damaged(HEADER_NAME, 'altered');
  if (found.data.version > 1) throw tooNew(HEADER_NAME, found.data.version);
  const header = vaultHeader.safeParse(value);
  if (!header.success) throw damaged(HEADER_NAME, 'unreadable');
  requireFairWork(header.data.kdf);
  return header.data;
}

function parseCanonical(text: string, bytes: Uint8Array): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    if (Buffer.from(canonicalJson(value), 'utf8').equals(bytes)) return value;
  } catch {
    // Said below, as for what parses and was not written so.
  }
  throw damaged(HEADER_NAME, text.trimEnd().endsWith('}') ? 'altered' : 'truncated');
}

export function requireFairWork(kdf: VaultKdf): void {
  const sizes = ['memoryKiB', 'passes', 'lanes'] as const;
  if (sizes.some((size) => kdf[size] < KDF_FLOOR[size])) throw damaged(HEADER_NAME, 'weak_kdf');
  if (sizes.some((size) => kdf[size] > KDF_CEILING[size])) throw damaged(HEADER_NAME, 'costly_kdf');
}
