import type { ItemKind } from '#shared/contracts/common.ts';

/** What the index keeps of an item: the words that can be found, and the fields that operators and ranking read. */
export type SearchDoc = {
  readonly kind: ItemKind;
  readonly entityId: string;
  readonly clientId: string | null;
  readonly projectId: string | null;
  readonly status: string | null;
  readonly priority: number | null;
  readonly dueDate: string | null;
  readonly isDone: boolean;
  readonly isArchived: boolean;
  readonly isTrashed: boolean;
  readonly isPinned: boolean;
  readonly isSuggested: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly title: string;
  readonly body: string;
  readonly tags: string;
};

/** Text as search compares it: no case, no accents; other letters and marks stay. */
export function foldText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Lines of a body, without the empty ones. */
export function joinTexts(texts: readonly (string | null | undefined)[]): string {
  return texts.filter((text) => text !== '' && text !== null && text !== undefined).join('\n');
}
