import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '#shared/contracts/changes.ts';
import { TASK_PRIORITIES, TASK_STATUSES } from '#shared/contracts/choices.ts';
import { oneOf } from '#renderer/lib/address.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';

export type HistoryLine = {
  readonly key: string;
  readonly name?: string;
  readonly before?: string;
  readonly after: string;
};

/** Fields that say something to a person; the others follow from these. */
const SHOWN = [
  'title',
  'status',
  'priority',
  'dueDate',
  'dueTime',
  'plannedDate',
  'estimateMinutes',
  'projectId',
  'clientId',
  'tags',
] as const;
type Shown = (typeof SHOWN)[number];

const NAMES = {
  title: 'titleField',
  status: 'statusField',
  priority: 'priorityField',
  dueDate: 'due',
  dueTime: 'dueTime',
  plannedDate: 'planned',
  estimateMinutes: 'estimate',
  projectId: 'project',
  clientId: 'client',
  tags: 'tags',
} as const satisfies Record<Shown, string>;

/** Long or structured: that they changed is enough. */
const MENTIONED = {
  description: 'descriptionChanged',
  checklist: 'checklistChanged',
  recurrence: 'recurrenceChanged',
  waitsForCheckpointIds: 'waitsForChanged',
  parentId: 'parentChanged',
  sortKey: 'orderChanged',
} as const;

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}

function useFieldText(): (field: Shown, value: unknown) => string {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const format = useFormat();
  const projects = useProjectOptions();
  const clients = useClientOptions();
  return (field, value) => {
    if (value === null || value === undefined || value === '') return t('nothing');
    switch (field) {
      case 'status':
        return words(`status_${oneOf(TASK_STATUSES)(value) ?? 'todo'}`);
      case 'priority':
        return words(`priority_${oneOf(TASK_PRIORITIES)(value) ?? 'none'}`);
      case 'dueDate':
      case 'plannedDate':
        return typeof value === 'string' ? format.date(value) : '';
      case 'dueTime':
        return typeof value === 'string' ? format.time(value) : '';
      case 'estimateMinutes':
        return format.duration(Number(value));
      case 'projectId':
        return projects.options.find((option) => option.value === value)?.label ?? '…';
      case 'clientId':
        return clients.options.find((option) => option.value === value)?.label ?? '…';
      case 'tags':
        return Array.isArray(value) && value.length > 0
          ? value.map((tag) => `#${String(tag)}`).join(' ')
          : t('nothing');
      default:
        return typeof value === 'string' ? value : JSON.stringify(value);
    }
  };
}

/** An entry of the change log as lines a person can read; empty when it holds nothing to read. */
export function useHistoryWords(): (entry: HistoryEntry) => HistoryLine[] {
  const { t } = useTranslation('tasks');
  const text = useFieldText();
  return ({ op, before, after }) => {
    if (op === 'insert') return [{ key: 'added', after: t('wasAdded') }];
    if (op === 'delete') return [{ key: 'deleted', after: t('wasDeleted') }];
    if (after === null || before === null) return [];
    const has = (field: string): boolean => field in after && !isSame(before[field], after[field]);
    if (has('deletedAt')) {
      return [{ key: 'trash', after: t(after['deletedAt'] === null ? 'wasRestored' : 'wasTrashed') }];
    }
    const lines: HistoryLine[] = SHOWN.filter(has).map((field) => ({
      key: field,
      name: t(NAMES[field]),
      before: text(field, before[field]),
      after: text(field, after[field]),
    }));
    for (const [field, words] of Object.entries(MENTIONED)) {
      if (has(field)) lines.push({ key: field, after: t(words) });
    }
    if (has('isApproved')) lines.push({ key: 'approved', after: t('wasAccepted') });
    return lines;
  };
}
