import { AppError } from '#shared/errors.ts';
import { IMPORT_LIMITS } from '../sources/limits.ts';
import type { SourceFile } from '../sources/source-tree.ts';
import { decodeText } from '../sources/text-decoding.ts';

const MAX_DEPTH = 64;

/** A foreign JSON file as a value, under caps on size and depth; `__proto__` keys are refused, not assigned. */
export async function readJson(file: SourceFile): Promise<unknown> {
  const text = decodeText(await file.read(IMPORT_LIMITS.jsonBytes));
  if (deeperThan(text, MAX_DEPTH)) {
    throw new AppError(
      'import_unreadable',
      `The file nests deeper than ${MAX_DEPTH} levels. Nothing of it was imported.`,
    );
  }
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch (cause) {
    throw new AppError(
      'import_unreadable',
      'The file is not valid JSON. Nothing of it was imported; export it again.',
      { cause },
    );
  }
}

/** Checked on the text, before the parser builds anything. */
function deeperThan(text: string, max: number): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (isQuoted) {
      if (code === 92) position += 1;
      else if (code === 34) isQuoted = false;
    } else if (code === 34) isQuoted = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > max) return true;
    } else if (code === 125 || code === 93) depth -= 1;
  }
  return false;
}
