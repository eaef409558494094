import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { ActionOutcome, proposalSourceSchema } from '#shared/contracts/actions.ts';
import type { CalendarEvent as HostEvent, MailItem } from '#shared/contracts/connectors.ts';
import type {
  PutOutcome as HostPutOutcome,
  indexItemSchema,
  timelineEventInputSchema,
} from '#shared/contracts/external-items.ts';
import type { TaskListItem, taskCreateSchema, taskListInputSchema } from '#shared/contracts/tasks.ts';
import type {
  CalendarEvent,
  IndexItem,
  Mail,
  NewTask,
  Outcome,
  PutOutcome,
  Source,
  Task,
  TaskFilter,
  TimelineEvent,
} from '#sdk';
import { definePlugin } from '#sdk';

/** The SDK stands on its own, so that it can be copied beside a plugin; the compiler holds it to the contracts. */
test('what the host answers is what the SDK promises', () => {
  expectTypeOf<MailItem>().toExtend<Mail>();
  expectTypeOf<HostEvent>().toExtend<CalendarEvent>();
  expectTypeOf<TaskListItem>().toExtend<Task>();
  expectTypeOf<HostPutOutcome>().toExtend<PutOutcome>();
  expectTypeOf<ActionOutcome>().toExtend<Outcome>();
  expect(definePlugin({ run: async () => 1 })).toHaveProperty('run');
});

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

test('what the SDK sends is what the host takes', () => {
  expectTypeOf<Mutable<Source>>().toExtend<z.input<typeof proposalSourceSchema>>();
  expectTypeOf<Mutable<NewTask>>().toExtend<z.input<typeof taskCreateSchema>>();
  expectTypeOf<Mutable<TaskFilter>>().toExtend<z.input<typeof taskListInputSchema>>();
  expectTypeOf<Mutable<IndexItem>>().toExtend<z.input<typeof indexItemSchema>>();
  expectTypeOf<Mutable<TimelineEvent>>().toExtend<z.input<typeof timelineEventInputSchema>>();
  expect(definePlugin).toHaveLength(1);
});
