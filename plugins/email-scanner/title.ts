import type { Finding } from './decide.ts';
import { plain } from './words.ts';

const MAX_LENGTH = 90;

export type TitleParts = {
  readonly finding: Finding;
  readonly subject: string;
  /** First name or address of the sender. */
  readonly sender: string;
  /** The words of the date, taken out where they end the sentence: the task has a due day of its own. */
  readonly dateText: string | null;
};

/** What to do, in few words: from the sentence where it can be turned into an order, else from the subject. */
export function titleOf(parts: TitleParts): string {
  const { finding, sender } = parts;
  const subject = bareSubject(parts.subject);
  const made = finding.kind === 'request' ? fromSentence(parts, subject) : null;
  if (made !== null) return made;
  const about = subject === '' ? cut(finding.sentence, 60) : subject;
  const isItalian = finding.language === 'it';
  if (finding.kind === 'bill') return cut(`${isItalian ? 'Sbrigare' : 'Deal with'}: ${about}`, MAX_LENGTH);
  return cut(`${isItalian ? 'Rispondere a' : 'Reply to'} ${sender}: ${about}`, MAX_LENGTH);
}

export function bareSubject(subject: string): string {
  return clean(subject).replace(/^(?:(?:re|r|rif|aw|fwd?|i|inoltro)\s*:\s*|\[[^\]]{1,30}\]\s*)+/i, '');
}

function fromSentence({ finding, sender, dateText }: TitleParts, subject: string): string | null {
  const sentence = clean(withoutDate(finding.sentence, dateText));
  const order = finding.language === 'it' ? italianOrder(sentence, sender) : englishOrder(sentence, sender);
  if (order === null) return null;
  const tidy = order
    .replace(/[\s,;:–-]+$/, '')
    .replace(/\s*[?!.…]+$/, '')
    .replace(
      /[,;]?\s*(?:please|thanks|thank you|grazie|per cortesia|when(?:ever)? you (?:can|have time)|appena puoi)$/i,
      '',
    )
    .replace(/\s*,?\s*\b(?:per favore|per cortesia|gentilmente)\b,?/gi, '')
    .trim();
  if (tidy.length < 4) return null;
  if (!tidy.includes(' ')) return about(tidy, subject);
  return cut(tidy.charAt(0).toUpperCase() + tidy.slice(1), MAX_LENGTH);
}

/** "Could you check?" says what to do, the subject says with what. */
function about(verb: string, subject: string): string | null {
  if (subject === '' || !/^\p{L}{4,}$/u.test(verb)) return null;
  return cut(`${verb.charAt(0).toUpperCase()}${verb.slice(1)}: ${subject}`, MAX_LENGTH);
}

function withoutDate(sentence: string, dateText: string | null): string {
  if (dateText === null) return sentence;
  const at = sentence.lastIndexOf(dateText);
  if (at <= 0) return sentence;
  const after = sentence.slice(at + dateText.length);
  return /^[\s,]*(?:please|thanks|per favore|grazie)?[\s.!?]*$/i.test(after)
    ? sentence.slice(0, at).trimEnd() + after.trim()
    : sentence;
}

const ENGLISH_LEAD =
  /^.*?\b(?:(?:could|can|would|will) you(?: (?:please|kindly|also|maybe|perhaps|possibly))*|please(?: (?:also|kindly))*|kindly|(?:i|we)(?:'d| would) like you to|(?:i|we)(?: will|'ll)? need you to|don't forget to|do not forget to|remember to|be sure to|you (?:should|have to|must|need to)|(?:would be great|would love it|would appreciate it) if you (?:could|can|would))\s+/i;
const ENGLISH_NEED = /^.*?\b(?:we|i)(?: will|'ll)?(?: still| also)* need\s+(?!you\b|to\b)/i;
const ENGLISH_TELL = /^.*?\blet (?:me|us) know\s+/i;

function englishOrder(sentence: string, sender: string): string | null {
  if (ENGLISH_TELL.test(sentence)) return `Tell ${sender} ${sentence.replace(ENGLISH_TELL, '')}`;
  const bare = /^(?:send|give) (?:me|us) /i.test(sentence) ? sentence : sentence.replace(ENGLISH_LEAD, '');
  if (bare !== sentence || /^(?:send|give) (?:me|us) /i.test(sentence)) {
    const order = bare.replace(/\bmind\s+(\w+?)ing\b/i, '$1').replace(/^(?:please|also|kindly)\s+/i, '');
    return towards(order, sender);
  }
  if (ENGLISH_NEED.test(sentence)) return towards(`Provide ${sentence.replace(ENGLISH_NEED, '')}`, sender);
  return null;
}

function towards(order: string, sender: string): string {
  return order
    .replace(/\b(send|give|tell|show|get|bring|forward|email|call) (?:me|us)\b/gi, `$1 ${sender}`)
    .replace(/\b(to|for|with) (?:me|us)\b/gi, `$1 ${sender}`)
    .replace(/\byour\b/gi, 'the')
    .replace(/\b(?:our|my)\b/gi, 'their');
}

const ITALIAN_LEAD =
  /^.*?\b(?:puoi|potresti|potrebbe|potete|potreste|riesci a|riuscite a|riesce a|riusciresti a|ti chiedo (?:solo )?di|le chiedo (?:solo )?di|vi chiedo (?:solo )?di|ti chiederei di|le chiederei di|ricordati di|ricorda di|ricordatevi di|ti prego di|la prego di|si prega di|bisogna|dovresti|devi|occorre|avrei bisogno di|ti va di)\s+(?:per favore |gentilmente |cortesemente |anche )*/i;
const ITALIAN_NEED =
  /^.*?\b(?:(?:mi|ci) (?:serve|servono|servirebbe|servirebbero)(?: ancora| anche)?|(?:ho|abbiamo|avrei|avremmo) bisogno(?=\s+d)|attendo|attendiamo|aspetto|aspettiamo)\s+/i;
const ITALIAN_TELL = /^.*?\b(?:fammi|facci|fateci|mi faccia|ci faccia) sapere\s+/i;
const IMPERATIVES: Readonly<Record<string, string>> = {
  dimmi: 'Dire',
  fammi: 'Fare',
  scrivimi: 'Scrivere',
  rispondimi: 'Rispondere',
  leggi: 'Leggere',
  invia: 'Inviare',
  manda: 'Mandare',
  controlla: 'Controllare',
  conferma: 'Confermare',
  prepara: 'Preparare',
  rivedi: 'Rivedere',
  aggiorna: 'Aggiornare',
};

function italianOrder(sentence: string, sender: string): string | null {
  if (ITALIAN_TELL.test(sentence)) return `Far sapere a ${sender} ${sentence.replace(ITALIAN_TELL, '')}`;
  const bare = sentence.replace(ITALIAN_LEAD, '');
  if (
    bare !== sentence &&
    /^\p{L}+(?:re|rmi|rci|rti|rvi|rgli|rle|rlo|rla|rli|rmelo|rmela|rmeli|rmele|r)\b/u.test(bare)
  ) {
    return infinitive(bare);
  }
  const direct = sentence
    .replace(/^(?:(?:per favore|per cortesia|per piacere|gentilmente|cortesemente)[, ]+)/i, '')
    .replace(
      /^(?:mi|ci) (mandi|invii|prepari|confermi|dai|dici|giri)\b/i,
      (_, verb: string) => POLITE[verb.toLowerCase()] ?? verb,
    );
  const [first = '', ...rest] = direct.split(' ');
  const known = IMPERATIVES[plain(first)] ?? clitic(plain(first));
  if (known !== null) return [known, ...rest].join(' ');
  if (/^[A-Z]\p{L}+re$/u.test(first)) return direct;
  if (ITALIAN_NEED.test(sentence)) return `Fornire ${withArticle(sentence.replace(ITALIAN_NEED, ''))}`;
  return null;
}

/** "del logo" becomes "il logo", "del tuo IBAN" becomes "l'IBAN". */
function withArticle(need: string): string {
  const bare = need.replace(/\b(?:tuo|tua|tuoi|tue|suo|sua|suoi|sue|vostro|vostra|vostri|vostre)\s+/i, '');
  return bare
    .replace(/^del(?:la)? (?=[aeiou])/i, "l'")
    .replace(/^(?:del|della|dei|delle|degli|dello) /i, (word) => ARTICLES[word.trim().toLowerCase()] ?? '')
    .replace(/^di /i, '');
}

const ARTICLES: Readonly<Record<string, string>> = {
  del: 'il ',
  della: 'la ',
  dei: 'i ',
  delle: 'le ',
  degli: 'gli ',
  dello: 'lo ',
};

const POLITE: Readonly<Record<string, string>> = {
  mandi: 'Mandare',
  invii: 'Inviare',
  prepari: 'Preparare',
  confermi: 'Confermare',
  dai: 'Dare',
  dici: 'Dire',
  giri: 'Girare',
};

/** "inviarmi la fattura" becomes "inviare la fattura". */
function infinitive(order: string): string {
  return order.replace(/^(\p{L}+[aei]r)(?:mi|ci|ti|vi|gli|le|melo|mela|meli|mele|celo|cela)\b/u, '$1e');
}

/** "inviami" is an order to one who is written to: the verb is "inviare". */
function clitic(word: string): string | null {
  const stem = /^(\p{L}{3,})a(?:mi|ci)$/u.exec(word)?.[1];
  return stem === undefined ? null : `${stem.charAt(0).toUpperCase()}${stem.slice(1)}are`;
}

/** One line, without addresses that could be followed. */
function clean(text: string): string {
  return text
    .replace(/https?:\/\/\S+/gi, '')
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const space = text.lastIndexOf(' ', length - 1);
  return `${text.slice(0, space > length / 2 ? space : length - 1)}…`;
}
