import { expect, it } from 'vitest';
import { parsedQuickAdd } from '#shared/contracts/quick-add.ts';
import type { ParsedQuickAdd, QuickAddLocale } from '#shared/contracts/quick-add.ts';
import { parseQuickAdd } from './quick-add.ts';
import type { QuickAddContext } from './quick-add.ts';

/** A Saturday morning in a small workspace, and phrases read in it. */
export function workspace(locale: QuickAddLocale): QuickAddContext {
  return {
    now: '2026-11-21T07:20',
    locale,
    projects: [
      { id: 'project:website', name: 'Website' },
      { id: 'project:brand-site', name: 'Brand site' },
      { id: 'project:brand-book', name: 'Brand book' },
      { id: 'project:perche', name: 'Perché no' },
    ],
    clients: [
      { id: 'client:acme', name: 'Acme' },
      { id: 'client:rossi', name: 'Rossi & Figli' },
      { id: 'client:may', name: 'May Design' },
      { id: 'client:northwind', name: 'Northwind Traders' },
    ],
    tags: ['billing', 'Deep-Work'],
  };
}

/** Everything but the title in one line: `due 2026-11-27 16:00 · high · 120m · #billing · project:website`. */
export function summarise(parsed: ParsedQuickAdd): string {
  const { recurrence } = parsed;
  const due = [parsed.dueDate, parsed.dueTime].filter(Boolean).join(' ');
  return [
    due === '' ? '' : `due ${due}`,
    parsed.plannedDate === undefined ? '' : `planned ${parsed.plannedDate}`,
    parsed.priority ?? '',
    parsed.estimateMinutes === undefined ? '' : `${parsed.estimateMinutes}m`,
    ...parsed.tags.map((tag) => `#${tag}`),
    parsed.projectId ?? '',
    parsed.newProjectName === undefined ? '' : `new project ${parsed.newProjectName}`,
    parsed.clientId ?? '',
    recurrence === undefined
      ? ''
      : recurrence.rrule + (recurrence.mode === 'completion' ? ' after completion' : ''),
    ...parsed.warnings.filter((warning) => warning !== 'empty_title').map((warning) => `(${warning})`),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

export type Phrase = readonly [text: string, title: string, parts: string];

export function checkPhrases(locale: QuickAddLocale, phrases: readonly Phrase[]): void {
  it.each(phrases)('%s', async (text, title, parts) => {
    const parsed = await parseQuickAdd(text, workspace(locale));
    expect({ title: parsed.title, parts: summarise(parsed) }).toEqual({ title, parts });
    expect(parsedQuickAdd.parse(parsed)).toEqual(parsed);
    expect(parsed.warnings.includes('empty_title')).toBe(title === '');
  });
}
