const MOST_CHARACTERS = 63;

/** `name-2`, or the next that nobody has; what is taken is asked for by its beginning. */
export async function nextFreeName(
  name: string,
  takenNames: (beginning: string) => Promise<ReadonlySet<string>>,
): Promise<string> {
  const stem = name.replace(/-\d+$/, '').slice(0, MOST_CHARACTERS - 8);
  const taken = await takenNames(stem);
  for (let next = 2; ; next += 1) {
    const wanted = `${stem}-${next}`;
    if (!taken.has(wanted)) return wanted;
  }
}
