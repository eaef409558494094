import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Something that must not be readable anywhere, in every way that a program might have written it. */
export type Secret = { readonly name: string; readonly forms: readonly Buffer[] };

export function secretText(name: string, text: string): Secret {
  const utf8 = Buffer.from(text);
  const wide = Buffer.from(text, 'utf16le');
  return { name, forms: [...inText(utf8), wide, Buffer.from(wide).swap16()] };
}

export function secretBytes(name: string, bytes: Uint8Array): Secret {
  return { name, forms: [Buffer.from(bytes), ...inText(bytes)] };
}

/** The bytes themselves, as hex, as a list of numbers, and as base64 wherever it may begin within a longer text. */
function inText(bytes: Uint8Array): readonly Buffer[] {
  const plain = Buffer.from(bytes);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), plain])
      .toString('base64')
      .replaceAll('=', '');
    // The first and last characters also hold bits of the neighbours.
    return text.slice(Math.ceil((shift * 4) / 3), -1);
  });
  const hex = plain.toString('hex');
  return [plain, ...[hex, hex.toUpperCase(), plain.join(','), ...base64].map((text) => Buffer.from(text))];
}

export type Finding = { readonly file: string; readonly secret: string };

/** Every file below the folders that holds a secret in its content or in its name. Upper and lower case count as one. */
export function findSecrets(folders: readonly string[], secrets: readonly Secret[]): readonly Finding[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = entry.isFile() ? readFileSync(path) : Buffer.alloc(0);
      const haystacks = [content, lowered(content), Buffer.from(path)];
      return secrets
        .filter(({ forms }) => haystacks.some((hay) => forms.some((form) => hay.includes(form))))
        .map(({ name }) => ({ file: relative(folder, path), secret: name }));
    }),
  );
}

/** Latin letters in lower case, whatever else the bytes are. */
function lowered(content: Buffer): Buffer {
  return Buffer.from(content.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte)));
}
