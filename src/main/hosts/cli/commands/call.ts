import type { Readable } from 'node:stream';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Line } from '../line.ts';
import { unlock, unlockIfGiven, withLine } from '../open-line.ts';

const MAX_INPUT_BYTES = 64 * 1_024 * 1_024;

/**
 * Calls any procedure and prints its JSON result; a subscription prints a line for each value until it ends or
 * Ctrl-C. `system.*` also works on a workspace that is locked or not there yet.
 */
export async function runCall(
  context: CommandContext,
  path: string,
  given: string | undefined,
): Promise<number> {
  const input = await readInput(context.terminal.stdin, given);
  const run = async (line: Line): Promise<number> => {
    await (path.startsWith('system.') ? unlockIfGiven(context, line) : unlock(context, line));
    await print(context, line, { path, input });
    return EXIT.done;
  };
  // It may be a subscription that runs all day.
  return withLine(context, run, { isShared: true });
}

async function print(
  { output, terminal }: CommandContext,
  line: Line,
  call: { readonly path: string; readonly input: unknown },
): Promise<void> {
  try {
    for await (const value of line.stream(call.path, call.input, terminal.signal)) await output.json(value);
  } catch (error) {
    // Ctrl-C is how one leaves a subscription.
    if (!terminal.signal.aborted) throw error;
  }
}

async function readInput(stdin: Readable, given: string | undefined): Promise<unknown> {
  if (given === undefined) return undefined;
  const text = given === '-' ? await readAll(stdin) : given;
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_input', 'The input is not JSON. Nothing was called.', { cause });
  }
}

async function readAll(stdin: Readable): Promise<string> {
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
