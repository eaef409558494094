/** What is read off a note's Markdown when it is saved: the titles it links to, and its first lines as plain text. */

const EXCERPT_LENGTH = 240;
/** Bodies are scanned up to here for the excerpt; nobody's first lines are longer. */
const EXCERPT_SCAN = 4_000;

/** `[[Title]]`, `[[Title|shown]]`, `[[Title#heading]]`, `![[embed]]`. */
const WIKI_LINK = /!?\[\[([^[\]|#\n]{1,500})(?:#[^[\]|\n]*)?(?:\|[^[\]\n]*)?\]\]/g;
const FENCED_CODE = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|(?![\s\S]))/gm;
const INLINE_CODE = /`[^`\n]*`/g;

/** Two titles are the same link target when they differ only in case, accents' composition and outer space. */
export function linkKey(title: string): string {
  return title.normalize('NFC').trim().toLowerCase();
}

/** Titles linked to from the text, as written, each once, in order; links inside code do not count. */
export function findLinkTitles(body: string): readonly string[] {
  if (!body.includes('[[')) return [];
  const text = body.replaceAll(FENCED_CODE, '').replaceAll(INLINE_CODE, '');
  const titles = new Map<string, string>();
  for (const [, title = ''] of text.matchAll(WIKI_LINK)) {
    const key = linkKey(title);
    if (key !== '' && !titles.has(key)) titles.set(key, title.trim());
  }
  return [...titles.values()];
}

/** Rewrites links to one title into links to another; shown texts and headings stay. */
export function renameLinks(body: string, from: string, to: string): string {
  const key = linkKey(from);
  return body.replaceAll(WIKI_LINK, (link, title: string) =>
    linkKey(title) === key ? link.replace(title, () => to) : link,
  );
}

/** The first lines without marks, for lists and previews. */
export function excerptOf(body: string): string {
  const text = body
    .slice(0, EXCERPT_SCAN)
    .replaceAll(/<[^>\n]{1,200}>/g, ' ')
    .replaceAll(/!\[[^\]\n]*\]\([^)\n]*\)/g, ' ')
    .replaceAll(/\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replaceAll(WIKI_LINK, '$1')
    .replaceAll(/^\s{0,3}(#{1,6}\s+|>\s?|[-*+]\s+(\[[ xX]\]\s+)?|\d{1,9}[.)]\s+|\|)/gm, '')
    .replaceAll(/^[-=*_|:\s`~]{3,}$/gm, ' ')
    .replaceAll(/[*_`~|]+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return text.length <= EXCERPT_LENGTH ? text : `${text.slice(0, EXCERPT_LENGTH).trimEnd()}…`;
}
