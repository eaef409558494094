import type { Entity } from '#shared/contracts/changes.ts';
import { checkpoints } from './checkpoints.ts';
import { clients } from './clients.ts';
import { attachments, notes } from './notes.ts';
import { projects } from './projects.ts';
import { taskComments, tasks } from './tasks.ts';
import { savedFilters, settings } from './workspace.ts';

/** The recorded tables: what the writer may change, the log records and undo takes back. */
export const ENTITY_TABLES = {
  client: clients,
  project: projects,
  task: tasks,
  task_comment: taskComments,
  checkpoint: checkpoints,
  note: notes,
  attachment: attachments,
  saved_filter: savedFilters,
  setting: settings,
} as const satisfies Record<Entity, unknown>;

export type EntityTables = typeof ENTITY_TABLES;
