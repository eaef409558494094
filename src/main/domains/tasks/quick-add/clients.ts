import { claimKept } from './mask.ts';
import type { Mask } from './mask.ts';
import { fold } from './names.ts';
import type { Named } from './names.ts';

/** Client names said in passing: "invoice Acme friday" is for Acme, and the title keeps the word. */

/** Beginnings that say nothing about which client is meant. */
const GENERIC = new Set(
  'the la le il lo gli studio studios atelier agency agenzia casa hotel bar caffe cafe ristorante design group gruppo team company societa dott dottor avv avvocato ing saint san santa new nuova nuovo city big good blue green red'.split(
    ' ',
  ),
);

/** Names of several words are found before dates are read, so that "May Design" is no month. */
export function findWholeClient(mask: Mask, clients: readonly Named[]): Named | undefined {
  return findName(
    mask,
    clients.filter((client) => /\s/.test(client.name.trim())),
    (client) => client.name,
    false,
  );
}

/** One-word names, and the telling first word of a longer name when only one client begins so. */
export function findShortClient(mask: Mask, clients: readonly Named[]): Named | undefined {
  const single = clients.filter((client) => !/\s/.test(client.name.trim()));
  const exact = findName(mask, single, (client) => client.name, false);
  if (exact !== undefined) return exact;
  const firstWords = new Map<string, Named[]>();
  for (const client of clients) {
    const word = firstWord(client);
    firstWords.set(fold(word), [...(firstWords.get(fold(word)) ?? []), client]);
  }
  const telling = clients.filter((client) => {
    const word = fold(firstWord(client));
    return word.length >= 4 && !GENERIC.has(word) && firstWords.get(word)?.length === 1;
  });
  return findName(mask, telling, firstWord, true);
}

function findName(
  mask: Mask,
  clients: readonly Named[],
  nameOf: (client: Named) => string,
  isCaseSensitive: boolean,
): Named | undefined {
  const text = mask.free.toLowerCase();
  const longestFirst = [...clients].sort((a, b) => b.name.length - a.name.length);
  for (const client of longestFirst) {
    const name = nameOf(client).trim();
    // Making a pattern costs more than looking whether its first word is there at all.
    if (name.length < 2 || !text.includes((name.split(/\s/u)[0] ?? '').toLowerCase())) continue;
    const pattern = name
      .split(/\s+/u)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`))
      .join(String.raw`\s+`);
    // Two letters are too few to be found by accident in lower case.
    const flags = isCaseSensitive || name.length < 3 ? 'u' : 'iu';
    const match = new RegExp(
      String.raw`(?<![\p{L}\p{N}@#+_/.\-])${pattern}(?![\p{L}\p{N}_@]|[.\-/]\p{L})`,
      flags,
    ).exec(mask.free);
    if (match === null) continue;
    claimKept(mask, { start: match.index, end: match.index + match[0].length }, 'client', client.name);
    return client;
  }
  return undefined;
}

function firstWord(client: Named): string {
  return client.name.trim().split(/[\s&,]+/u)[0] ?? '';
}
