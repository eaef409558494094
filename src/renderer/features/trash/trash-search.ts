import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import { addressParser, oneOf, text } from '#renderer/lib/address.ts';

export const parseTrashSearch = addressParser({ q: text(300), kind: oneOf(ITEM_KINDS) });
export type TrashSearch = ReturnType<typeof parseTrashSearch>;
