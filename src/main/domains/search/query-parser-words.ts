import { ITEM_KINDS } from '#shared/contracts/common.ts';
import { EXTERNAL_KINDS } from '#shared/contracts/external-items.ts';
import { PROJECT_STATUSES } from '#shared/contracts/projects.ts';
import { TASK_PRIORITIES, TASK_STATUSES } from '#shared/contracts/tasks.ts';
import type { TaskPriority } from '#shared/contracts/tasks.ts';
import type { SearchKind } from '#shared/contracts/search.ts';

/** The words of the search operators. English and Italian are both understood, whatever the language of the app. */

export const SEARCH_STATUSES = [...new Set([...TASK_STATUSES, ...PROJECT_STATUSES])] as const;
export type SearchStatus = (typeof SEARCH_STATUSES)[number];
export const SEARCH_STATES = [
  'overdue',
  'done',
  'open',
  'archived',
  'trashed',
  'pinned',
  'ai',
  'private',
] as const;
export type SearchState = (typeof SEARCH_STATES)[number];
export type OperatorName =
  | 'type'
  | 'client'
  | 'project'
  | 'tag'
  | 'status'
  | 'priority'
  | 'is'
  | 'due'
  | 'before'
  | 'after';

const OPERATORS: ReadonlyMap<string, OperatorName> = new Map([
  ...(
    ['type', 'client', 'project', 'tag', 'status', 'priority', 'is', 'due', 'before', 'after'] as const
  ).map((name) => [name, name] as const),
  ['tipo', 'type'],
  ['cliente', 'client'],
  ['progetto', 'project'],
  ['etichetta', 'tag'],
  ['stato', 'status'],
  ['priorità', 'priority'],
  ['priorita', 'priority'],
  ['è', 'is'],
  ['scadenza', 'due'],
  ['prima', 'before'],
  ['dopo', 'after'],
]);

const TYPES: ReadonlyMap<string, SearchKind> = new Map<string, SearchKind>([
  ...EXTERNAL_KINDS.flatMap((kind) => [[kind, kind] as const, [`${kind}s`, kind] as const]),
  ['page', 'web'],
  ['pages', 'web'],
  ['mail', 'email'],
  ['documento', 'file'],
  ['documenti', 'file'],
  ['pagina', 'web'],
  ['pagine', 'web'],
  ['evento', 'event'],
  ['eventi', 'event'],
  ...ITEM_KINDS.flatMap((kind) => [[kind, kind] as const, [`${kind}s`, kind] as const]),
  ['milestone', 'checkpoint'],
  ['milestones', 'checkpoint'],
  ['todo', 'task'],
  ['cliente', 'client'],
  ['clienti', 'client'],
  ['progetto', 'project'],
  ['progetti', 'project'],
  ['attività', 'task'],
  ['attivita', 'task'],
  ['compito', 'task'],
  ['compiti', 'task'],
  ['traguardo', 'checkpoint'],
  ['traguardi', 'checkpoint'],
  ['nota', 'note'],
]);

const STATUSES: ReadonlyMap<string, SearchStatus> = new Map([
  ...SEARCH_STATUSES.map((status) => [status, status] as const),
  ['doing', 'in_progress'],
  ['canceled', 'cancelled'],
  ['da_fare', 'todo'],
  ['in_corso', 'in_progress'],
  ['in_attesa', 'waiting'],
  ['fatto', 'done'],
  ['fatta', 'done'],
  ['annullato', 'cancelled'],
  ['annullata', 'cancelled'],
  ['pianificato', 'planned'],
  ['attivo', 'active'],
  ['sospeso', 'on_hold'],
  ['completato', 'completed'],
]);

const PRIORITIES: ReadonlyMap<string, TaskPriority> = new Map([
  ...TASK_PRIORITIES.map((priority) => [priority, priority] as const),
  ['1', 'urgent'],
  ['2', 'high'],
  ['3', 'medium'],
  ['4', 'low'],
  ['nessuna', 'none'],
  ['bassa', 'low'],
  ['media', 'medium'],
  ['alta', 'high'],
  ['urgente', 'urgent'],
]);

const STATES: ReadonlyMap<string, SearchState> = new Map([
  ...SEARCH_STATES.map((state) => [state, state] as const),
  ['late', 'overdue'],
  ['completed', 'done'],
  ['trash', 'trashed'],
  ['deleted', 'trashed'],
  ['suggested', 'ai'],
  ['scaduto', 'overdue'],
  ['scaduta', 'overdue'],
  ['fatto', 'done'],
  ['fatta', 'done'],
  ['aperto', 'open'],
  ['aperta', 'open'],
  ['archiviato', 'archived'],
  ['archiviata', 'archived'],
  ['privato', 'private'],
  ['privata', 'private'],
  ['cestinato', 'trashed'],
  ['cestinata', 'trashed'],
  ['fissato', 'pinned'],
  ['fissata', 'pinned'],
]);

export function findOperator(word: string): OperatorName | undefined {
  return OPERATORS.get(word.toLowerCase());
}

export const findType = (word: string): SearchKind | undefined => TYPES.get(key(word));
export const findStatus = (word: string): SearchStatus | undefined => STATUSES.get(key(word));
export const findPriority = (word: string): TaskPriority | undefined => PRIORITIES.get(key(word));
export const findState = (word: string): SearchState | undefined => STATES.get(key(word));

/** `In progress`, `in-progress` and `in_progress` are one value. */
function key(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/gu, '_');
}
