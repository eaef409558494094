import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import type { ExternalKind } from '#shared/contracts/external-items.ts';
import { addressParser, oneOf, text } from '#renderer/lib/address.ts';

/** The address of a search: what a link, a saved search and the back button bring back. */
export const OUTSIDE_KINDS = ['email', 'file', 'event', 'web'] as const satisfies readonly ExternalKind[];
export const parseSearchParams = addressParser({
  q: text(900),
  kind: oneOf([...ITEM_KINDS, ...OUTSIDE_KINDS]),
});
export type SearchParams = ReturnType<typeof parseSearchParams>;
export type KindFilter = NonNullable<SearchParams['kind']>;

export const KIND_FILTERS = ['all', ...ITEM_KINDS] as const;

/** One line for the host: the kind chosen beside the field is an operator like any other. */
export function toQuery({ q = '', kind }: SearchParams): string {
  return [q.trim(), kind === undefined ? '' : `type:${kind}`].filter(Boolean).join(' ');
}
