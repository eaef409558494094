import type { Store } from '#main/db/store.ts';
import type { LivePrivacyReads, PrivateName } from './live-privacy.store.ts';

/** What of a mail or an event tells whose it is. */
export type LiveFacts = {
  /** Its names in the world: Message-ID, UID. */
  readonly ids: readonly string[];
  readonly addresses: readonly string[];
  readonly text: string;
};

/**
 * What is read live lies in no table that a privacy view could cover. Within a view what is plainly of a private client
 * or project is left out all the same: what comes from or goes to one of its addresses, names it, or stands in the
 * index under it. Outside of any view nothing is.
 */
export class LivePrivacy {
  readonly #store: Pick<Store, 'withoutPrivacy'>;
  readonly #reads: LivePrivacyReads;

  constructor(store: Pick<Store, 'withoutPrivacy'>, reads: LivePrivacyReads) {
    this.#store = store;
    this.#reads = reads;
  }

  async visible<T>(items: readonly T[], factsOf: (item: T) => LiveFacts): Promise<T[]> {
    const known = await this.#everything(() => this.#reads.listPrivate());
    if (known.length === 0 || items.length === 0) return [...items];
    const open = new Set((await this.#reads.listPrivate()).map(({ id }) => id));
    const hidden = known.filter(({ id }) => !open.has(id));
    if (hidden.length === 0) return [...items];
    const facts = items.map(factsOf);
    const ids = facts.flatMap((one) => one.ids);
    const shown = new Set(await this.#reads.listIndexed(ids));
    const all = await this.#everything(() => this.#reads.listIndexed(ids));
    const hiddenIds = new Set(all.filter((id) => !shown.has(id)));
    const isOfHidden = ofAny(hidden);
    return items.filter((_, at) => {
      const one = facts[at];
      return one !== undefined && !one.ids.some((id) => hiddenIds.has(id)) && !isOfHidden(one);
    });
  }

  #everything<R>(read: () => Promise<R>): Promise<R> {
    return this.#store.withoutPrivacy(read);
  }
}

function ofAny(hidden: readonly PrivateName[]): (facts: LiveFacts) => boolean {
  const addresses = new Set(hidden.flatMap((one) => one.addresses.map(plain)));
  const names = hidden.flatMap((one) => one.names.map(wordsOf)).filter((name) => name.trim() !== '');
  return ({ addresses: own, text }) => {
    if (own.some((address) => addresses.has(plain(address)))) return true;
    const words = wordsOf(text);
    return names.some((name) => words.includes(name));
  };
}

function plain(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/^mailto:/u, '');
}

/** Words between single spaces, with one at either end: a name is found as whole words only. */
function wordsOf(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words === null ? '' : ` ${words.join(' ')} `;
}
