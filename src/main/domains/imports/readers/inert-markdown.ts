import { mapProse } from './markdown-prose.ts';

/**
 * Makes active content of foreign Markdown plain text. The renderer sanitises as well; this keeps what is stored
 * harmless for whatever reads it later. Code stays as it is: it is text already.
 */
export function toInertMarkdown(text: string): string {
  if (!/[<:&]/.test(text)) return text;
  return mapProse(text, (prose) => escapeLinks(escapeTags(prose)));
}

const HARMLESS_TAG =
  /^<\/?(?:br|hr|u|b|i|em|strong|sub|sup|kbd|mark|s|del|ins|small|details|summary|p|div|span|center)\s*\/?>/i;
const HARMLESS_AUTOLINK = /^<(?:https?:\/\/|mailto:|adiuva:\/\/)[^\s<>]*>|^<[^\s<>@:]+@[^\s<>@:]+>/i;

function escapeTags(prose: string): string {
  return prose.replace(/(\\?)<(?=[a-zA-Z/!?])/g, (found, escape: string, offset: number) => {
    if (escape !== '') return found;
    const rest = prose.slice(offset, offset + 2100);
    if (rest.startsWith('<!--') || HARMLESS_TAG.test(rest) || HARMLESS_AUTOLINK.test(rest)) return found;
    return '\\<';
  });
}

/** `[text](scheme:…)` and `[label]: scheme:…` whose scheme could run something lose the bracket that makes them links. */
function escapeLinks(prose: string): string {
  return prose
    .replace(/\]\(\s*<?\s*([^\s)][^)]{0,300})/g, (found, target: string) =>
      isActive(target) ? `]\\${found.slice(1)}` : found,
    )
    .replace(/^ {0,3}\[[^\]\n]{1,300}\]:\s*<?\s*(\S{1,300})/gm, (found, target: string) =>
      isActive(target) ? found.replace('[', '\\[') : found,
    );
}

/** A scheme is judged as a browser would read it: entities decoded, escapes and control characters dropped. */
function isActive(target: string): boolean {
  const plain = decodeEntities(safeDecode(target))
    .replace(/[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028\u2029\ufeff\\]/g, '')
    .toLowerCase();
  return /^(?:javascript|vbscript|livescript|file|blob|view-source|jar|data(?!:image\/(?:png|jpe?g|gif|webp|avif);))(?::|$)/.test(
    plain,
  );
}

function safeDecode(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

const NAMED: Readonly<Record<string, string>> = {
  colon: ':',
  tab: '\t',
  newline: '\n',
  amp: '&',
  sol: '/',
  lpar: '(',
  rpar: ')',
};

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi,
    (found, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? found;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}
