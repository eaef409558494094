import { z } from 'zod';

/** Everything whose rows are recorded in the change log. */
export const ENTITIES = [
  'client',
  'project',
  'task',
  'task_comment',
  'checkpoint',
  'note',
  'attachment',
  'saved_filter',
  'setting',
] as const;
export const entitySchema = z.enum(ENTITIES);
export type Entity = z.infer<typeof entitySchema>;

/** What the renderer is told after each commit: topics to refresh; ids are capped at 200, then empty for "many". */
export type ChangeEvent = {
  readonly topic:
    | Entity
    | 'job'
    | 'schedule'
    | 'search_index'
    | 'system'
    | 'activity'
    | 'permission'
    | 'proposal'
    | 'playbook'
    | 'connector'
    | 'file_folder'
    | 'external_item'
    | 'notification'
    | 'plugin'
    | 'network'
    | 'assistant'
    | 'memory'
    | 'model_provider'
    | 'model_health'
    | 'embedder'
    | 'trace'
    | 'usage'
    | 'backup'
    | 'cloud'
    | 'outbox'
    /** A dataset's own row, its runs or versions; `dataset_record` is what it holds. */
    | 'dataset'
    | 'dataset_record';
  readonly ids: readonly string[];
};
export type ChangeBatch = { readonly changes: readonly ChangeEvent[] };

/** A change set's place in the undo order; `command` is a key of the message catalogue, `params` fills it. */
export type CommandSummary = {
  readonly changeSetId: number;
  readonly command: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly createdAt: number;
};
export type UndoState = { readonly undo: CommandSummary | null; readonly redo: CommandSummary | null };
export type UndoResult = {
  readonly done: CommandSummary;
  readonly changeSetId: number;
  readonly state: UndoState;
};

export const historyInputSchema = z.object({
  entity: entitySchema,
  id: z.string().max(100),
  limit: z.number().int().min(1).max(200).default(50),
});

export type HistoryEntry = {
  readonly seq: number;
  readonly changeSetId: number;
  readonly command: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly principal: string;
  readonly op: 'insert' | 'update' | 'delete';
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly createdAt: number;
};
