import { setTimeout as wait } from 'node:timers/promises';
import { connectControl, type ControlClient } from '#main/hosts/control/control-client.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from './command-context.ts';
import type { FolderUse, LocalApp } from './local-app.ts';

export type Claim =
  | { readonly kind: 'held'; readonly client: ControlClient }
  | { readonly kind: 'ours'; readonly app: LocalApp };

/**
 * Another command may hold the folder for a moment, or a host may hold it and not listen yet. Counted anew when
 * the folder passes to another process: then it is a queue that moves, not a process that hangs.
 */
const WAIT_MS = 12_000;
const STEP_MS = 100;

/**
 * A line to the process that holds the folder, or the folder itself, held by this process until the app is
 * closed. Throws `store_in_use` when another process holds it and does not answer.
 */
export async function claimFolder(context: CommandContext, use: FolderUse): Promise<Claim> {
  const { dataDir } = context.options;
  let holder: number | undefined;
  let giveUpAt = 0;
  for (;;) {
    const client = await connectControl(dataDir);
    if (client !== undefined) return { kind: 'held', client };
    const { openLocalApp } = await import('./local-app.ts');
    const app = openLocalApp(context, use);
    const status = await app.status();
    if (status.state !== 'in_use') return { kind: 'ours', app };
    await app.close();
    if (status.pid !== holder) giveUpAt = performance.now() + WAIT_MS;
    holder = status.pid;
    if (performance.now() > giveUpAt) throw inUse(status.pid);
    await wait(STEP_MS);
  }
}

export function inUse(pid: number): AppError {
  return new AppError(
    'store_in_use',
    `Another Adiuva (process ${pid}) holds this data folder and does not answer. Nothing was changed; close it and try again.`,
    { details: { pid } },
  );
}
