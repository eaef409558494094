/**
 * The closed lists that pages offer as choices, and the limits they keep to. No zod here: pages read these
 * without loading a validator; the contracts beside this file build their schemas from them.
 */

/** What a person keeps in the workspace and can open by a deep link. */
export const ITEM_KINDS = ['client', 'project', 'task', 'checkpoint', 'note'] as const;

export function isItemKind(kind: string): kind is (typeof ITEM_KINDS)[number] {
  return (ITEM_KINDS as readonly string[]).includes(kind);
}

export const TASK_STATUSES = ['todo', 'in_progress', 'waiting', 'done', 'cancelled'] as const;

/** Highest first when sorted descending: 0 none, 1 low, 2 medium, 3 high, 4 urgent. */
export const TASK_PRIORITIES = ['none', 'low', 'medium', 'high', 'urgent'] as const;

export const TASK_SORTS = [
  'smart',
  'dueDate',
  '-priority',
  'title',
  'project',
  '-updatedAt',
  '-createdAt',
  '-completedAt',
  'manual',
] as const;

export const PROJECT_STATUSES = ['planned', 'active', 'on_hold', 'completed', 'cancelled'] as const;

export const IMPORT_KINDS = [
  'markdown',
  'tasks-csv',
  'clients-csv',
  'projects-csv',
  'todoist',
  'trello',
  'ics',
  'adiuva',
] as const;

/** Attachments travel in parts of at most this many bytes, base64 in JSON. */
export const ATTACHMENT_PART_BYTES = 512 * 1024;
export const ATTACHMENT_MAX_BYTES = 200 * 1024 * 1024;

/** Where the link of a checkpoint's evidence may lead. */
export const EVIDENCE_URL = /^(https?:\/\/|mailto:|adiuva:\/\/)/i;
export const EVIDENCE_URL_MAX = 2000;

/** Where a calendar is read from. */
export const CALENDAR_SOURCE_KINDS = ['file', 'feed', 'caldav'] as const;

/** Whose API a provider of models speaks. The last five speak OpenAI's. */
export const PROVIDER_KINDS = [
  'openai',
  'anthropic',
  'google',
  'mistral',
  'groq',
  'ollama',
  'llama_cpp',
  'lm_studio',
  'vllm',
  'openai_compatible',
] as const;

/** Whose fact in the memory it is: of one agent, or of all of them. */
export const MEMORY_NAMESPACES = ['shared', 'project', 'knowledge', 'planner', 'general'] as const;

export const BACKUP_RHYTHMS = ['hourly', 'daily', 'weekly', 'manual'] as const;

/** The files that records of a dataset go out as, and come in from. */
export const DATASET_EXPORT_FORMATS = ['json', 'jsonl', 'csv', 'parquet', 'chat-jsonl'] as const;
export const DATASET_IMPORT_FORMATS = ['json', 'jsonl', 'csv', 'parquet'] as const;
