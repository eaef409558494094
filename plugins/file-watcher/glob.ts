/**
 * Patterns over paths with `/`: `*` and `?` within a name, `**` for any number of folders. A pattern without a slash
 * is for names at any depth. Upper and lower case are the same. Without regular expressions: a pattern that
 * somebody typed must not be able to run for ever.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  const wanted = partsOf(pattern);
  if (wanted.length === 0) return false;
  const parts = partsOf(path);
  return matchParts(wanted.length === 1 && wanted[0] !== '**' ? ['**', ...wanted] : wanted, parts);
}

function partsOf(text: string): readonly string[] {
  return text
    .normalize('NFC')
    .toLowerCase()
    .split('/')
    .filter((part) => part !== '' && part !== '.');
}

/** Which beginnings of the path the pattern so far can stand for: as many steps as pattern parts times path parts. */
function matchParts(pattern: readonly string[], path: readonly string[]): boolean {
  let reached = path.map(() => false);
  let isStart = true;
  for (const part of pattern) {
    // `before` is whether the pattern up to here can end right in front of the part that is looked at.
    let before = isStart;
    const next: boolean[] = [];
    for (const [index, name] of path.entries()) {
      const fits = part === '**' ? before || reached[index] === true : before && matchesName(part, name);
      next.push(fits);
      before = part === '**' ? fits || reached[index] === true : reached[index] === true;
    }
    isStart = isStart && part === '**';
    reached = next;
  }
  return reached.at(-1) ?? isStart;
}

/** `*` and `?` in one name, going back to the last `*` alone. */
function matchesName(pattern: string, name: string): boolean {
  let [at, from, star, retry] = [0, 0, -1, 0];
  while (from < name.length) {
    if (at < pattern.length && pattern[at] === '*') [star, retry, at] = [at, from, at + 1];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[from]))
      [at, from] = [at + 1, from + 1];
    else if (star >= 0) [retry, at, from] = [retry + 1, star + 1, retry + 1];
    else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
