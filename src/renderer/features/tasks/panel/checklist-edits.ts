import type { ChecklistItem } from '#shared/contracts/tasks.ts';

type Items = readonly ChecklistItem[];

/** What an edit leaves behind, and which step the cursor goes to. */
export type ChecklistEdit = { readonly items: ChecklistItem[]; readonly focusId: string | null };

export function renameItem(items: Items, id: string, text: string): ChecklistItem[] {
  return items.map((item) => (item.id === id ? { ...item, text } : item));
}

export function tickItem(items: Items, id: string, isDone: boolean): ChecklistItem[] {
  return items.map((item) => (item.id === id ? { ...item, isDone } : item));
}

/** Enter: the text after the cursor becomes a step of its own below. */
export function splitItem(items: Items, id: string, at: number, newId: string): ChecklistEdit {
  const index = items.findIndex((item) => item.id === id);
  const item = items[index];
  if (item === undefined) return { items: [...items], focusId: null };
  const upper = { ...item, text: item.text.slice(0, at).trimEnd() };
  const lower = { id: newId, text: item.text.slice(at).trimStart(), isDone: false };
  return { items: [...items.slice(0, index), upper, lower, ...items.slice(index + 1)], focusId: newId };
}

/** Backspace at the very beginning: the step joins the one above; an empty one is gone. */
export function joinWithAbove(items: Items, id: string): ChecklistEdit {
  const index = items.findIndex((item) => item.id === id);
  const item = items[index];
  if (item === undefined) return { items: [...items], focusId: null };
  const above = items[index - 1];
  const rest = items.filter((other) => other.id !== id);
  if (above === undefined)
    return item.text === ''
      ? { items: rest, focusId: rest[0]?.id ?? null }
      : { items: [...items], focusId: id };
  const text = item.text === '' ? above.text : `${above.text} ${item.text}`.trim();
  return {
    items: rest.map((other) => (other.id === above.id ? { ...above, text } : other)),
    focusId: above.id,
  };
}

export function removeItem(items: Items, id: string): ChecklistEdit {
  const index = items.findIndex((item) => item.id === id);
  const rest = items.filter((item) => item.id !== id);
  return { items: rest, focusId: (rest[index] ?? rest.at(-1))?.id ?? null };
}

export function moveItem(items: Items, id: string, by: -1 | 1): ChecklistItem[] {
  const index = items.findIndex((item) => item.id === id);
  const target = index + by;
  const item = items[index];
  if (item === undefined || target < 0 || target >= items.length) return [...items];
  const rest = items.filter((other) => other.id !== id);
  return [...rest.slice(0, target), item, ...rest.slice(target)];
}

/** Puts a step before another one, or last. */
export function placeItem(items: Items, id: string, beforeId: string | null): ChecklistItem[] {
  const item = items.find((other) => other.id === id);
  if (item === undefined || id === beforeId) return [...items];
  const rest = items.filter((other) => other.id !== id);
  const place = beforeId === null ? rest.length : rest.findIndex((other) => other.id === beforeId);
  return [...rest.slice(0, place), item, ...rest.slice(place)];
}

/** Several lines pasted into a step become several steps. */
export function pasteLines(
  items: Items,
  id: string,
  lines: readonly string[],
  newId: () => string,
): ChecklistEdit {
  const index = items.findIndex((item) => item.id === id);
  const item = items[index];
  const [first = '', ...more] = lines
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])?\s*(?:\[[ xX]?\])?\s*/, '').trim())
    .filter((line) => line !== '');
  if (item === undefined) return { items: [...items], focusId: null };
  const added = more.map((text) => ({ id: newId(), text: text.slice(0, 500), isDone: false }));
  const joined = { ...item, text: `${item.text} ${first}`.trim().slice(0, 500) };
  return {
    items: [...items.slice(0, index), joined, ...added, ...items.slice(index + 1)],
    focusId: added.at(-1)?.id ?? id,
  };
}
