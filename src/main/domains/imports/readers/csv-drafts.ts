import type { ClientDraft, ProjectDraft, TaskDraft } from '../drafts.ts';
import type { CsvRow } from './csv-row.ts';
import {
  parseDay,
  parseInstant,
  parseMinutes,
  parseMoney,
  parseTagList,
  parseTime,
  parseYes,
} from './csv-values.ts';
import type { DateOrder } from './csv-values.ts';
import { toLongText, toTags, toTitle } from './draft-text.ts';
import { toColour, toPriority, toProjectStatus, toTaskStatus } from './status-words.ts';

export type CsvReading = {
  readonly dateOrder: DateOrder;
  readonly nowMs: number;
  normaliseRule(rrule: string): string | null;
};

/** The draft of a task row; what it refers to is added by the reader. */
export function taskDraft(row: CsvRow, reading: CsvReading): TaskDraft {
  const due = row.read('dueDate', (text) => parseDay(text, reading.dateOrder));
  const completion = completionOf(row, reading);
  const status = row.read('status', toTaskStatus);
  const isDone = status === undefined ? completion.isDone : status === 'done';
  const rrule = row.read('recurrence', (text) => reading.normaliseRule(text) ?? undefined);
  const createdAt = row.read('createdAt', (text) => parseInstant(text, reading.dateOrder));
  const minutes = row.read('estimateMinutes', (text) => parseMinutes(text, 'minutes'));
  return {
    title: toTitle(row.text('title')),
    description: toLongText(row.text('description')),
    status: isDone ? 'done' : (status ?? 'todo'),
    priority: row.read('priority', toPriority) ?? 'none',
    dueDate: due?.date ?? null,
    dueTime: due === undefined ? null : (row.read('dueTime', parseTime) ?? due.time),
    plannedDate: row.read('plannedDate', (text) => parseDay(text, reading.dateOrder))?.date ?? null,
    estimateMinutes: minutes ?? row.read('estimateHours', (text) => parseMinutes(text, 'hours')) ?? null,
    tags: toTags(parseTagList(row.text('tags'))),
    checklist: parseChecklist(row.text('checklist')),
    recurrence: rrule === undefined ? null : { rrule, mode: 'schedule', catchUp: 'one' },
    ...(isDone && completion.at !== null ? { completedAt: completion.at } : {}),
    ...(createdAt === undefined ? {} : { createdAt: Math.min(createdAt, reading.nowMs) }),
  };
}

export function clientDraft(row: CsvRow): ClientDraft {
  const rate = row.read('hourlyRate', parseMoney);
  const contact = {
    name: toTitle(row.text('contactName'), 300),
    role: toTitle(row.text('contactRole'), 300),
    email: row.text('contactEmail').slice(0, 300),
    phone: row.text('contactPhone').slice(0, 300),
  };
  return {
    name: toTitle(row.text('name'), 300),
    email: row.text('email').slice(0, 300),
    phone: row.text('phone').slice(0, 300),
    website: row.text('website').slice(0, 300),
    taxId: row.text('taxId').slice(0, 300),
    language: row.read('language', parseLanguage) ?? '',
    currency: row.read('currency', parseCurrency) ?? rate?.currency ?? null,
    hourlyRateMinor: rate?.minor ?? null,
    address: {
      street: toTitle(row.text('street'), 300),
      city: toTitle(row.text('city'), 300),
      postalCode: toTitle(row.text('postalCode'), 300),
      region: toTitle(row.text('region'), 300),
      country: toTitle(row.text('country'), 300),
    },
    contacts: contact.name === '' ? [] : [contact],
    notes: toLongText(row.text('notes')),
    tags: toTags(parseTagList(row.text('tags'))),
    ...optionalColour(row),
    isArchived: parseYes(row.text('isArchived')),
  };
}

export function projectDraft(row: CsvRow, reading: CsvReading): ProjectDraft {
  const budget = row.read('budget', parseMoney);
  const completion = completionOf(row, reading);
  const status = row.read('status', toProjectStatus) ?? (completion.isDone ? 'completed' : 'active');
  return {
    name: toTitle(row.text('name')),
    description: toLongText(row.text('description')),
    status,
    ...optionalColour(row),
    budgetMinor: budget?.minor ?? null,
    currency: row.read('currency', parseCurrency) ?? budget?.currency ?? null,
    budgetMinutes: row.read('budgetHours', (text) => parseMinutes(text, 'hours')) ?? null,
    startDate: row.read('startDate', (text) => parseDay(text, reading.dateOrder))?.date ?? null,
    dueDate: row.read('dueDate', (text) => parseDay(text, reading.dateOrder))?.date ?? null,
    tags: toTags(parseTagList(row.text('tags'))),
    isPinned: parseYes(row.text('isPinned')),
    isArchived: parseYes(row.text('isArchived')),
    ...(status === 'completed' && completion.at !== null ? { completedAt: completion.at } : {}),
  };
}

/** A date of completion, or just a mark that it is complete. */
function completionOf(
  row: CsvRow,
  reading: CsvReading,
): { readonly isDone: boolean; readonly at: number | null } {
  const text = row.text('completedAt');
  if (text === '' || /^(?:no|false|0|n|falso)$/i.test(text)) return { isDone: false, at: null };
  if (parseYes(text)) return { isDone: true, at: null };
  const at = row.read('completedAt', (cell) => parseInstant(cell, reading.dateOrder));
  return { isDone: at !== undefined, at: at ?? null };
}

/** `[x] first; [ ] second`, or one step a line. */
function parseChecklist(text: string): { text: string; isDone: boolean }[] {
  return text
    .split(/\n|;\s*(?=\[[ xX]\])/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 200)
    .map((line) => ({
      text: toTitle(line.replace(/^[-*]?\s*\[[ xX]\]\s*/, '')),
      isDone: /^[-*]?\s*\[[xX]\]/.test(line),
    }));
}

function parseCurrency(text: string): string | undefined {
  const code = text.toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : (parseMoney(`0 ${text}`)?.currency ?? undefined);
}

function parseLanguage(text: string): string | undefined {
  const names: Readonly<Record<string, string>> = {
    italian: 'it',
    italiano: 'it',
    english: 'en',
    inglese: 'en',
    german: 'de',
    tedesco: 'de',
    french: 'fr',
    francese: 'fr',
    spanish: 'es',
    spagnolo: 'es',
  };
  const named = names[text.toLowerCase()];
  if (named !== undefined) return named;
  return /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}$/i.test(text) ? text.replaceAll('_', '-') : undefined;
}

function optionalColour(row: CsvRow) {
  const colour = row.read('colour', toColour);
  return colour === undefined ? {} : { colour };
}
