import { ENGLISH } from './phrases.en.ts';
import { ITALIAN } from './phrases.it.ts';
import { phraseTable } from './words.ts';

/**
 * - `ask`: someone wants something done.
 * - `question`: someone wants an answer.
 * - `deadline`, `invoice`: what is asked about; alone too little.
 * - `bill`: what must be paid, signed or renewed, also when a machine says so.
 * - `settled`: what looks like asking and is not.
 * - `promise`: the sender will do it.
 * - `urgent`: how much it matters.
 * - `auto`: of a subject, that nobody is there or that a mail did not arrive.
 */
export type Cue =
  | 'ask'
  | 'question'
  | 'deadline'
  | 'invoice'
  | 'bill'
  | 'settled'
  | 'promise'
  | 'urgent'
  | 'auto';
export type Phrases = Readonly<Record<Cue, string>>;

export const CUES = phraseTable<Cue>([ENGLISH, ITALIAN]);
