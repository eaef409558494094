import { describe, expect, it } from 'vitest';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { groupTasks, type TaskEntry } from './group-tasks.ts';

const TODAY = '2026-03-10';

function task(id: string, fields: Partial<TaskListItem> = {}): TaskListItem {
  const base = {
    id,
    dueDate: null,
    plannedDate: null,
    projectId: null,
    projectName: null,
    completedAt: null,
  };
  // Only the fields that grouping reads.
  return { ...base, priority: 'none', projectColour: null, ...fields } as TaskListItem;
}

function read(entries: readonly TaskEntry[]): string[] {
  return entries.map((entry) =>
    entry.kind === 'task' ? entry.task.id : `${Object.values(entry.group).join(' ')} (${entry.count})`,
  );
}

describe('grouping a list of tasks', () => {
  it('puts a heading before each day, one before all that is late and one before what has no day', () => {
    const tasks = [
      task('a', { dueDate: '2026-03-01' }),
      task('b', { plannedDate: '2026-03-09', dueDate: '2026-03-20' }),
      task('late', { dueDate: '2026-03-09' }),
      task('c', { dueDate: TODAY }),
      task('d', { plannedDate: '2026-03-11' }),
      task('e'),
    ];
    expect(read(groupTasks(tasks, { by: 'day', isDone: false, today: TODAY }))).toEqual([
      'overdue (2)',
      'a',
      'late',
      'day 2026-03-10 (2)',
      'b',
      'c',
      'day 2026-03-11 (1)',
      'd',
      'no_date (1)',
      'e',
    ]);
  });

  it('groups finished tasks by the day they were finished', () => {
    const tasks = [task('a', { dueDate: '2026-01-01', completedAt: new Date(2026, 2, 9, 15).getTime() })];
    expect(read(groupTasks(tasks, { by: 'day', isDone: true, today: TODAY }))).toEqual([
      'day 2026-03-09 (1)',
      'a',
    ]);
  });

  it('keeps two projects of one name apart', () => {
    const project = (id: string): Partial<TaskListItem> =>
      ({ projectId: id, projectName: 'Website' }) as Partial<TaskListItem>;
    const tasks = [task('a', project('p1')), task('b', project('p2')), task('c')];
    const headings = groupTasks(tasks, { by: 'project', isDone: false, today: TODAY }).filter(
      (entry) => entry.kind === 'heading',
    );
    expect(headings).toHaveLength(3);
    expect(new Set(headings.map((heading) => heading.key)).size).toBe(3);
  });

  it('leaves the list alone where nothing is grouped', () => {
    expect(read(groupTasks([task('a'), task('b')], { by: 'none', isDone: false, today: TODAY }))).toEqual([
      'a',
      'b',
    ]);
  });
});
