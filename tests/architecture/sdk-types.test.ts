import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { ActionOutcome, proposalSourceSchema } from '#shared/contracts/actions.ts';
import type { listBookmarksOutputSchema, VisitList } from '#shared/contracts/browser.ts';
import type { checkpointCreateSchema } from '#shared/contracts/checkpoints.ts';
import type {
  CalendarChanges as HostCalendarChanges,
  CalendarEvent as HostEvent,
  EmailBatch,
  MailItem,
} from '#shared/contracts/connectors.ts';
import type {
  PutOutcome as HostPutOutcome,
  indexItemSchema,
  timelineEventInputSchema,
} from '#shared/contracts/external-items.ts';
import type { TaskListItem, taskCreateSchema, taskListInputSchema } from '#shared/contracts/tasks.ts';
import type { ChangedFiles, FileText as HostFileText } from '#shared/contracts/files.ts';
import type {
  Batch,
  Bookmarks,
  CalendarChanges,
  CalendarEvent,
  FileChanges,
  FileText,
  IndexItem,
  Mail,
  NewCheckpoint,
  NewTask,
  Outcome,
  PutOutcome,
  Source,
  Task,
  TaskFilter,
  TimelineEvent,
  Visits,
} from '#sdk';
import { definePlugin } from '#sdk';

/** The SDK stands on its own, so that it can be copied beside a plugin; the compiler holds it to the contracts. */
test('what the host answers is what the SDK promises', () => {
  expectTypeOf<MailItem>().toExtend<Mail>();
  expectTypeOf<HostEvent>().toExtend<CalendarEvent>();
  expectTypeOf<EmailBatch>().toExtend<Batch<Mail>>();
  expectTypeOf<ChangedFiles>().toExtend<FileChanges>();
  expectTypeOf<HostFileText>().toExtend<FileText>();
  expectTypeOf<HostCalendarChanges>().toExtend<CalendarChanges>();
  expectTypeOf<VisitList>().toExtend<Visits>();
  expectTypeOf<z.infer<typeof listBookmarksOutputSchema>>().toExtend<Bookmarks>();
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
  expectTypeOf<Mutable<NewCheckpoint>>().toExtend<z.input<typeof checkpointCreateSchema>>();
  expectTypeOf<Mutable<TaskFilter>>().toExtend<z.input<typeof taskListInputSchema>>();
  expectTypeOf<Mutable<IndexItem>>().toExtend<z.input<typeof indexItemSchema>>();
  expectTypeOf<Mutable<TimelineEvent>>().toExtend<z.input<typeof timelineEventInputSchema>>();
  expect(definePlugin).toHaveLength(1);
});
