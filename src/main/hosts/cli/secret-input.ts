import { AppError } from '#shared/errors.ts';
import type { CommandContext } from './command-context.ts';
import { readSecretFile } from './passphrase.ts';
import { askHidden, canPrompt } from './prompt.ts';
import { readAll } from './stdin-text.ts';

/**
 * A password or token for a server: from the file that is named, from stdin where that is "-", else asked for. Never
 * from the command line, which other programs of the machine can read.
 */
export async function readSecret(context: CommandContext, file: string | undefined): Promise<string> {
  const { terminal } = context;
  if (file === '-') return required((await readAll(terminal.stdin)).replace(/\r?\n$/, ''));
  if (file !== undefined) return readSecretFile(context, file, 'password');
  if (canPrompt(terminal)) return required(await askHidden(terminal, 'Password: '));
  throw new AppError(
    'invalid_input',
    'A password is needed: name a file with --password-file, or pipe it in with --password-file -. Nothing was added.',
  );
}

function required(secret: string): string {
  if (secret !== '') return secret;
  throw new AppError('invalid_input', 'The password is empty. Nothing was added.');
}
