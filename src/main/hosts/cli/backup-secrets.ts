import type { BackupPlace } from '#shared/contracts/backup.ts';
import { AppError } from '#shared/errors.ts';
import { needsSecret } from './backup-target.ts';
import type { CommandContext } from './command-context.ts';
import { readSecretFile } from './passphrase.ts';
import { askHidden, canPrompt } from './prompt.ts';
import { readAll } from './stdin-text.ts';

export type SecretOptions = { readonly secretFile?: string; readonly phraseFile?: string };

/** The secret key or password of a place: from a file, stdin, the environment or a prompt, never from an argument. */
export async function readPlaceSecret(
  context: CommandContext,
  place: BackupPlace,
  { secretFile, phraseFile }: SecretOptions,
): Promise<string | undefined> {
  return needsSecret(place) ? readSecretOf(context, place, { secretFile, phraseFile }) : undefined;
}

/** The account at an Adiuva server, for a machine where nobody is signed in yet. */
export async function readAccount(
  context: CommandContext,
  place: BackupPlace,
  { email, ...options }: SecretOptions & { readonly email?: string },
): Promise<{ readonly email: string; readonly password: string } | undefined> {
  if (place.kind !== 'adiuva') return undefined;
  if (email !== undefined) return { email, password: await readSecretOf(context, place, options) };
  throw new AppError(
    'invalid_input',
    'At an Adiuva server the backup belongs to an account: name it with --email; its password comes from --secret-file, ADIUVA_BACKUP_SECRET or a prompt. Nothing was changed.',
  );
}

async function readSecretOf(
  context: CommandContext,
  place: BackupPlace,
  { secretFile, phraseFile }: SecretOptions,
): Promise<string> {
  if (secretFile === '-' && phraseFile === '-') {
    throw new AppError(
      'invalid_input',
      'Only one of --secret-file and --phrase-file can be stdin. Nothing was changed.',
    );
  }
  if (secretFile !== undefined) return readGiven(context, secretFile, 'secret');
  const { env } = context.terminal;
  const given = env['ADIUVA_BACKUP_SECRET'];
  if (given !== undefined && given !== '') return given;
  const question = place.kind === 's3' ? 'Secret access key: ' : 'Password: ';
  if (canPrompt(context.terminal)) return askHidden(context.terminal, question);
  throw new AppError(
    'invalid_input',
    'This place needs its password or secret key: give it by --secret-file or ADIUVA_BACKUP_SECRET. Nothing was changed.',
  );
}

/** The recovery phrase from its file or stdin; undefined where none was named. */
export async function readPhrase(
  context: CommandContext,
  file: string | undefined,
): Promise<string | undefined> {
  return file === undefined ? undefined : readGiven(context, file, 'recovery phrase');
}

/** The same, asked for where no file was named. */
export async function requirePhrase(context: CommandContext, file: string | undefined): Promise<string> {
  const given = await readPhrase(context, file);
  if (given !== undefined) return given;
  if (canPrompt(context.terminal)) return askHidden(context.terminal, 'Recovery phrase of the backup: ');
  throw new AppError(
    'invalid_input',
    'The recovery phrase of the backup is needed: name its file with --phrase-file, or pipe it in with --phrase-file -. Nothing was changed.',
  );
}

async function readGiven(
  context: CommandContext,
  file: string,
  what: 'secret' | 'recovery phrase',
): Promise<string> {
  if (file !== '-') return readSecretFile(context, file, what);
  const text = (await readAll(context.terminal.stdin)).replace(/\r?\n$/, '');
  if (text !== '') return text;
  throw new AppError('invalid_input', `The ${what} on stdin is empty. Nothing was changed.`);
}
