import { plain } from './words.ts';

/** Orders without a word that asks: "Shorten it to 300 characters", "rimandamela firmata", "vanno tradotte". */
export function isOrder(sentence: string): boolean {
  const text = plain(sentence);
  if (PASSIVE.test(text) || DOUBLE_CLITIC.test(text)) return true;
  for (const clause of text.split(/[;:]\s+|\s[–—-]\s/)) {
    const first = FIRST_WORD.exec(clause)?.[1] ?? '';
    if (VERBS.has(first) || (CLITIC.test(first) && !NOUNS.has(first))) return true;
  }
  return false;
}

const FIRST_WORD =
  /^(?:(?:and|so|then|also|just|please|first|poi|quindi|allora|inoltre|per favore),? )*(\p{L}+)\b/u;
/** "va corretta", "vanno tradotte": to be done, not done. */
const PASSIVE =
  /\b(?:va|vanno|andrebbe|andrebbero) (?:\p{L}+mente |ancora |poi )?\p{L}{2,}(?:at|ut|it|tt|st|rs|ns|lt|nt)[oaie]\b/u;
/** "rimandamela", "inviamelo". */
const DOUBLE_CLITIC = /\b\p{L}{3,}[aei](?:mel|cel|gliel)[oaie]\b/u;
const CLITIC = /^\p{L}{3,}[aei](?:mi|ci|lo|la|li|le|gli)$/u;
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
