export type TextLink = { readonly href: string; readonly label: string };

const LINK = /\b(?:https?:\/\/|mailto:|adiuva:\/\/)[^\s<>"'«»“”]+/gi;

/** Punctuation that ends a sentence is not part of the address; a closing bracket is when it was opened in it. */
function trimEnd(address: string): string {
  const trimmed = address.replace(/[.,;:!?…]+$/, '');
  return trimmed.endsWith(')') && !trimmed.includes('(') ? trimEnd(trimmed.slice(0, -1)) : trimmed;
}

function labelOf(address: string): string {
  const text = address.replace(/^(?:https?:\/\/(?:www\.)?|mailto:)/i, '').replace(/\/$/, '');
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
}

/** The addresses in a text, each once, in the order they stand. */
export function findLinks(text: string): TextLink[] {
  const addresses = [...text.matchAll(LINK)].map(([address]) => trimEnd(address));
  return [...new Set(addresses)].map((href) => ({ href, label: labelOf(href) }));
}
