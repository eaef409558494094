import { nameOf } from '../sources/source-tree.ts';
import { mapProse } from './markdown-prose.ts';
import type { VaultIndex } from './vault-index.ts';

/** `![[file]]` and `[[Page#Heading|text]]`; the length bound keeps hostile text linear. */
const WIKI_LINK = /(!?)\[\[([^[\]\n]{1,1000})\]\]/g;
/** `[text](target "title")`, inline only; a target in angle brackets may hold spaces. */
const INLINE_LINK =
  /(!?)\[((?:[^[\]\n\\]|\\[^\n]){0,1000})\]\([ \t]{0,20}(<[^<>\n]{0,2000}>|[^\s()<>]{1,2000}(?:\([^\s()]{0,500}\)[^\s()<>]{0,500}){0,4})(?:[ \t]{1,20}(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))?[ \t]{0,20}\)/g;

const IMAGE = /\.(?:png|jpe?g|gif|webp|avif|bmp|svg|ico|tiff?)$/i;

export type RewrittenBody = { readonly body: string; readonly attachmentPaths: readonly string[] };

/**
 * Turns the links of a vault note into ours: pages become `[[Title]]`, files become attachments named
 * `adiuva-import:<n>`. Links to what is not in the folder stay as they were written.
 */
export function rewriteLinks(text: string, path: string, index: VaultIndex): RewrittenBody {
  const attachmentPaths: string[] = [];
  const attach = (target: string, label: string): string => {
    let position = attachmentPaths.indexOf(target);
    if (position < 0) position = attachmentPaths.push(target) - 1;
    const mark = IMAGE.test(target) ? '!' : '';
    return `${mark}[${escapeLabel(label)}](adiuva-import:${position})`;
  };
  const body = mapProse(text, (prose) => {
    if (!prose.includes('](') && !prose.includes('[[')) return prose;
    return prose
      .replace(INLINE_LINK, (found, bang: string, label: string, target: string) => {
        const wanted = localTarget(target);
        if (wanted === null) return found;
        const file = index.findAttachment(wanted, path);
        if (file !== undefined) return attach(file, label === '' ? nameOf(file) : label);
        const note = bang === '' ? index.findNote(wanted, path) : undefined;
        return note === undefined ? found : wikiLink(note.title, unescapeLabel(label));
      })
      .replace(WIKI_LINK, (found, bang: string, inner: string) => {
        const link = splitWikiLink(inner);
        if (link.target === '') return found;
        const file = index.findAttachment(link.target, path);
        if (file !== undefined)
          return attach(file, isSize(link.text) ? nameOf(file) : link.text || nameOf(file));
        const note = index.findNote(link.target, path);
        if (note !== undefined) return wikiLink(note.title, link.text || wordsOf(link));
        return bang === '' ? found : found.slice(1);
      });
  });
  return { body, attachmentPaths };
}

function wordsOf(link: { target: string; heading: string }): string {
  const name = nameOf(link.target).replace(/\.(?:md|markdown|mdown)$/i, '');
  return link.heading === '' || link.heading.startsWith('^') ? name : `${name} › ${link.heading}`;
}

function splitWikiLink(inner: string): { target: string; heading: string; text: string } {
  // Inside a table the bar is written as `\|`.
  const bar = inner.indexOf('|');
  const whole = (bar < 0 ? inner : inner.slice(0, bar)).replace(/\\$/, '').trim();
  const text = bar < 0 ? '' : inner.slice(bar + 1).trim();
  const hash = whole.search(/[#^]/);
  return hash < 0
    ? { target: whole, heading: '', text }
    : { target: whole.slice(0, hash).trim(), heading: whole.slice(hash).replace(/^#+/, '').trim(), text };
}

/** Our links go to the page; the words shown keep what the link said beside the title. */
function wikiLink(title: string, words: string): string {
  const label = words.replace(/[[\]|\n]/g, ' ').trim();
  return label === '' || label === title ? `[[${title}]]` : `[[${title}|${label}]]`;
}

function isSize(text: string): boolean {
  return /^\d{1,5}(?:x\d{1,5})?$/.test(text);
}

/** A relative target, decoded and without its heading; null for addresses and bare headings. */
function localTarget(target: string): string | null {
  const plain = target.startsWith('<') ? target.slice(1, -1) : target;
  if (plain === '' || plain.startsWith('#') || plain.startsWith('//') || /^[a-z][a-z0-9+.-]*:/i.test(plain))
    return null;
  return decode(plain.replace(/[?#].*$/, ''));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function escapeLabel(label: string): string {
  return label.replace(/(?<!\\)([[\]])/g, '\\$1');
}

function unescapeLabel(label: string): string {
  return label.replace(/\\(.)/g, '$1');
}
