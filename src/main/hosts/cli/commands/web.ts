import { createInterface } from 'node:readline';
import type { ControlClient } from '#main/hosts/control/control-client.ts';
import { startWebHost, type WebHost } from '#main/hosts/web/index.ts';
import { AppError } from '#shared/errors.ts';
import { openBrowser } from '../browser.ts';
import { claimFolder } from '../claim-folder.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { createLocalLine } from '../line.ts';
import type { LocalApp } from '../local-app.ts';
import { unlockIfGiven } from '../open-line.ts';

type WebOptions = { readonly port?: number; readonly open?: boolean };

/** Serves the app until Ctrl-C; where it is served already, gives a fresh link to it. */
export async function runWeb(context: CommandContext, options: WebOptions): Promise<number> {
  const claim = await claimFolder(context, 'web');
  if (claim.kind === 'held') return joinRunning(context, options, claim.client);
  await using app = claim.app;
  const ready = Promise.withResolvers<WebHost>();
  ready.promise.catch(() => undefined);
  await app.startControl({ openLink: async () => linkTo(await ready.promise) });
  try {
    await using host = await start(context, app, options);
    ready.resolve(host);
    await serve(context, host, options.open === true);
  } catch (error) {
    ready.reject(error);
    throw error;
  }
  return EXIT.done;
}

/** Listens and unlocks side by side: deriving the key takes longer than all the rest of the start. */
async function start(context: CommandContext, app: LocalApp, options: WebOptions): Promise<WebHost> {
  const unlocking = unlockIfGiven(
    context,
    createLocalLine(app, async () => undefined),
  );
  unlocking.catch(() => undefined);
  const host = await startWebHost(app, { port: options.port, log: app.logs.for('web') });
  try {
    await unlocking;
    return host;
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function serve(context: CommandContext, host: WebHost, open: boolean): Promise<void> {
  await announce(context, host, open);
  using _keys = watchEnter(context, host);
  await ended(context.terminal.signal);
  context.output.say('Stopping…');
}

type Link = { readonly origin: string; readonly link: string };

function linkTo(host: WebHost): Link {
  return { origin: host.origin, link: host.issueLink() };
}

async function joinRunning(
  context: CommandContext,
  options: WebOptions,
  client: ControlClient,
): Promise<number> {
  try {
    if (client.host !== 'web') {
      throw new AppError(
        'store_in_use',
        client.host === 'electron'
          ? 'Adiuva is open on this data folder in a window. Nothing was changed; use that one, or close it first.'
          : 'Another command is at work on this data folder. Nothing was changed; try again when it has ended.',
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
  if (context.output.isJson) await context.output.json({ url: host.origin, link, pid: process.pid });
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
