import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readTextFile, renameAside, writeFileAtomic } from './atomic-file.ts';
import { AppError } from '#shared/errors.ts';

const KEY_FILE = 'keyslots.json';
/** The same content once more: without a key file the store is lost, and disks lose single files. */
const KEY_FILE_COPY = 'keyslots.copy.json';

const MAX_FILE_CHARS = 256 * 1024;

const base64 = (bytes: { min: number; max: number }) =>
  z.base64().refine((text) => {
    const size = Buffer.from(text, 'base64').length;
    return size >= bytes.min && size <= bytes.max;
  });

/** The lower bounds are what Adiuva has ever written: a file that asks for less was not written by it. */
const kdfSchema = z.strictObject({
  name: z.literal('argon2id'),
  memoryKiB: z.int().min(65_536).max(1_048_576),
  passes: z.int().min(3).max(64),
  lanes: z.int().min(1).max(16),
  salt: base64({ min: 16, max: 64 }),
});

const boxSchema = z.strictObject({
  nonce: base64({ min: 12, max: 12 }),
  ciphertext: base64({ min: 32, max: 32 }),
  tag: base64({ min: 16, max: 16 }),
});

const slotBase = { id: z.uuid(), createdAt: z.int().nonnegative(), box: boxSchema };

const slotSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passphrase'), ...slotBase, kdf: kdfSchema }),
  z.strictObject({ kind: z.literal('recovery'), ...slotBase, kdf: kdfSchema }),
  z.strictObject({ kind: z.literal('keychain'), ...slotBase, account: z.string().min(1).max(200) }),
  z.strictObject({
    kind: z.literal('safe-storage'),
    ...slotBase,
    backend: z.string().min(1).max(100),
    sealed: base64({ min: 1, max: 8192 }),
  }),
]);

const keyFileSchema = z.strictObject({
  format: z.literal('adiuva-key-slots'),
  version: z.literal(1),
  storeId: z.uuid(),
  check: base64({ min: 32, max: 32 }),
  slots: z.array(slotSchema).min(1).max(32),
});

export type KdfParams = z.infer<typeof kdfSchema>;
export type SealedBox = z.infer<typeof boxSchema>;
export type KeySlot = z.infer<typeof slotSchema>;
export type KeyFile = z.infer<typeof keyFileSchema>;

/** Reads the key file, or its copy where the first is missing or damaged; `null` where there is neither. */
export async function readKeyFile(folder: string): Promise<KeyFile | null> {
  const texts = [await readTextFile(join(folder, KEY_FILE)), await readTextFile(join(folder, KEY_FILE_COPY))];
  for (const text of texts) {
    const file = text === null ? null : parseKeyFile(text);
    if (file) return file;
  }
  if (texts.every((text) => text === null)) return null;
  throw damagedKeyFileError(texts.some(isNewerKeyFile));
}

/** Writes both copies, the leading one first, so that the other never knows a slot that was removed longer ago. */
export async function writeKeyFile(folder: string, file: KeyFile): Promise<void> {
  const text = `${JSON.stringify(keyFileSchema.parse(file), null, 2)}\n`;
  await writeFileAtomic(join(folder, KEY_FILE), text);
  await writeFileAtomic(join(folder, KEY_FILE_COPY), text);
  await removeStrays(folder);
}

/** What a crash left of an earlier write may still hold a slot that was removed since. */
async function removeStrays(folder: string): Promise<void> {
  const strays = (await readdir(folder)).filter((name) => STRAY.test(name));
  for (const name of strays) await rm(join(folder, name), { force: true });
}

const STRAY = /^keyslots(?:\.copy)?\.json\.[0-9a-f]{12}\.tmp$/;

/** Brings both copies in line after a crash between them or damage to one; leaves them alone when they agree. */
export async function healKeyFile(folder: string, file: KeyFile): Promise<void> {
  const first = await readTextFile(join(folder, KEY_FILE));
  const second = await readTextFile(join(folder, KEY_FILE_COPY));
  if (first === null || first !== second || !parseKeyFile(first)) await writeKeyFile(folder, file);
}

/** Renames both files; what they open may still turn up. An earlier file of that name is never replaced. */
export async function setAsideKeyFile(folder: string, label: string): Promise<void> {
  for (const name of [KEY_FILE, KEY_FILE_COPY]) {
    await renameAside(join(folder, name), join(folder, name.replace(/\.json$/, `.${label}.json`)));
  }
}

/** What a sealed box is bound to: the slot, its kind and its store, so that boxes cannot change places. */
export function slotBinding(
  file: Pick<KeyFile, 'version' | 'storeId'>,
  slot: Pick<KeySlot, 'id' | 'kind'>,
): string {
  return ['adiuva-key-slots', file.version, file.storeId, slot.id, slot.kind].join('|');
}

function parseKeyFile(text: string): KeyFile | null {
  const parsed = keyFileSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  if (text.length > MAX_FILE_CHARS) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isNewerKeyFile(text: string | null): boolean {
  const header = z.object({ format: z.literal('adiuva-key-slots'), version: z.int().min(2) });
  return text !== null && header.safeParse(parseJson(text)).success;
}

function damagedKeyFileError(newer: boolean): AppError {
  if (newer) {
    return new AppError(
      'store_too_new',
      'The keys of this data folder were written by a newer Adiuva. Nothing was changed; update Adiuva to open it.',
    );
  }
  return new AppError(
    'store_corrupt',
    'The key file and its copy cannot be read or ask for weaker protection than Adiuva writes. The store itself was not touched; restore keyslots.json from a backup.',
  );
}
