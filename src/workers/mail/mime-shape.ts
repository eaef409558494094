/** How deep a message is nested and how many parts it has, told by its boundaries alone. */
export type MimeShape = { readonly depth: number; readonly parts: number };

const BOUNDARY = /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i;

/**
 * Walks the lines of a message (RFC 2046) and keeps the boundaries that are open. Nothing is decoded, so that a
 * hostile nesting costs one pass before a parser sees it.
 */
export function measureMime(source: string): MimeShape {
  const open: string[] = [];
  let depth = 1;
  let parts = 1;
  let heads = '';
  let isHead = true;
  for (const line of linesOf(source)) {
    if (isHead) {
      if (line !== '') {
        heads += `${/^[ \t]/.test(line) ? ' ' : '\n'}${line.trim()}`;
        continue;
      }
      const next = enter(heads, open);
      isHead = next.isEmbedded;
      depth = Math.max(depth, open.length + 1);
      heads = '';
    } else if (line.startsWith('--')) {
      const place = placeOf(line, open);
      if (place === null) continue;
      open.length = place.length;
      isHead = place.opens;
      parts += place.opens ? 1 : 0;
    }
  }
  return { depth, parts };
}

/** Opens what the head of a part announces. An embedded message begins with a head of its own. */
function enter(heads: string, open: string[]): { readonly isEmbedded: boolean } {
  const type = /\ncontent-type:\s*([^\n]*)/i.exec(heads)?.[1] ?? '';
  if (/^message\/rfc822/i.test(type)) {
    open.push('');
    return { isEmbedded: true };
  }
  const [, quoted, plain] = /^multipart\//i.test(type) ? (BOUNDARY.exec(type) ?? []) : [];
  const boundary = quoted ?? plain;
  if (boundary !== undefined) open.push(boundary);
  return { isEmbedded: false };
}

function placeOf(line: string, open: readonly string[]): { length: number; opens: boolean } | null {
  const name = line.slice(2).trimEnd();
  const opens = open.lastIndexOf(name);
  if (name !== '' && opens >= 0) return { length: opens + 1, opens: true };
  const closes = name.endsWith('--') ? open.lastIndexOf(name.slice(0, -2)) : -1;
  return closes > 0 || (closes === 0 && name !== '--') ? { length: closes, opens: false } : null;
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start <= text.length;) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    yield text.slice(start, text[stop - 1] === '\r' && stop > start ? stop - 1 : stop);
    start = stop + 1;
  }
}
