import type { Citation } from '#shared/contracts/answers.ts';
import type { Passage } from '#shared/contracts/passages.ts';
import { citationOf } from '#main/domains/answers/index.ts';

/** What a run has read, numbered from 1: what an answer may cite. */
export type Sources = {
  /** Answers the number; the same passage keeps its own. */
  add(citation: Omit<Citation, 'number'>): Citation;
  has(number: number): boolean;
  hasLink(link: string): boolean;
  /** Those that a text names, in the order of their numbers. */
  citedIn(text: string): readonly Citation[];
  /** The first few: what a proposal made now may rest on. */
  used(): readonly Citation[];
};

const MOST_SOURCES = 200;
const MOST_QUOTED = 600;
const MOST_BESIDE_PROPOSAL = 5;

export function createSources(known: readonly Citation[], onNew: (citation: Citation) => void): Sources {
  const all = [...known];
  const keyOf = (one: Omit<Citation, 'number'>) => one.passageId ?? `${one.kind}:${one.entityId}`;
  const byKey = new Map(all.map((citation) => [keyOf(citation), citation]));
  return {
    add(found) {
      const before = byKey.get(keyOf(found));
      if (before) return before;
      const citation = { ...found, number: Math.min(all.length, MOST_SOURCES) + 1 };
      if (all.length >= MOST_SOURCES) return citation;
      all.push(citation);
      byKey.set(keyOf(found), citation);
      onNew(citation);
      return citation;
    },
    has: (number) => number >= 1 && number <= all.length,
    hasLink: (link) => all.some((one) => one.link !== '' && one.link === link),
    citedIn(text) {
      const numbers = new Set([...text.matchAll(/\[(\d{1,3})\]/g)].map(([, digits]) => Number(digits)));
      return all.filter(({ number }) => numbers.has(number));
    },
    used: () => all.slice(0, MOST_BESIDE_PROPOSAL),
  };
}

export function passageCitation(passage: Passage): Omit<Citation, 'number'> {
  const { text } = passage;
  return citationOf(passage, text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text);
}

const KINDS: Readonly<Record<string, 'client' | 'project' | 'task' | 'checkpoint' | 'note'>> = {
  clients: 'client',
  projects: 'project',
  tasks: 'task',
  checkpoints: 'checkpoint',
  notes: 'note',
};

type Item = Readonly<Record<string, unknown>>;

/** Puts into each thing that an action has found the number by which the answer may cite it. */
export function numberSources(
  actionId: string,
  output: unknown,
  sources: Sources,
): { readonly value: unknown; readonly citations: readonly Citation[] } {
  if (!isItem(output)) return { value: output, citations: [] };
  const citations: Citation[] = [];
  const numbered = (citation: Omit<Citation, 'number'>, item: Item) => {
    const made = sources.add(citation);
    citations.push(made);
    return sources.has(made.number) ? { cite: `[${made.number}]`, ...item } : item;
  };
  if (actionId === 'search.passages') {
    const passages = listOf(output, 'passages') as readonly Passage[]; // as the action promises
    const value = passages.map((passage) => {
      const { title, headings, text, updatedAt, source, clientName, projectName } = passage;
      const facts = { title, headings, text, source, clientName, projectName, updated: dayOf(updatedAt) };
      return numbered(passageCitation(passage), facts);
    });
    return { value, citations };
  }
  const kind = KINDS[actionId.slice(0, actionId.indexOf('.'))];
  if (kind === undefined) return { value: output, citations: [] };
  const cite = (item: Item) => {
    const { id } = item;
    const title = item['title'] ?? item['name'];
    if (typeof id !== 'string' || typeof title !== 'string') return item;
    return numbered(itemCitation(kind, { id, title }, item), item);
  };
  const { items } = output;
  const value = Array.isArray(items) ? { ...output, items: items.filter(isItem).map(cite) } : cite(output);
  return { value, citations };
}

function itemCitation(
  kind: Citation['kind'],
  { id, title }: { readonly id: string; readonly title: string },
  item: Item,
): Omit<Citation, 'number'> {
  const textOf = (name: string) => (typeof item[name] === 'string' ? item[name] : null);
  return {
    passageId: null,
    kind,
    entityId: id,
    title,
    headings: [],
    quote: (textOf('excerpt') ?? textOf('description') ?? '').slice(0, MOST_QUOTED),
    link: `adiuva://${kind}/${id}`,
    source: 'user',
    clientName: textOf('clientName'),
    projectName: textOf('projectName'),
    updatedAt: Number(item['updatedAt'] ?? 0),
  };
}

function listOf(output: Item, name: string): readonly unknown[] {
  const list = output[name];
  return Array.isArray(list) ? list : [];
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
