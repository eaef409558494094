import type { TextFormat } from '#shared/contracts/extract.ts';

const FORMATS: ReadonlyMap<string, TextFormat> = new Map([
  ['txt', 'text'],
  ['text', 'text'],
  ['md', 'text'],
  ['markdown', 'text'],
  ['csv', 'text'],
  ['htm', 'html'],
  ['html', 'html'],
  ['docx', 'docx'],
  ['pdf', 'pdf'],
]);

/** `undefined` where no text can be taken from files of this name. */
export function formatOf(path: string): TextFormat | undefined {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? undefined : FORMATS.get(path.slice(dot + 1).toLowerCase());
}

/** Settings, keys and version histories lie in hidden folders; packages are nobody's documents. */
export function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~$') || name === 'node_modules';
}
