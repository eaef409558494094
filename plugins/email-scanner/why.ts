import type { Mail, Why } from '#sdk';
import type { Finding } from './decide.ts';
import { cut } from './title.ts';

const MAX_EXCERPT = 300;

/** Why a task is proposed, in the language of the app, with the way back to the mail. */
export function whyOf(mail: Mail, finding: Finding, locale: string): Why {
  const sender = senderName(mail);
  const reasons = locale.startsWith('it') ? ITALIAN : ENGLISH;
  return {
    reason: reasons[finding.kind](sender),
    sources: [
      {
        source: 'email',
        label: cut(`${mail.subject === '' ? '—' : mail.subject} · ${sender}`, 200),
        url: mail.messageId === null ? null : `message:${encodeURIComponent(mail.messageId)}`.slice(0, 2_000),
        excerpt: cut(finding.sentence, MAX_EXCERPT),
      },
    ],
  };
}

const ENGLISH: Readonly<Record<Finding['kind'], (sender: string) => string>> = {
  request: (sender) => `${sender} asks for it in a mail.`,
  question: (sender) => `${sender} asks a question in a mail.`,
  bill: (sender) => `A mail of ${sender} tells of something to pay, to sign or to renew.`,
};
const ITALIAN: Readonly<Record<Finding['kind'], (sender: string) => string>> = {
  request: (sender) => `${sender} lo chiede in una mail.`,
  question: (sender) => `${sender} fa una domanda in una mail.`,
  bill: (sender) => `Una mail di ${sender} parla di qualcosa da pagare, firmare o rinnovare.`,
};

export function senderName({ from }: Mail): string {
  const name = from?.name.trim() ?? '';
  return cut(name === '' ? (from?.address ?? '?') : name, 60);
}

/** As one speaks of a person: the first name, or the whole name of a company. */
export function shortName(mail: Mail): string {
  const name = senderName(mail).replace(/^["']|["']$/g, '');
  if (name.includes('@')) return name;
  const words = name.split(/\s+/);
  const isPerson = words.length <= 3 && words.every((word) => /^\p{Lu}\p{Ll}*\.?$/u.test(word));
  return isPerson ? (words[0] ?? name) : name;
}
