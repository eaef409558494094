import Papa from 'papaparse';
import type { Reader } from '#main/db/store.ts';
import { protectCell } from '#shared/kernel/csv-cells.ts';
import { listNames, readRows } from '../exports.store.ts';
import type { ExportedRow } from '../exports.store.ts';

type Cell = string | number | null;
export type TableFile = { readonly path: string; lines(): AsyncGenerator<string> };

/** Tables for a spreadsheet: what is not in the trash, with names where the store has ids. RFC 4180, UTF-8 with a mark. */
export async function tableFiles(reader: Reader): Promise<readonly TableFile[]> {
  const [projects, clients] = await Promise.all([listNames(reader, 'project'), listNames(reader, 'client')]);
  const names: Names = {
    project: (id) => projects.get(id ?? '') ?? '',
    client: (id) => clients.get(id ?? '') ?? '',
  };
  return [
    table('clients.csv', CLIENT_HEADER, () => readRows(reader, 'client'), clientCells),
    table(
      'projects.csv',
      PROJECT_HEADER,
      () => readRows(reader, 'project'),
      (row) => projectCells(row, names),
    ),
    table(
      'tasks.csv',
      TASK_HEADER,
      () => readRows(reader, 'task'),
      (row) => taskCells(row, names),
    ),
    table(
      'checkpoints.csv',
      CHECKPOINT_HEADER,
      () => readRows(reader, 'checkpoint'),
      (row) => checkpointCells(row, names),
    ),
  ];
}

type Names = { project(id: string | null): string; client(id: string | null): string };

const CLIENT_HEADER = [
  'ID',
  'Name',
  'Email',
  'Phone',
  'Website',
  'Tax ID',
  'Language',
  'Currency',
  'Hourly rate',
  'Street',
  'City',
  'Postal code',
  'Region',
  'Country',
  'Contact',
  'Contact role',
  'Contact email',
  'Contact phone',
  'Notes',
  'Tags',
  'Colour',
  'Archived',
];
const PROJECT_HEADER = [
  'ID',
  'Name',
  'Description',
  'Client',
  'Status',
  'Colour',
  'Budget',
  'Currency',
  'Budget hours',
  'Start date',
  'Due date',
  'Tags',
  'Pinned',
  'Archived',
  'Completed',
];
const TASK_HEADER = [
  'ID',
  'Title',
  'Description',
  'Project',
  'Client',
  'Parent',
  'Status',
  'Priority',
  'Due date',
  'Due time',
  'Planned date',
  'Estimate',
  'Tags',
  'Checklist',
  'Recurrence',
  'Completed',
  'Created',
];
const CHECKPOINT_HEADER = ['ID', 'Title', 'Description', 'Project', 'Due date', 'Reached', 'Evidence'];

function table<Row extends { readonly deletedAt: number | null }>(
  path: string,
  header: readonly string[],
  pages: () => AsyncIterable<readonly Row[]>,
  cellsOf: (row: Row) => readonly Cell[],
): TableFile {
  return {
    path,
    async *lines() {
      yield `\ufeff${toCsv([header])}`;
      for await (const page of pages()) {
        const rows = page.filter((row) => row.deletedAt === null).map(cellsOf);
        if (rows.length > 0) yield toCsv(rows);
      }
    },
  };
}

/** Only texts are protected: a number never runs. */
function toCsv(rows: readonly (readonly Cell[])[]): string {
  const plain = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? protectCell(cell) : (cell ?? ''))),
  );
  return `${Papa.unparse(plain, { newline: '\r\n' })}\r\n`;
}

function clientCells(row: ExportedRow<'client'>): Cell[] {
  const [contact] = row.contacts;
  return [
    row.id,
    row.name,
    row.email,
    row.phone,
    row.website,
    row.taxId,
    row.language,
    row.currency,
    money(row.hourlyRateMinor),
    row.address.street,
    row.address.city,
    row.address.postalCode,
    row.address.region,
    row.address.country,
    contact?.name ?? '',
    contact?.role ?? '',
    contact?.email ?? '',
    contact?.phone ?? '',
    row.notes,
    row.tags.join(', '),
    row.colour,
    yes(row.archivedAt !== null),
  ];
}

function projectCells(row: ExportedRow<'project'>, names: Names): Cell[] {
  return [
    row.id,
    row.name,
    row.description,
    names.client(row.clientId),
    row.status,
    row.colour,
    money(row.budgetMinor),
    row.currency,
    row.budgetMinutes === null ? '' : row.budgetMinutes / 60,
    row.startDate,
    row.dueDate,
    row.tags.join(', '),
    yes(row.isPinned),
    yes(row.archivedAt !== null),
    instant(row.completedAt),
  ];
}

function taskCells(row: ExportedRow<'task'>, names: Names): Cell[] {
  return [
    row.id,
    row.title,
    row.description,
    names.project(row.projectId),
    names.client(row.clientId),
    row.parentId,
    row.status,
    row.priority,
    row.dueDate,
    row.dueTime,
    row.plannedDate,
    row.estimateMinutes,
    row.tags.join(', '),
    row.checklist.map((step) => `[${step.isDone ? 'x' : ' '}] ${step.text}`).join('\n'),
    row.recurrence?.rrule ?? '',
    instant(row.completedAt),
    instant(row.createdAt),
  ];
}

function checkpointCells(row: ExportedRow<'checkpoint'>, names: Names): Cell[] {
  const evidence = row.evidence.map((link) => `${link.label} ${link.url}`.trim()).join('\n');
  return [
    row.id,
    row.title,
    row.description,
    names.project(row.projectId),
    row.dueDate,
    instant(row.reachedAt),
    evidence,
  ];
}

function money(minor: number | null): Cell {
  return minor === null ? '' : (minor / 100).toFixed(2);
}

function instant(at: number | null): Cell {
  return at === null ? '' : new Date(at).toISOString();
}

function yes(value: boolean): Cell {
  return value ? 'yes' : '';
}
