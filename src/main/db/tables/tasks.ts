import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  TASK_PRIORITIES,
  type ChecklistItem,
  type Recurrence,
  type TaskStatus,
} from '#shared/contracts/tasks.ts';
import { clients } from './clients.ts';
import { flag, id, instant, json, lifecycle, rank } from './columns.ts';
import { projects } from './projects.ts';

export const tasks = sqliteTable(
  'tasks',
  {
    id: id(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    projectId: text('project_id').references(() => projects.id),
    clientId: text('client_id').references(() => clients.id),
    parentId: text('parent_id'),
    status: text('status').$type<TaskStatus>().notNull(),
    priority: rank('priority', TASK_PRIORITIES).notNull(),
    dueDate: text('due_date'),
    dueTime: text('due_time'),
    plannedDate: text('planned_date'),
    estimateMinutes: integer('estimate_minutes'),
    tags: json<readonly string[]>('tags').notNull(),
    checklist: json<readonly ChecklistItem[]>('checklist').notNull(),
    recurrence: json<Recurrence>('recurrence'),
    waitsForCheckpointIds: json<readonly string[]>('waits_for_checkpoint_ids').notNull(),
    isAiSuggested: flag('is_ai_suggested').notNull(),
    isApproved: flag('is_approved').notNull(),
    sortKey: text('sort_key').notNull(),
    completedAt: instant('completed_at'),
    /**
     * Kept by the store so that one index serves the list of open tasks in its usual order: due or planned day,
     * whichever is earlier, `9999-12-31` for none.
     */
    agendaDate: text('agenda_date')
      .notNull()
      .generatedAlwaysAs(sql`min(coalesce(due_date, '9999-12-31'), coalesce(planned_date, '9999-12-31'))`, {
        mode: 'virtual',
      }),
    isOpen: flag('is_open')
      .notNull()
      .generatedAlwaysAs(sql`status in ('todo', 'in_progress', 'waiting')`, { mode: 'virtual' }),
    ...lifecycle(),
  },
  (table) => [
    // Lists, filters and counts read this one alone, in its order or sorted from it: a look at the rows would decrypt
    // every page of the table. The last column is there because SQLite takes the index for one that needs the rows
    // without it.
    index('tasks_list')
      .on(
        sql`is_open desc`,
        table.agendaDate,
        sql`priority desc`,
        table.id,
        table.status,
        table.dueDate,
        table.plannedDate,
        table.projectId,
        table.clientId,
        table.parentId,
        table.title,
        table.tags,
        table.isAiSuggested,
        table.isApproved,
        table.estimateMinutes,
        table.sortKey,
        table.completedAt,
        table.updatedAt,
        table.createdAt,
        table.deletedAt,
      )
      .where(sql`deleted_at is null`),
    index('tasks_by_project')
      .on(table.projectId, table.status, table.dueDate, table.estimateMinutes, table.deletedAt)
      .where(sql`deleted_at is null`),
    index('tasks_recurring')
      .on(table.status)
      .where(sql`recurrence is not null and deleted_at is null`),
    index('tasks_by_client').on(table.clientId, table.projectId, table.deletedAt),
    index('tasks_by_parent').on(table.parentId, table.sortKey),
    index('tasks_by_due').on(table.dueDate),
    index('tasks_by_update').on(table.updatedAt),
    // Narrow, so that a page of what is done, or of all titles, is read off its beginning and a count is quick.
    index('tasks_closed')
      .on(table.isOpen, sql`completed_at desc`, table.id, table.status, table.deletedAt)
      .where(sql`deleted_at is null`),
    index('tasks_by_title')
      .on(sql`lower(title)`, table.id, table.deletedAt)
      .where(sql`deleted_at is null`),
    index('tasks_deleted')
      .on(table.deletedAt, table.id)
      .where(sql`deleted_at is not null`),
    index('tasks_suggested')
      .on(table.id)
      .where(sql`is_ai_suggested = 1 and is_approved = 0`),
  ],
);

export const taskComments = sqliteTable(
  'task_comments',
  {
    id: id(),
    taskId: text('task_id')
      .notNull()
      .references(() => tasks.id),
    body: text('body').notNull(),
    author: text('author').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('task_comments_by_task').on(table.taskId, table.createdAt)],
);

/** Derived from `tasks.waits_for_checkpoint_ids` by triggers. */
export const taskWaits = sqliteTable(
  'task_waits',
  { taskId: text('task_id').notNull(), checkpointId: text('checkpoint_id').notNull() },
  (table) => [
    primaryKey({ columns: [table.taskId, table.checkpointId] }),
    index('task_waits_by_checkpoint').on(table.checkpointId),
  ],
);

/** Derived from the `tags` columns by triggers, so that filters and tag counts need no JSON scan. */
export const taggings = sqliteTable(
  'taggings',
  { entity: text('entity').notNull(), entityId: text('entity_id').notNull(), tag: text('tag').notNull() },
  (table) => [
    primaryKey({ columns: [table.entity, table.entityId, table.tag] }),
    index('taggings_by_tag').on(table.entity, table.tag, table.entityId),
  ],
);
