/** Made mail of a freelancer's ordinary week, in English and Italian, the same for the same number. */
export type MadeMailOptions = {
  readonly count: number;
  /** Messages are numbered from here; the number is in the Message-ID and the subject. */
  readonly from?: number;
  /** Mean length of the text, in characters. */
  readonly textLength?: number;
};

type Person = { readonly name: string; readonly address: string };

const PEOPLE: readonly Person[] = [
  { name: 'Giulia Marchetti', address: 'giulia@marchetti-studio.example' },
  { name: 'Tom Harrow', address: 'tom@harrowfinch.example' },
  { name: 'Anna Bellarosa', address: 'anna@bellarosa.example' },
  { name: 'Jürgen Nordlicht', address: 'jurgen@nordlicht.example' },
  { name: 'Newsletter', address: 'news@letters.example' },
];

type Kind = {
  readonly subject: string;
  readonly text: string;
  readonly list?: boolean;
  readonly reply?: boolean;
};

const KINDS: readonly Kind[] = [
  {
    subject: 'Invoice for October',
    text: 'Could you please send the invoice for October by Friday? Thanks a lot.',
  },
  {
    subject: 'Fattura di ottobre',
    text: 'Per favore inviami la fattura di ottobre entro venerdì. Grazie mille!',
  },
  {
    subject: 'Re: Logo proposal',
    text: 'Looks good. Please review the second draft before 28 November.',
    reply: true,
  },
  {
    subject: 'Riunione di giovedì',
    text: 'Ti confermo la riunione di giovedì alle 15:00. Puoi preparare il preventivo?',
  },
  {
    subject: 'Weekly letter',
    text: 'Ten things about type this week. Nothing to do but to read.',
    list: true,
  },
  { subject: 'Lunch?', text: 'Are you in town tomorrow? We could have lunch.' },
  { subject: 'Consegna sito web', text: 'La scadenza per la consegna del sito è il 5 dicembre. È urgente.' },
  { subject: 'Thank you', text: 'Thank you for yesterday, it was a good talk.' },
];

const FILLER =
  'We talked about the colours of the second page, the photographs and what the print shop had said of the paper. ';
const START = Date.parse('2026-09-01T08:00:00Z');

export function makeMail({ count, from = 1, textLength = 600 }: MadeMailOptions): readonly string[] {
  return Array.from({ length: count }, (_, index) => messageOf(from + index, textLength));
}

function messageOf(number: number, textLength: number): string {
  const kind = pick(KINDS, number);
  const person = kind.list === true ? pick(PEOPLE, 4) : pick(PEOPLE.slice(0, 4), Math.floor(number / 3));
  const length = Math.floor(textLength * (0.5 + (number % 11) / 10));
  const text = `${kind.text}\n\n${FILLER.repeat(Math.ceil(length / FILLER.length)).slice(0, length)}\n\n${person.name}\n`;
  const head = [
    `From: ${encodeWord(person.name)} <${person.address}>`,
    'To: Me <me@own-desk.example>',
    `Subject: ${encodeWord(`${kind.subject} #${number}`)}`,
    `Date: ${new Date(START + number * 600_000).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <made-${number}@mail.example>`,
    ...(kind.reply === true ? [`In-Reply-To: <earlier-${number}@mail.example>`] : []),
    ...(kind.list === true
      ? ['List-Id: Weekly letter <weekly.letters.example>', 'List-Unsubscribe: <https://letters.example/bye>']
      : []),
    'MIME-Version: 1.0',
  ];
  return [...head, ...bodyOf(text, number)].join('\n');
}

/** Half plain, some with both forms, some in HTML alone, some with an attachment. */
function bodyOf(text: string, number: number): readonly string[] {
  const plain = [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64(text),
  ];
  const page = `<html><body>${text
    .split('\n\n')
    .map((part) => `<p>${part}</p>`)
    .join('')}</body></html>`;
  const html = [
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64(page),
  ];
  if (number % 10 === 3) return html;
  if (number % 10 === 7) {
    const file = Buffer.alloc(3_000, number % 251).toString('base64');
    const attachment = [
      'Content-Type: application/pdf; name="offer.pdf"',
      'Content-Disposition: attachment; filename="offer.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      file.replace(/(.{76})/g, '$1\n'),
    ];
    return multipart('mixed', [plain, attachment], number);
  }
  return number % 2 === 0 ? multipart('alternative', [plain, html], number) : plain;
}

function multipart(kind: string, parts: readonly (readonly string[])[], number: number): readonly string[] {
  const boundary = `made-${kind}-${number}`;
  const inside = parts.flatMap((part) => [`--${boundary}`, ...part]);
  return [`Content-Type: multipart/${kind}; boundary="${boundary}"`, '', ...inside, `--${boundary}--`, ''];
}

const base64 = (text: string): string =>
  Buffer.from(text)
    .toString('base64')
    .replace(/(.{76})/g, '$1\n');

/** RFC 2047, where the text is not plain ASCII. */
function encodeWord(text: string): string {
  return /^[\u0020-\u007e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function pick<T>(values: readonly T[], number: number): T {
  const value = values[number % values.length];
  if (value === undefined) throw new Error('an empty list has nothing to pick');
  return value;
}
