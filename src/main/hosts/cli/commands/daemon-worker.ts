import { setTimeout as delay } from 'node:timers/promises';
import { workForOthers, type SliceLine, type SliceWorkerTold } from '#main/compose/slice-working.ts';
import { connectControl, type ControlClient } from '#main/hosts/control/control-client.ts';
import { workerNameSchema } from '#shared/contracts/dataset-slices.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, failureOf } from '../exit-codes.ts';

const LOOK_EVERY_MS = 500;

/** What the one who holds the folder may be short of, and have again in a while. */
const PASSING: ReadonlySet<string> = new Set(['store_locked', 'host_unavailable', 'store_busy']);

/**
 * Works on slices of dataset runs for whoever holds the folder, until Ctrl-C. It never opens the folder itself: where
 * nobody holds it, or the holder ends, it waits for the next.
 */
export async function runDaemonWorker(context: CommandContext, given: string | undefined): Promise<number> {
  const name = nameOf(given);
  const { signal } = context.terminal;
  const say = teller(context);
  while (!signal.aborted) {
    const client = await connectControl(context.options.dataDir);
    if (client === undefined) say('Nobody works on this data folder; waiting until Adiuva runs on it…');
    else await workBeside(context, { client, name, say });
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  context.output.say('Stopped; what this worker has finished is kept.');
  return EXIT.done;
}

async function workBeside(
  context: CommandContext,
  { client, name, say }: { client: ControlClient; name: string; say: (text: string) => void },
): Promise<void> {
  const { signal } = context.terminal;
  const onTold = (told: SliceWorkerTold) => say(textOf(told, { name, pid: client.pid }));
  try {
    await workForOthers({ line: lineOf(client), name, onTold }, signal);
  } catch (error) {
    const { code } = failureOf(error);
    // Where the line broke the reason is of no kind that is known: the next turn finds who is there.
    if (code === 'store_locked') say('The workspace is locked; waiting until it is open…');
    else if (code !== 'internal' && !PASSING.has(code)) throw error;
    else say('The Adiuva that held the folder has ended; waiting until it is back…');
  } finally {
    await client.close();
  }
}

/** The procedures for workers; what they answer is the other process's word, the same program. */
function lineOf(client: ControlClient): SliceLine {
  const call = async (what: string, input: unknown) => client.call(`datasets.slices.${what}`, input);
  return {
    attach: (name, signal) =>
      client.stream('datasets.slices.attach', { name }, signal) as ReturnType<SliceLine['attach']>,
    lease: async (input) => ((await call('lease', input)) ?? null) as Awaited<ReturnType<SliceLine['lease']>>,
    offer: async (input) => (await call('offer', input)) as Awaited<ReturnType<SliceLine['offer']>>,
    beat: async (input) => (await call('beat', input)) as Awaited<ReturnType<SliceLine['beat']>>,
    ask: async (input) => void (await call('ask', input)),
    put: async (input) => void (await call('put', input)),
    release: async (input) => void (await call('release', input)),
  };
}

function textOf(told: SliceWorkerTold, { name, pid }: { name: string; pid: number }): string {
  if (told.kind === 'attached') return `Working as ${name} beside process ${pid}. Ctrl-C stops.`;
  if (told.kind === 'began') return `${told.title}: working on a part of its run.`;
  const problem = told.problem === null ? '' : ` ${told.problem}`;
  return `${told.title}: ${told.count} records made here.${problem}`;
}

/** Says nothing twice in a row. */
function teller({ output }: CommandContext): (text: string) => void {
  let last = '';
  return (text) => {
    if (text !== last) output.say(text);
    last = text;
  };
}

function nameOf(given: string | undefined): string {
  const parsed = workerNameSchema.safeParse(given ?? `worker-${process.pid}`);
  if (parsed.success) return parsed.data;
  throw new AppError(
    'invalid_input',
    'A worker is called by letters, digits, dots, "-" and "_", 60 at most, and not "main". Nothing was started.',
  );
}
