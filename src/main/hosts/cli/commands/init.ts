import type { SystemStatus } from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import { obstacle, withLine } from '../open-line.ts';
import { findPassphrase, promptNewPassphrase } from '../passphrase.ts';
import { canPrompt } from '../prompt.ts';
import { askWords, numberedWords, wordsAt } from '../recovery-words.ts';

type InitOptions = { readonly sample?: boolean; readonly keychain?: boolean };

const MAX_TRIES = 3;

/** Makes the store and shows the twelve words once. */
export function runInit(context: CommandContext, options: InitOptions): Promise<number> {
  return withLine(context, async ({ api }) => {
    const { dataDir } = context.options;
    const useKeychain = chooseKeychain(await api.system.status(), options, dataDir);
    const passphrase = (await findPassphrase(context)) ?? (await promptNewPassphrase(context));
    if (passphrase === undefined && !useKeychain) {
      throw new AppError(
        'invalid_input',
        'A new workspace needs a passphrase: give it by --passphrase-file or ADIUVA_PASSPHRASE. Nothing was changed.',
      );
    }
    const { recoveryPhrase, confirmIndexes } = await api.system.setup({ passphrase, useKeychain });
    await context.output.answer({ dataDir, recoveryPhrase }, () => phraseText(dataDir, recoveryPhrase));
    await confirm(context, api, { recoveryPhrase, confirmIndexes });
    if (options.sample === true) {
      await api.system.startSample();
      context.output.say('The sample workspace is in.');
    }
    await api.system.finishOnboarding();
    return EXIT.done;
  });
}

/** Whether the keychain is to open a new workspace. Throws where none can be made. */
export function chooseKeychain(status: SystemStatus, options: InitOptions, dataDir: string): boolean {
  if (status.state === 'read_only' || status.state === 'disk_full') throw obstacle(status, dataDir);
  if (status.state !== 'absent') {
    throw new AppError('conflict', `There is a workspace in ${dataDir} already. It was not touched.`);
  }
  if (status.plaintextFound) {
    throw new AppError(
      'conflict',
      `There is an unencrypted Adiuva database in ${dataDir}. It was not touched; bring it in with "adiuva call system.importPlaintext".`,
    );
  }
  return options.keychain ?? status.keychainAvailable;
}

function phraseText(dataDir: string, phrase: string): string {
  return [
    `A new workspace is in ${dataDir}.`,
    '',
    'Write these twelve words down and keep them off this machine. They open the workspace when the',
    'passphrase is lost, and they are shown only now:',
    '',
    ...numberedWords(phrase),
    '',
  ].join('\n');
}

/** Asks for some of the words back where there is somebody to ask; a script has been given them all. */
async function confirm(
  context: CommandContext,
  api: Api,
  { recoveryPhrase, confirmIndexes }: { recoveryPhrase: string; confirmIndexes: readonly number[] },
): Promise<void> {
  const { terminal, output } = context;
  const words = recoveryPhrase.split(' ');
  if (!canPrompt(terminal) || output.isJson) {
    await api.system.confirmRecovery({ words: wordsAt(recoveryPhrase, confirmIndexes) });
    return;
  }
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const given = await askWords(terminal, confirmIndexes);
    if (given.every(({ index, word }) => words[index] === word)) {
      await api.system.confirmRecovery({ words: given });
      return;
    }
    output.say('That is not what is written above.');
  }
  output.say('The phrase is not confirmed; the app will ask for it again.');
}
