import type { Mail } from '#sdk';
import { isOrder } from './orders.ts';
import { ownWords } from './own-words.ts';
import { CUES, type Cue } from './phrases.ts';
import { languageOf, tagsIn, wordsOf, type Language } from './words.ts';

export type Skip = 'own' | 'list' | 'automatic' | 'nothing';

export type Finding = {
  /** The sentence that asks, as it was written. */
  readonly sentence: string;
  readonly kind: 'request' | 'question' | 'bill';
  readonly priority: 'none' | 'medium' | 'high' | 'urgent';
  readonly language: Language;
};

export type Verdict =
  | { readonly finding: Finding }
  /** `isClose`: something was said that a reader with more sense than rules could look at. */
  | { readonly skip: Skip; readonly isClose: boolean };

export type DecideOptions = {
  /** Addresses of the person: what comes from them is their own. */
  readonly own: ReadonlySet<string>;
  /** Addresses that belong to clients; what they send over a list is still looked at. */
  readonly isKnown: (address: string) => boolean;
  readonly language: Language;
};

const MACHINE_SENDER =
  /^(?:no-?_?\.?reply|do-?not-?reply|non-?rispondere|notifications?|notifiche|alerts?|mailer-daemon|postmaster|bounces?|news|newsletter|marketing|updates?|info-noreply|automat|system|robot)\b|[-._+](?:no-?reply|noreply|notifications?)(?:@|$)/;
const SENT_FOLDER = /(?:^|[./])(?:sent(?: items| messages)?|inviata|posta inviata|inviati|drafts?|bozze)$/i;

/** Whether a mail holds something to do, by rules alone. */
export function decide(mail: Mail, options: DecideOptions): Verdict {
  const address = (mail.from?.address ?? '').toLowerCase();
  if (options.own.has(address) || SENT_FOLDER.test(mail.folder)) return { skip: 'own', isClose: false };
  const subjectWords = wordsOf(mail.subject);
  const isList = mail.listId !== null || mail.hasListUnsubscribe;
  if (isList && !options.isKnown(address)) return { skip: 'list', isClose: false };
  const read = readSentences(mail, subjectWords, options.language);
  if (read.subjectCues.has('auto')) return { skip: 'automatic', isClose: false };
  const isMachine = mail.isAutomatic || MACHINE_SENDER.test(address);
  const best = isMachine || isList ? bestOfMachine(read) : bestOfPerson(read);
  if (best !== null) return { finding: best };
  if (isMachine) return { skip: 'automatic', isClose: false };
  return {
    skip: 'nothing',
    isClose: read.sentences.some(({ cues }) => cues.size > 0 && !cues.has('settled')),
  };
}

type ReadSentence = {
  readonly text: string;
  readonly cues: ReadonlySet<Cue>;
  readonly words: number;
  /** Says what to do without a word that asks; of a subject, "Report" and "Order" are names of things. */
  readonly isOrder: boolean;
};
type ReadMail = {
  readonly subject: string;
  readonly subjectCues: ReadonlySet<Cue>;
  readonly sentences: readonly ReadSentence[];
  readonly language: Language;
};

function readSentences(mail: Mail, subjectWords: readonly string[], otherwise: Language): ReadMail {
  const sentences: ReadSentence[] = [];
  const all: string[] = [...subjectWords];
  for (const text of ownWords(mail.textExcerpt)) {
    const words = wordsOf(text);
    all.push(...words);
    sentences.push({ text, cues: tagsIn(words, CUES), words: words.length, isOrder: isOrder(text, words) });
  }
  const { subject } = mail;
  return {
    subject,
    subjectCues: tagsIn(subjectWords, CUES),
    sentences,
    language: languageOf(all, otherwise),
  };
}

const ACTS = 3;
const QUESTION_WORD =
  /^(?:when|what|which|where|how|why|who|quando|cosa|quale|dove|come|perché|chi|quanto)\b/i;

function bestOfPerson(mail: ReadMail): Finding | null {
  let best: ReadSentence | null = null;
  let most = 0;
  for (const sentence of mail.sentences) {
    const score = scoreOf(sentence);
    if (score > most) [best, most] = [sentence, score];
  }
  if (best !== null && most >= ACTS) return findingOf(mail, best, kindOf(best));
  const subject = { text: mail.subject, cues: mail.subjectCues, words: 4, isOrder: false };
  // A subject alone is believed where the text does not say that it is settled.
  const isSettled = mail.sentences.some(({ cues }) => cues.has('settled') || cues.has('promise'));
  if (scoreOf(subject) < ACTS || isSettled) return null;
  return findingOf(mail, subject, kindOf(subject));
}

/** A machine is listened to only where money, a signature or an end is near. */
function bestOfMachine(mail: ReadMail): Finding | null {
  const isSettled = mail.sentences.some(({ cues }) => cues.has('settled') && !cues.has('bill'));
  const found = mail.sentences.find(({ cues }) => cues.has('bill'));
  if (found === undefined && !mail.subjectCues.has('bill')) return null;
  if (isSettled && !mail.subjectCues.has('bill') && found === undefined) return null;
  const text = found?.text ?? mail.subject;
  return findingOf(mail, { text, cues: found?.cues ?? mail.subjectCues, words: 4, isOrder: false }, 'bill');
}

function scoreOf({ text, cues, words, isOrder: isOrdered }: ReadSentence): number {
  if (cues.has('bill')) return 4;
  if (cues.has('settled') || cues.has('promise')) return 0;
  const isQuestion = text.trimEnd().endsWith('?');
  let score = 0;
  if (cues.has('ask') || isOrdered) score += 3;
  // In a letter to one person a question is put to them; a short one is seldom more than a greeting.
  if (isQuestion && (words >= 4 || cues.has('question'))) score += 3;
  // A deadline with its day is an order, a deadline alone is talk.
  if (cues.has('deadline')) score += /\d/.test(text) ? 3 : 2;
  if (cues.has('invoice')) score += 1;
  if (cues.has('urgent')) score += 1;
  return score;
}

function kindOf({ text, cues, isOrder: isOrdered }: ReadSentence): Finding['kind'] {
  if (cues.has('bill') && (!cues.has('ask') || cues.has('settled'))) return 'bill';
  if (QUESTION_WORD.test(text) && text.trimEnd().endsWith('?')) return 'question';
  if (cues.has('ask') || cues.has('deadline') || isOrdered) return 'request';
  return text.trimEnd().endsWith('?') ? 'question' : 'request';
}

function findingOf(mail: ReadMail, sentence: ReadSentence, kind: Finding['kind']): Finding {
  return { sentence: sentence.text, kind, priority: priorityOf(mail, sentence), language: mail.language };
}

function priorityOf(mail: ReadMail, sentence: ReadSentence): Finding['priority'] {
  if (mail.subjectCues.has('urgent')) return 'urgent';
  if (sentence.cues.has('urgent') || mail.sentences.some(({ cues }) => cues.has('urgent'))) return 'high';
  return sentence.cues.has('deadline') || sentence.cues.has('bill') ? 'medium' : 'none';
}
