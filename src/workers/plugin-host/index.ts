import { parentPort, workerData } from 'node:worker_threads';
import { toPluginHostSchema, type FromPluginHost } from '#shared/contracts/plugin-protocol.ts';
import { createGuestClock } from './guest-clock.ts';
import type { EngineModule } from './guest-engine.ts';
import { openGuestRun, type GuestRun } from './guest-run.ts';

type HostData = { readonly module: EngineModule; readonly clock: SharedArrayBuffer };

/** Runs the code of one plugin, one run at a time, in an engine that is new for each; see plugin-protocol.ts. */
function serve(port: NonNullable<typeof parentPort>, { module, clock: shared }: HostData): void {
  const clock = createGuestClock(shared);
  let current: { readonly run: number; readonly guest: GuestRun } | undefined;
  const post = (message: FromPluginHost): void => port.postMessage(message);

  async function take(raw: unknown): Promise<void> {
    const message = toPluginHostSchema.parse(raw);
    if (message.t === 'start') {
      const guest = await openGuestRun({ ...message, module, clock, post });
      current = { run: message.run, guest };
      guest.begin();
      return;
    }
    if (current?.run !== message.run) return;
    if (message.t === 'answer') current.guest.answer(message.id, message.isOk, message.value);
    else current.guest.cancel();
  }

  // A mistake of ours ends the thread with its error: main ends the run as a crash and starts another worker.
  port.on('message', (raw: unknown) => {
    take(raw).catch((error: unknown) => {
      setImmediate(() => {
        throw error;
      });
    });
  });
  post({ t: 'ready' });
}

if (parentPort) serve(parentPort, workerData as HostData);
