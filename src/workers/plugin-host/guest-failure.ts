import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import { z } from 'zod';
import type { SandboxFailure } from '#shared/contracts/plugin-protocol.ts';

export type Failure = { readonly reason: SandboxFailure; readonly message: string };

const MAX_LENGTH = 2_000;
const describedSchema = z.tuple([z.string(), z.string(), z.string()]);

/** Reads a plain property of an error without asking the guest twice; whatever is odd about it is left out. */
function readText(context: QuickJSContext, error: QuickJSHandle, key: string): string {
  try {
    const value = context.getProp(error, key);
    return context.typeof(value) === 'string' ? context.getString(value).slice(0, MAX_LENGTH) : '';
  } catch {
    return '';
  }
}

function classify(name: string, message: string, stack: string): Failure {
  if (message === 'out of memory') return outOfMemory();
  if (message === 'stack overflow' || message.startsWith('Maximum call stack')) return tooDeep();
  const where = stack.split('\n')[0]?.trim() ?? '';
  const text = `${name === '' ? 'Error' : name}: ${message}`;
  return { reason: 'error', message: `${text}${where === '' ? '' : ` (${where})`}`.slice(0, MAX_LENGTH) };
}

function outOfMemory(): Failure {
  return { reason: 'out_of_memory', message: 'The plugin wanted more memory than a run may have.' };
}

function tooDeep(): Failure {
  return { reason: 'stack', message: 'The plugin called itself too deeply.' };
}

/** An error as the guest described it, or as it left the guest. The engine throws `null` when memory is out. */
export function failureOfGuestError(
  context: QuickJSContext,
  error: QuickJSHandle | string | undefined,
): Failure {
  if (error === undefined) return outOfMemory();
  if (typeof error === 'string') {
    const described = describedSchema.safeParse(parseJson(error));
    if (!described.success) return { reason: 'error', message: 'The plugin failed and could not say why.' };
    const [name, message, stack] = described.data;
    return classify(name, message.slice(0, MAX_LENGTH), stack.slice(0, MAX_LENGTH));
  }
  const type = context.typeof(error);
  if (type === 'string') return classify('Error', context.getString(error).slice(0, MAX_LENGTH), '');
  if (type !== 'object') return { reason: 'error', message: `The plugin threw a ${type}.` };
  if (context.sameValue(error, context.null)) return outOfMemory();
  return classify(
    readText(context, error, 'name'),
    readText(context, error, 'message'),
    readText(context, error, 'stack'),
  );
}

/** What came through the engine itself: it ran out of its own stack, or broke. */
export function failureOfHostError(error: unknown): Failure {
  if (error instanceof RangeError && /call stack/.test(error.message)) return tooDeep();
  return { reason: 'crash', message: 'The sandbox broke down while it ran the plugin.' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
