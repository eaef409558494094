import type { Command } from 'commander';
import type { RunCommand } from './program.ts';

export type SignInOptions = {
  readonly email: string;
  readonly passwordFile?: string;
  readonly deviceName?: string;
};
export type SignUpOptions = SignInOptions & { readonly inviteCode?: string };
export type DevicesOptions = { readonly remove?: string };

const load = () => import('./commands/account.ts');
const ENDPOINT = 'address of the server, e.g. https://backup.example.org';
const WHICH = 'which server; may be left out where you are signed in at one alone';

/** `adiuva account …`: who is signed in at an Adiuva server. */
export function addAccountCommands(program: Command, run: RunCommand): void {
  const account = program.command('account').description('your account at an Adiuva server, for backups');
  withSignIn(account.command('sign-up'))
    .description('make an account and sign in')
    .option('--invite-code <code>', 'where the server takes invited people only')
    .action((endpoint: string, options: SignUpOptions) =>
      run(async (context) => (await load()).runSignUp(context, endpoint, options)),
    );
  withSignIn(account.command('sign-in'))
    .description('sign in with an account that is there')
    .action((endpoint: string, options: SignInOptions) =>
      run(async (context) => (await load()).runSignIn(context, endpoint, options)),
    );
  account
    .command('sign-out')
    .argument('[endpoint]', WHICH)
    .description('end the sign-in of this workspace; what lies there stays')
    .action((endpoint: string | undefined) =>
      run(async (context) => (await load()).runSignOut(context, endpoint)),
    );
  account
    .command('status', { isDefault: true })
    .description('who is signed in where, and how much room there is')
    .action(() => run(async (context) => (await load()).runAccountStatus(context)));
  account
    .command('devices')
    .argument('[endpoint]', WHICH)
    .description('which devices are signed in')
    .option('--remove <device>', 'end the sign-in of this one: its name or id')
    .action((endpoint: string | undefined, options: DevicesOptions) =>
      run(async (context) => (await load()).runDevices(context, endpoint, options)),
    );
}

function withSignIn(command: Command): Command {
  return command
    .argument('<endpoint>', ENDPOINT)
    .requiredOption('--email <address>', 'the e-mail address of the account')
    .option('--password-file <file>', 'read its password from a file; "-" for stdin; asked for when left out')
    .option('--device-name <name>', 'how this machine is called there; its own name when left out');
}
