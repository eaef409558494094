import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planDays, type PlanTask } from './planner.ts';

const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25'].map((date) => ({ date, freeMinutes: 200 }));

function task(id: string, fields: Partial<PlanTask> = {}): PlanTask {
  return {
    id,
    title: id,
    dueDate: null,
    dueTime: null,
    plannedDate: null,
    priority: 'none',
    status: 'todo',
    estimateMinutes: 60,
    ...fields,
  } as PlanTask; // an id of its own making has no brand
}

function daysOf(tasks: readonly PlanTask[]) {
  const plan = planDays(DAYS, tasks);
  return {
    ...Object.fromEntries(plan.placed.map(({ task: { id }, date }) => [id, date.slice(8)])),
    left: plan.left.map(({ id }) => id),
  };
}

it('gives the most pressing the first room before its due date', () => {
  expect(
    daysOf([
      task('later', { dueDate: '2026-11-25', estimateMinutes: 120 }),
      task('soon', { dueDate: '2026-11-23', estimateMinutes: 150 }),
      task('late', { dueDate: '2026-11-20', estimateMinutes: 30 }),
    ]),
  ).toEqual({ late: '23', soon: '23', later: '24', left: [] });
});

it('keeps what has its day, and what is due at an hour stays on that day', () => {
  expect(
    daysOf([
      task('kept', { plannedDate: '2026-11-25', estimateMinutes: 170 }),
      task('call', { dueDate: '2026-11-24', dueTime: '10:30', plannedDate: '2026-11-23' }),
    ]),
  ).toEqual({ call: '24', kept: '25', left: [] });
});

it('moves what was planned after its due date', () => {
  expect(daysOf([task('slipped', { plannedDate: '2026-11-25', dueDate: '2026-11-24' })])).toEqual({
    slipped: '23',
    left: [],
  });
});

it('says what goes over the hours, and leaves what can wait', () => {
  const plan = planDays(DAYS.slice(0, 1), [
    task('due', { dueDate: '2026-11-23', estimateMinutes: 150 }),
    task('due too', { dueDate: '2026-11-23', estimateMinutes: 150 }),
    task('whenever', { estimateMinutes: 30 }),
  ]);
  expect(plan.placed.map(({ task: { id }, isOver }) => [id, isOver])).toEqual([
    ['due', false],
    ['due too', true],
  ]);
  expect(plan.left.map(({ id }) => id)).toEqual(['whenever']);
});

it('begins what is longer than any day on the freest one', () => {
  expect(planDays(DAYS, [task('long', { estimateMinutes: 900 })]).placed[0]).toMatchObject({ isOver: true });
});

it('counts what has no estimate as half an hour and says so', () => {
  expect(planDays(DAYS, [task('new', { estimateMinutes: null })]).placed[0]).toMatchObject({
    minutes: 30,
    isGuess: true,
  });
});

it('places or leaves each task once, within its due date where one of the days is, and never differently', () => {
  const day = fc.constantFrom(null, '2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-12-24');
  const tasks = fc.uniqueArray(
    fc.record({ id: fc.uuid(), dueDate: day, plannedDate: day, estimateMinutes: fc.option(fc.nat(600)) }),
    { selector: ({ id }) => id, maxLength: 40 },
  );
  fc.assert(
    fc.property(tasks, (given) => {
      const all = given.map(({ id, ...fields }) => task(id, fields));
      const plan = planDays(DAYS, all);
      const ids = [...plan.placed.map((one) => one.task.id), ...plan.left.map(({ id }) => id)];
      expect(ids.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
      for (const {
        task: { dueDate },
        date,
      } of plan.placed) {
        if (dueDate !== null && dueDate >= '2026-11-23') expect(date <= dueDate).toBe(true);
      }
      expect(planDays(DAYS, all)).toEqual(plan);
    }),
  );
});
