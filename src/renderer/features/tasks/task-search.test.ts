import { describe, expect, it } from 'vitest';
import { taskListInputSchema } from '#shared/contracts/tasks.ts';
import { isFiltered, parseTaskSearch, TASK_VIEWS, toTaskQuery, withoutFilters } from './task-search.ts';

describe('the address of a list', () => {
  it.each(TASK_VIEWS)('asks the host for the view %s in a way it accepts', (view) => {
    for (const group of ['day', 'project', 'priority', 'none'] as const)
      expect(taskListInputSchema.safeParse(toTaskQuery({ view, group })).success).toBe(true);
  });

  it('drops a part that makes no sense and keeps the rest', () => {
    const search = parseTaskSearch({
      view: 'nowhere',
      q: 'invoice',
      from: '2026-02-31',
      tags: ['a b'],
    });
    expect(search).toEqual({ q: 'invoice' });
  });

  it('lets a chosen status win over the one of the view', () => {
    expect(toTaskQuery({ view: 'open', statuses: ['waiting'] }).statuses).toEqual(['waiting']);
    expect(toTaskQuery({ view: 'open' }).statuses).toEqual(['todo', 'in_progress', 'waiting']);
  });

  it('knows what is a filter and takes only that away', () => {
    const search = parseTaskSearch({
      view: 'week',
      group: 'none',
      sort: 'title',
      q: 'x',
      tags: ['tax'],
    });
    expect(isFiltered(search)).toBe(true);
    expect(isFiltered(withoutFilters(search))).toBe(false);
    expect(withoutFilters(search)).toEqual({ view: 'week', group: 'none', sort: 'title' });
  });
});
