import type { AnswerItem, AnswerPart } from '#shared/contracts/answers.ts';
import type { CheckpointListItem } from '#shared/contracts/checkpoints.ts';
import type { ExternalEvent } from '#shared/contracts/external-items.ts';
import type { Proposal } from '#shared/contracts/proposals.ts';
import type { SearchHit } from '#shared/contracts/search.ts';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { localDateOf } from '#shared/kernel/clock.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';
import type { AnswerWords, DayFormat } from './words.ts';

type Telling = { readonly words: AnswerWords; readonly format: DayFormat; readonly today: LocalDate };

export const MOST_ITEMS = 12;

export function itemsPart(title: string, items: readonly AnswerItem[], total = items.length): AnswerPart[] {
  return items.length === 0 ? [] : [{ type: 'items', title, items: items.slice(0, MOST_ITEMS), total }];
}

export function taskItem(task: TaskListItem, { words, format, today }: Telling): AnswerItem {
  const { dueDate, plannedDate, priority } = task;
  const isOpen = task.status !== 'done' && task.status !== 'cancelled';
  const isLate = isOpen && dueDate !== null && dueDate < today;
  const detail = [
    isLate ? words.late(daysBetween(dueDate, today)) : '',
    isOpen && plannedDate !== null && plannedDate !== dueDate ? words.planned(format.short(plannedDate)) : '',
    isOpen && (priority === 'high' || priority === 'urgent') ? words.priority[priority] : '',
    task.status === 'waiting' ? words.waits : '',
    isOpen && task.isBlocked ? words.blocked : '',
  ];
  return {
    kind: 'task',
    id: task.id,
    title: task.title,
    link: `adiuva://task/${task.id}`,
    clientName: task.clientName,
    projectName: task.projectName,
    date: isOpen || task.completedAt === null ? dueDate : localDateOf(new Date(task.completedAt)),
    time: isOpen ? task.dueTime : null,
    detail: detail.filter(Boolean).join(', '),
    isLate,
  };
}

export function checkpointItem(checkpoint: CheckpointListItem, { words, today }: Telling): AnswerItem {
  const { dueDate } = checkpoint;
  const isLate = checkpoint.reachedAt === null && dueDate !== null && dueDate < today;
  return {
    kind: 'checkpoint',
    id: checkpoint.id,
    title: checkpoint.title,
    link: `adiuva://checkpoint/${checkpoint.id}`,
    clientName: null,
    projectName: checkpoint.projectName,
    date: dueDate,
    time: null,
    detail: isLate ? words.late(daysBetween(dueDate, today)) : '',
    isLate,
  };
}

export function eventItem(event: ExternalEvent, { words }: Pick<Telling, 'words'>): AnswerItem {
  const time = event.isAllDay || event.startsAt === null ? null : timeOf(event.startsAt);
  return {
    kind: 'event',
    id: event.id,
    title: event.title,
    link: event.url ?? '',
    clientName: null,
    projectName: null,
    date: event.startDay,
    time,
    detail: [event.isAllDay ? words.allDay : '', event.location ?? ''].filter(Boolean).join(', '),
    isLate: false,
  };
}

export function proposalItem(proposal: Proposal): AnswerItem {
  return {
    kind: 'proposal',
    id: proposal.id,
    title: proposal.preview.subject ?? proposal.preview.summary,
    link: '',
    clientName: null,
    projectName: null,
    date: null,
    time: null,
    detail: '',
    isLate: false,
  };
}

export function hitItem(hit: SearchHit): AnswerItem {
  return {
    kind: hit.kind,
    id: hit.id,
    title: hit.title.text,
    link: hit.link,
    clientName: hit.clientName,
    projectName: hit.projectName,
    date: hit.dueDate,
    time: null,
    detail: '',
    isLate: false,
  };
}

/** The wall clock of the machine, `HH:MM`. */
export function timeOf(instantMs: number): string {
  const instant = new Date(instantMs);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(instant.getHours())}:${pad(instant.getMinutes())}`;
}

export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
