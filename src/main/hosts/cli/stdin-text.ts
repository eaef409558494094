import type { Readable } from 'node:stream';
import { AppError } from '#shared/errors.ts';

const MAX_INPUT_BYTES = 64 * 1_024 * 1_024;

/** All that is piped in. */
export async function readAll(stdin: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Buffer | string);
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_INPUT_BYTES) {
      throw new AppError('payload_too_large', 'The input is longer than 64 MB. Nothing was called.');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON from the command line, or from stdin where it says "-". */
export async function readJsonInput(stdin: Readable, given: string): Promise<unknown> {
  const text = given === '-' ? await readAll(stdin) : given;
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_input', 'The input is not JSON. Nothing was called.', { cause });
  }
}
