import { createHash } from 'node:crypto';
import type { ValueSource } from '#shared/contracts/actions.ts';
import type { PassageKind } from '#shared/contracts/passages.ts';
import { cutIntoPieces } from './piece-cutter.ts';

/** An item as passages are made of it. */
export type ItemText = {
  readonly kind: PassageKind;
  readonly entityId: string;
  readonly title: string;
  readonly body: string;
  readonly clientId: string | null;
  readonly projectId: string | null;
  readonly clientName: string | null;
  readonly projectName: string | null;
  readonly source: ValueSource;
  /** Opens it: `adiuva://…` or the address outside, empty where it has none. */
  readonly link: string;
  readonly updatedAt: number;
};

export type PassageRow = {
  readonly id: string;
  readonly kind: PassageKind;
  readonly entityId: string;
  readonly place: number;
  readonly title: string;
  readonly context: string;
  readonly text: string;
  readonly headings: readonly string[];
  readonly start: number;
  readonly clientId: string | null;
  readonly projectId: string | null;
  readonly source: ValueSource;
  readonly link: string;
  readonly hash: string;
  readonly updatedAt: number;
};

/** What is searched besides the text itself: whose it is. */
export function contextOf(clientName: string | null, projectName: string | null): string {
  return [clientName, projectName].filter((name) => name !== null && name !== '').join(' · ');
}

/** At least one, so that what is nothing but a title is found by its meaning too. */
export function passagesOf(item: ItemText): readonly PassageRow[] {
  const { kind, entityId, title, body, clientId, projectId, source, updatedAt } = item;
  const context = contextOf(item.clientName, item.projectName);
  const pieces = cutIntoPieces(body);
  const all = pieces.length > 0 ? pieces : [{ start: 0, end: 0, headings: [] }];
  return all.map(({ start, end, headings }, place): PassageRow => {
    const text = end > start ? body.slice(start, end) : title;
    const link = linkAt(item, start);
    const hash = hashOf([kind, title, context, text, ...headings, clientId ?? '', projectId ?? '', source]);
    const id = `${kind}:${entityId}#${place}`;
    const where = { clientId, projectId, source, link, updatedAt };
    return { id, kind, entityId, place, title, context, text, headings, start, hash, ...where };
  });
}

/** A note opens at the place; other items are short and open as they are. */
function linkAt({ kind, link }: ItemText, start: number): string {
  return kind === 'note' && start > 0 ? `${link}#at=${start}` : link;
}

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

/** What a passage's vector is made of. */
export function textToEmbed(row: Pick<PassageRow, 'title' | 'context' | 'headings' | 'text'>): string {
  const lines = [row.title, row.headings.join(' › '), row.context, row.text === row.title ? '' : row.text];
  return lines.filter((line) => line !== '').join('\n');
}
