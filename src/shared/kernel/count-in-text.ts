const NO_COUNTED_THING = [
  // What is measured, and not how many records there are.
  '%|euro|eur\\b|usd\\b|anni\\b|giorni\\b|years?\\b|days?\\b',
  // What comes after a year: "sales of 2025 for a shop".
  '(?:for|of|in|and|or|to|with|from|by|at|per|di|e|o|a|con|da|su)\\b',
].join('|');

const COUNT = new RegExp(
  `(?:^|\\s)(\\d{1,3}(?:[.,']\\d{3})+|\\d{1,6})\\s+(?!${NO_COUNTED_THING})[a-zà-ú]`,
  'i',
);

/** How many things a sentence asks for: 50 in "50 support tickets"; null where it says none, or more than `most`. */
export function countInText(text: string, most: number): number | null {
  const found = COUNT.exec(text)?.[1];
  const count = found === undefined ? 0 : Number(found.replaceAll(/[.,']/g, ''));
  return count >= 1 && count <= most ? count : null;
}
