import { AppError } from '#shared/errors.ts';

/** BIP39 (https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki): 128 random bits as 12 English words. */
const PHRASE_BITS = 128;
const PHRASE_WORDS = 12;

/** A new phrase; the word list loads when first used. */
export async function newRecoveryPhrase(): Promise<string> {
  const { bip39, words } = await loadBip39();
  return bip39.generateMnemonic(words, PHRASE_BITS);
}

/**
 * The phrase as it was given out, from what a person typed: any spacing, case or numbering (`1. word`).
 * The checksum catches 15 slips in 16; the message names the place of an unknown word, never the word.
 */
export async function parseRecoveryPhrase(typed: string): Promise<string> {
  const { bip39, words } = await loadBip39();
  const found =
    typed
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  if (found.length !== PHRASE_WORDS) {
    throw wrongPhrase(`A recovery phrase has ${PHRASE_WORDS} words; this one has ${found.length}.`);
  }
  const known = new Set(words);
  const unknown = found.findIndex((word) => !known.has(word));
  if (unknown >= 0) throw wrongPhrase(`Word ${unknown + 1} of the recovery phrase is not in the word list.`);
  const phrase = found.join(' ');
  if (!bip39.validateMnemonic(phrase, words)) {
    throw wrongPhrase('The words do not belong together: one is wrong or two changed places.');
  }
  return phrase;
}

/** The 2,048 words that a phrase is made of, in the order of the alphabet. */
export async function recoveryWords(): Promise<readonly string[]> {
  return (await loadBip39()).words;
}

export function wrongPhrase(reason: string): AppError {
  return new AppError(
    'wrong_recovery_phrase',
    `${reason} Nothing was changed; check the words and try again.`,
  );
}

async function loadBip39() {
  const [bip39, english] = await Promise.all([
    import('@scure/bip39'),
    import('@scure/bip39/wordlists/english.js'),
  ]);
  return { bip39, words: english.wordlist };
}
