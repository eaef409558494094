import { COLUMNS_FOLLOW } from './column-words.ts';

const MOST_CHARACTERS = 48;
const PART_ENDS = new RegExp(String.raw`[.;:\n]|,\s|\s(?:${COLUMNS_FOLLOW})\s`, 'i');

/** `Support tickets, in Italian` becomes `support-tickets-in-italian`. */
export function nameFromTitle(title: string): string {
  const name = title
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MOST_CHARACTERS)
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'dataset' : name;
}

/** The beginning of what was asked, up to where a sentence or a part of it ends, or its columns begin. */
export function titleFromWords(description: string): string {
  const words = description.replaceAll(/\s+/g, ' ').trim();
  const part = words.split(PART_ENDS)[0] ?? words;
  const bare = part
    .replace(/^(make|create|generate|draft|genera|crea|fai|i need|mi servono)\s+(me\s+)?/i, '')
    .replace(/^\d[\d.,']*\s+/, '');
  const title = bare.slice(0, 100).trim();
  return title === '' ? 'Dataset' : title.charAt(0).toUpperCase() + title.slice(1);
}
