import { spawn } from 'node:child_process';

/**
 * Opens a link in the person's browser; false where there is none to be seen. The link's code passes through the
 * arguments of a program, where other users of the machine may look: it is good for the first one who comes, so
 * a stolen one shows at once as a refused page.
 */
export function openBrowser(env: Readonly<Record<string, string | undefined>>, link: string): boolean {
  const command = commandFor(env, link);
  if (command === undefined) return false;
  const child = spawn(command.program, command.args, { stdio: 'ignore', detached: true });
  // Not installed: the link stands on the terminal too.
  child.on('error', () => undefined);
  child.unref();
  return true;
}

function commandFor(env: Readonly<Record<string, string | undefined>>, link: string) {
  if (process.platform === 'darwin') return { program: 'open', args: [link] };
  if (process.platform === 'win32')
    return { program: 'rundll32', args: ['url.dll,FileProtocolHandler', link] };
  const hasDisplay = Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
  return hasDisplay ? { program: 'xdg-open', args: [link] } : undefined;
}
