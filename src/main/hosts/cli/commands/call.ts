import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Line } from '../line.ts';
import { unlock, unlockIfGiven, withLine } from '../open-line.ts';
import { readJsonInput } from '../stdin-text.ts';

/**
 * Calls any procedure and prints its JSON result; a subscription prints a line for each value until it ends or
 * Ctrl-C. `system.*` also works on a workspace that is locked or not there yet.
 */
export async function runCall(
  context: CommandContext,
  path: string,
  given: string | undefined,
): Promise<number> {
  const input = given === undefined ? undefined : await readJsonInput(context.terminal.stdin, given);
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
