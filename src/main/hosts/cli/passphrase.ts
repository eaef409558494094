import { readFile, stat } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from './command-context.ts';
import { askHidden, canPrompt } from './prompt.ts';

const MAX_FILE_BYTES = 4_096;
const MIN_LENGTH = 8;

/** The passphrase from `--passphrase-file` or `ADIUVA_PASSPHRASE`; undefined when neither was given. */
export async function findPassphrase(context: CommandContext): Promise<string | undefined> {
  const { passphraseFile } = context.options;
  if (passphraseFile !== undefined) return readSecretFile(context, passphraseFile, 'passphrase');
  const given = context.terminal.env['ADIUVA_PASSPHRASE'];
  return given === undefined || given === '' ? undefined : given;
}

/** One line of text that nobody else should read. */
export async function readSecretFile(
  context: CommandContext,
  path: string,
  what: 'passphrase' | 'password' | 'secret' | 'recovery phrase',
): Promise<string> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw new AppError('not_found', `The ${what} file ${path} can't be read. Nothing was changed.`, {
      cause,
    });
  });
  if (!facts.isFile() || facts.size > MAX_FILE_BYTES) {
    throw new AppError('invalid_input', `${path} is not a ${what} file: one line of text is expected.`);
  }
  if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0) {
    context.output.say(`adiuva: other users of this machine may read ${path}; "chmod 600" it.`);
  }
  // Editors end a file with a line break; everything else belongs to the secret.
  const secret = (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  if (secret === '') throw new AppError('invalid_input', `The ${what} file ${path} is empty.`);
  return secret;
}

/** Asks for the passphrase of an existing workspace; undefined where there is no terminal to ask on. */
export async function promptPassphrase(context: CommandContext): Promise<string | undefined> {
  return canPrompt(context.terminal) ? askHidden(context.terminal, 'Passphrase: ') : undefined;
}

/** Asks twice for the passphrase of a new workspace; undefined where there is no terminal, or for none. */
export async function promptNewPassphrase(context: CommandContext): Promise<string | undefined> {
  const { terminal, output } = context;
  if (!canPrompt(terminal)) return undefined;
  for (;;) {
    const first = await askHidden(terminal, `New passphrase, at least ${MIN_LENGTH} characters: `);
    if (first.length < MIN_LENGTH) output.say(`Too short: at least ${MIN_LENGTH} characters.`);
    else if ((await askHidden(terminal, 'Once more: ')) === first) return first;
    else output.say('The two differ; please try again.');
  }
}
