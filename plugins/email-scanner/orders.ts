import { wordsOf } from './words.ts';

/** Orders without a word that asks: "Shorten it to 300 characters", "rimandamela firmata", "vanno tradotte". */
export function isOrder(sentence: string, words: readonly string[]): boolean {
  if (words.some((word, at) => isToBeDone(words, at) || (word.length > 7 && DOUBLE_CLITIC.test(word))))
    return true;
  if (opens(words)) return true;
  return (
    /[;:–—]| - /.test(sentence) &&
    sentence.split(/[;:]\s+|\s[–—-]\s/).some((clause) => opens(wordsOf(clause)))
  );
}

/** Whether the first word that means something is an order. */
function opens(words: readonly string[]): boolean {
  const first = words.find((word) => !LEADS.has(word)) ?? '';
  return VERBS.has(first) || (CLITIC.test(first) && !NOUNS.has(first));
}

/** "va corretta", "vanno tradotte": to be done, not done. */
function isToBeDone(words: readonly string[], at: number): boolean {
  if (!TO_BE.has(words[at] ?? '')) return false;
  const next = words[at + 1] ?? '';
  const done = next === 'ancora' || next === 'poi' || next.endsWith('mente') ? words[at + 2] : next;
  return PARTICIPLE.test(done ?? '');
}

const LEADS = new Set([
  'and',
  'so',
  'then',
  'also',
  'just',
  'please',
  'first',
  'poi',
  'quindi',
  'allora',
  'inoltre',
]);
const TO_BE = new Set(['va', 'vanno', 'andrebbe', 'andrebbero']);
const PARTICIPLE = /^[a-z]{2,}(?:at|ut|it|tt|st|rs|ns|lt|nt)[oaie]$/;
/** "rimandamela", "inviamelo". */
const DOUBLE_CLITIC = /^[a-z]{3,}[aei](?:mel|cel|gliel)[oaie]$/;
const CLITIC = /^[a-z]{3,}[aei](?:mi|ci|lo|la|li|le|gli)$/;
const NOUNS = new Set(
  'quello quella quelli quelle bello bella belle nulla parola scuola tavola tutela candela favola regola famiglia figli figlie luglio facile utile simile possibile difficile cartella gli alla dalla nella sulla della alle dalle nelle sulle delle grazie amici medici tecnici pagine voci dieci undici dodici tredici quattordici quindici sedici mille ville stelle modelli livelli cavalli'.split(
    ' ',
  ),
);
/** Base forms that open an order and seldom anything else. */
const VERBS = new Set(
  (
    'add adjust answer arrange ask attach book bring call cancel change check choose clean complete confirm contact ' +
    'convert copy correct create cut decide delete deliver design download draft edit email export extend file fill ' +
    'finish fix follow format forward get give hand implement include increase insert install invite issue keep ' +
    'mail make merge migrate move notify order pay pick plan post prepare print produce proofread provide publish ' +
    'put quote recalculate reduce register remove rename renew replace reply report resend reserve resize return ' +
    'review revise rewrite schedule send set share shorten sign split submit swap switch tell test transfer ' +
    'translate try turn update upload use verify write ' +
    'aggiorna aggiungi allega anticipa carica compila conferma contatta controlla converti correggi crea elimina ' +
    'firma fissa invia inserisci leva manda modifica organizza passa porta prenota prepara procedi rimuovi rinvia ' +
    'rispondi rivedi scegli scrivi sistema sostituisci sposta stampa togli traduci usa verifica mandate inviate ' +
    'controllate verificate confermate compilate aggiornate'
  ).split(' '),
);
