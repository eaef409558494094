/** The marks a text already uses, so that an edit does not restyle the rest of it. */
export type MarkdownStyle = {
  readonly bullet: '-' | '*' | '+';
  readonly bulletOrdered: '.' | ')';
  readonly rule: '-' | '*' | '_';
  readonly fence: '`' | '~';
  readonly listItemIndent: 'one';
};

function firstMark<T extends string>(body: string, pattern: RegExp, marks: readonly T[], usual: T): T {
  const found = pattern.exec(body)?.[1];
  return marks.find((mark) => mark === found) ?? usual;
}

export function detectStyle(body: string): MarkdownStyle {
  return {
    bullet: firstMark(body, /^\s{0,3}([-*+])\s+\S/m, ['-', '*', '+'], '-'),
    bulletOrdered: firstMark(body, /^\s{0,3}\d{1,9}([.)])\s+\S/m, ['.', ')'], '.'),
    rule: firstMark(body, /^\s{0,3}([-*_])(?:\s*\1){2,}\s*$/m, ['-', '*', '_'], '-'),
    fence: firstMark(body, /^\s{0,3}([`~])\1{2}/m, ['`', '~'], '`'),
    listItemIndent: 'one',
  };
}
