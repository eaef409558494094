import { createInterface } from 'node:readline';
import type { ControlClient } from '#main/hosts/control/control-client.ts';
import { connectControl } from '#main/hosts/control/control-client.ts';
import { startWebHost, type WebHost } from '#main/hosts/web/index.ts';
import { AppError } from '#shared/errors.ts';
import { openBrowser } from '../browser.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { createLocalLine } from '../line.ts';
import { openLocalApp } from '../local-app.ts';
import { unlockIfGiven } from '../open-line.ts';

type WebOptions = { readonly port?: number; readonly open?: boolean };

/** Serves the app until Ctrl-C; where it is served already, gives a fresh link to it. */
export async function runWeb(context: CommandContext, options: WebOptions): Promise<number> {
  const running = await connectControl(context.options.dataDir);
  if (running !== undefined) return joinRunning(context, options, running);
  await using app = openLocalApp(context, 'web');
  const status = await app.status();
  if (status.state === 'in_use') {
    throw new AppError(
      'store_in_use',
      `Another Adiuva (process ${status.pid}) holds this data folder and does not answer. Nothing was changed; close it and try again.`,
    );
  }
  // Side by side: deriving the key takes longer than all the rest of the start.
  const unlocking = unlockIfGiven(
    context,
    createLocalLine(app, async () => undefined),
  );
  unlocking.catch(() => undefined);
  await using host = await startWebHost(app, { port: options.port, log: app.logs.for('web') });
  await unlocking;
  await app.startControl({ openLink: () => ({ origin: host.origin, link: host.issueLink() }) });
  await announce(context, host, options.open === true);
  using _keys = watchEnter(context, host);
  await ended(context.terminal.signal);
  context.output.say('Stopping…');
  return EXIT.done;
}

type Link = { readonly origin: string; readonly link: string };

async function joinRunning(
  context: CommandContext,
  options: WebOptions,
  client: ControlClient,
): Promise<number> {
  try {
    if (client.host !== 'web') {
      throw new AppError(
        'store_in_use',
        'Adiuva is open on this data folder in another window. Nothing was changed; use that one, or close it first.',
        { details: { pid: client.pid } },
      );
    }
    const { origin, link } = (await client.callHost('openLink')) as Link;
    await context.output.answer(
      { url: origin, link, pid: client.pid },
      () => `Already running. Open ${link}`,
    );
    if (options.open === true) openBrowser(context.terminal.env, link);
    return EXIT.done;
  } finally {
    await client.close();
  }
}

/** The link carries a code that is good once and for a minute; the browser keeps a cookie after that. */
async function announce(context: CommandContext, host: WebHost, open: boolean): Promise<void> {
  const link = host.issueLink();
  await context.output.answer({ url: host.origin, link, pid: process.pid }, () => '');
  context.output.say(`Adiuva is at ${host.origin}`);
  if (open && openBrowser(context.terminal.env, link)) context.output.say('The browser is opening it.');
  else context.output.say(`Open this link within a minute, it works once:\n  ${link}`);
  if (context.terminal.stdin.isTTY === true) context.output.say('Enter gives a new link, Ctrl-C stops.');
}

function watchEnter(context: CommandContext, host: WebHost): Disposable {
  const { stdin } = context.terminal;
  // Without a terminal, what comes in on stdin is not meant for us.
  if (stdin.isTTY !== true) return { [Symbol.dispose]: () => undefined };
  const lines = createInterface({ input: stdin });
  lines.on('line', () => context.output.say(`  ${host.issueLink()}`));
  return { [Symbol.dispose]: () => lines.close() };
}

function ended(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
