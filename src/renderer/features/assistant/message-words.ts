import type { ShownMessage } from './shown.ts';

/** What of a message can be taken along as text. */
export function wordsOf({ parts }: ShownMessage): string {
  const texts = parts.flatMap((part) => {
    if (part.type === 'markdown' || part.type === 'text') return [part.text];
    if (part.type === 'items')
      return [[part.title, ...part.items.map(({ title }) => `- ${title}`)].join('\n')];
    return [];
  });
  return texts.join('\n\n').trim();
}
