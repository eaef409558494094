const TAG_MAX = 60;
const TAGS_MAX = 50;

/** Any words as one tag: spaces become `-`, the signs that end a tag go. Empty where nothing is left. */
export function toTag(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .replace(/^#+/, '')
    .replace(/[\s,]+/g, '-')
    .replace(/^[#-]+|-+$/g, '')
    .slice(0, TAG_MAX);
}

/** Tags without doubles (upper and lower case are one tag), at most as many as an item may have. */
export function toTags(texts: Iterable<string>): string[] {
  const tags = new Map<string, string>();
  for (const text of texts) {
    const tag = toTag(text);
    if (tag !== '' && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
    if (tags.size === TAGS_MAX) break;
  }
  return [...tags.values()];
}

/** One line, single spaces, at most `max` characters; never cut within a surrogate pair. */
export function toTitle(text: string, max = 500): string {
  const line = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (line.length <= max) return line;
  return (
    line
      .slice(0, max - 1)
      .replace(/[\ud800-\udbff]$/, '')
      .trimEnd() + '…'
  );
}

/** How two names are compared: case, accents' form and spacing do not count. */
export function nameKey(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Text of a foreign item in full; control characters other than tab and line break are dropped. */
export function toLongText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
}
