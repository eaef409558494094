import { expect, it } from 'vitest';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { advanceLingering, startLingering } from './lingering-tasks.ts';

const open = (id: string): TaskListItem => ({ id, status: 'todo' }) as TaskListItem;
const done = (id: string): TaskListItem => ({ id, status: 'done' }) as TaskListItem;
const ids = (tasks: readonly TaskListItem[]): string[] => tasks.map((task) => task.id);

it('keeps a ticked task at its place after the host has dropped it', () => {
  const start = startLingering([open('a'), open('b'), open('c')], 'today');
  const ticked = advanceLingering(start, [open('a'), done('b'), open('c')], 'today');
  const dropped = advanceLingering(ticked, [open('a'), open('c')], 'today');
  expect(ids(dropped.shown)).toEqual(['a', 'b', 'c']);
  expect(dropped.shown[1]?.status).toBe('done');
});

it('keeps several, the first of the list among them', () => {
  const start = startLingering([open('a'), open('b'), open('c')], 'today');
  const ticked = advanceLingering(start, [done('a'), done('b'), open('c')], 'today');
  expect(ids(advanceLingering(ticked, [open('c')], 'today').shown)).toEqual(['a', 'b', 'c']);
});

it('shows an unticked task once', () => {
  const start = startLingering([open('a')], 'today');
  const ticked = advanceLingering(start, [done('a')], 'today');
  expect(ids(advanceLingering(ticked, [open('a')], 'today').shown)).toEqual(['a']);
});

it('drops at once what went away for another reason, and everything with another list', () => {
  const start = startLingering([open('a'), open('b')], 'today');
  expect(ids(advanceLingering(start, [open('b')], 'today').shown)).toEqual(['b']);
  const ticked = advanceLingering(start, [done('a'), open('b')], 'today');
  expect(ids(advanceLingering(ticked, [open('x')], 'week').shown)).toEqual(['x']);
});

it('starts no new wait when a refresh brings nothing that was just ticked', () => {
  const start = startLingering([open('a'), open('b')], 'today');
  const ticked = advanceLingering(start, [done('a'), open('b')], 'today');
  expect(advanceLingering(ticked, [open('b')], 'today').lingering).toBe(ticked.lingering);
});
