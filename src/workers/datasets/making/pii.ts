import { z } from 'zod';

type Detector = {
  readonly what: string;
  /** Each without nested repetition, so that no text makes it slow. */
  readonly pattern: RegExp;
  isOne(text: string): boolean;
};

const always = (): boolean => true;
const ipv4 = z.ipv4();
const ipv6 = z.ipv6();

/** From the most telling to the vaguest: what one has found is not looked at by those after it. */
const DETECTORS: readonly Detector[] = [
  {
    what: 'an e-mail address',
    pattern: /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,4}/gu,
    isOne: always,
  },
  { what: 'an IBAN', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{1,4}){3,8}\b/g, isOne: isIban },
  {
    what: 'a tax code',
    pattern: /\b[A-Z]{6}[\dLMNP-V]{2}[ABCDEHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]\b/gi,
    isOne: isTaxCode,
  },
  { what: 'a card number', pattern: /\b\d(?:[ -]?\d){12,18}\b/g, isOne: isCardNumber },
  {
    what: 'an address of a machine',
    pattern: /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
    isOne: (text) => ipv4.safeParse(text).success,
  },
  { what: 'an address of a machine', pattern: /(?<![\w:.])[\da-fA-F:]{2,39}(?![\w:])/g, isOne: isIpv6 },
  {
    what: 'a telephone number',
    pattern:
      /(?<![\w.,+-])(?:\+\d{1,3}|\(?0\d{1,4}\)?|\(\d{2,4}\)|\d{3})(?:[ ./-]?\d{2,5}){2,5}(?![\w,-]|\.\d)/g,
    isOne: isTelephone,
  },
];

/** Kinds of personal data in a text; never the data itself. */
export function personalDataIn(text: string): readonly string[] {
  // The shortest that any of them finds has 7 characters, or two colons.
  if (text.length < 7 && !text.includes('::')) return [];
  const found: string[] = [];
  let rest = text;
  for (const { what, pattern, isOne } of DETECTORS) {
    rest = rest.replace(pattern, (match) => {
      if (!isOne(match)) return match;
      if (!found.includes(what)) found.push(what);
      return ' ';
    });
  }
  return found;
}

/** Luhn's check, ISO/IEC 7812: every second digit from the right doubled, the sum divisible by ten. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the first four characters to the end, letters as numbers from 10 on, the whole 1 modulo 97. */
export function isIban(text: string): boolean {
  const code = text.replaceAll(' ', '');
  if (code.length < 15 || code.length > 34) return false;
  let rest = 0;
  for (const character of `${code.slice(4)}${code.slice(0, 4)}`) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** The Italian codice fiscale with its last letter right (decree of 23 December 1976). */
export function isTaxCode(text: string): boolean {
  const code = text.toUpperCase();
  let sum = 0;
  for (let at = 0; at < 15; at += 1) {
    const value = Number.parseInt(code.charAt(at), 36);
    const place = value > 9 ? value - 10 : value;
    sum += at % 2 === 0 ? (ODD[place] ?? 0) : place;
  }
  return String.fromCharCode(65 + (sum % 26)) === code.charAt(15);
}

function isIpv6(text: string): boolean {
  // A time or `a::b` of a program is none: two groups at least beside the colons, or one that is long.
  return (text.match(/[\da-fA-F]+/g)?.length ?? 0) >= 2 && ipv6.safeParse(text).success;
}

/** Seven to fifteen digits (ITU-T E.164), written as numbers that are called are: parted, or beginning with + or 0. */
function isTelephone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  if (digits < 7 || digits > 15) return false;
  if (/^\d{4}-\d{2}-\d{2}/.test(text) || /^\d{1,3}(?:\.\d{1,4}){2,3}$/.test(text)) return false;
  if (/^\d{2}[/-]\d{2}[/-]\d{4}$/.test(text)) return false;
  return /^[+0(]/.test(text) || (digits <= 11 && /[ ./-]/.test(text));
}
