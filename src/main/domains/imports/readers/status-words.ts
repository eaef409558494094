import { COLOURS } from '#shared/contracts/common.ts';
import type { Colour } from '#shared/contracts/common.ts';
import { PROJECT_STATUSES } from '#shared/contracts/projects.ts';
import type { ProjectStatus } from '#shared/contracts/projects.ts';
import { TASK_PRIORITIES, TASK_STATUSES } from '#shared/contracts/tasks.ts';
import type { TaskPriority, TaskStatus } from '#shared/contracts/tasks.ts';
import { nameKey } from './draft-text.ts';

/** What other programs and people call our statuses and priorities, in English and Italian. */
const TASK_STATUS_WORDS: Readonly<Record<TaskStatus, readonly string[]>> = {
  todo: [
    'to do',
    'to-do',
    'open',
    'new',
    'not started',
    'backlog',
    'pending',
    'needs-action',
    'inbox',
    'planned',
    'no',
    'false',
    'da fare',
    'aperta',
    'aperto',
    'nuova',
    'nuovo',
    'non iniziata',
    'non iniziato',
  ],
  in_progress: [
    'in progress',
    'in-progress',
    'in-process',
    'doing',
    'started',
    'active',
    'working on it',
    'wip',
    'ongoing',
    'in corso',
    'iniziata',
    'iniziato',
    'in lavorazione',
  ],
  waiting: [
    'waiting',
    'waiting for',
    'blocked',
    'on hold',
    'on-hold',
    'paused',
    'stuck',
    'review',
    'in review',
    'in attesa',
    'bloccata',
    'bloccato',
    'sospesa',
    'sospeso',
  ],
  done: [
    'done',
    'complete',
    'completed',
    'closed',
    'finished',
    'resolved',
    'yes',
    'true',
    'x',
    'fatto',
    'fatta',
    'fatti',
    'completata',
    'completato',
    'chiusa',
    'chiuso',
    'finita',
    'finito',
    'sì',
    'si',
  ],
  cancelled: [
    'cancelled',
    'canceled',
    'dropped',
    "won't do",
    'wontfix',
    'rejected',
    'annullata',
    'annullato',
    'cancellata',
    'cancellato',
  ],
};

const PROJECT_STATUS_WORDS: Readonly<Record<ProjectStatus, readonly string[]>> = {
  planned: [
    'planned',
    'planning',
    'not started',
    'proposal',
    'lead',
    'new',
    'to do',
    'pianificato',
    'da iniziare',
    'previsto',
    'proposta',
    'preventivo',
  ],
  active: [
    'active',
    'in progress',
    'open',
    'started',
    'ongoing',
    'current',
    'attivo',
    'in corso',
    'aperto',
    'avviato',
  ],
  on_hold: [
    'on hold',
    'on-hold',
    'paused',
    'waiting',
    'blocked',
    'suspended',
    'in pausa',
    'sospeso',
    'in attesa',
    'bloccato',
  ],
  completed: [
    'completed',
    'complete',
    'done',
    'closed',
    'finished',
    'delivered',
    'completato',
    'concluso',
    'chiuso',
    'finito',
    'consegnato',
  ],
  cancelled: ['cancelled', 'canceled', 'dropped', 'lost', 'annullato', 'cancellato', 'perso'],
};

const PRIORITY_WORDS: Readonly<Record<TaskPriority, readonly string[]>> = {
  none: ['none', 'no', '0', '-', 'p4', 'nessuna', 'nessuno'],
  low: ['low', 'lowest', 'minor', '1', 'p3', 'bassa', 'basso'],
  medium: ['medium', 'normal', 'middle', 'moderate', '2', 'p2', 'media', 'medio', 'normale'],
  high: ['high', 'important', 'major', '3', 'p1', 'alta', 'alto', 'importante'],
  urgent: ['urgent', 'critical', 'highest', 'asap', 'blocker', '4', 'p0', 'urgente', 'critica', 'massima'],
};

const COLOUR_WORDS: Readonly<Partial<Record<string, Colour>>> = {
  yellow: 'gold',
  orange: 'coral',
  red: 'coral',
  pink: 'rose',
  green: 'moss',
  lime: 'moss',
  blue: 'sky',
  purple: 'violet',
  grey: 'slate',
  gray: 'slate',
  black: 'slate',
};

export function toTaskStatus(text: string): TaskStatus | undefined {
  return find(TASK_STATUSES, TASK_STATUS_WORDS, text);
}

export function toProjectStatus(text: string): ProjectStatus | undefined {
  return find(PROJECT_STATUSES, PROJECT_STATUS_WORDS, text);
}

export function toPriority(text: string): TaskPriority | undefined {
  return find(TASK_PRIORITIES, PRIORITY_WORDS, text);
}

export function toColour(text: string): Colour | undefined {
  const key = nameKey(text);
  return COLOURS.find((colour) => colour === key) ?? COLOUR_WORDS[key.split(/[_ -]/)[0] ?? ''];
}

function find<T extends string>(
  values: readonly T[],
  words: Readonly<Record<T, readonly string[]>>,
  text: string,
): T | undefined {
  const key = nameKey(text);
  return values.find((value) => value === key || words[value].includes(key));
}
