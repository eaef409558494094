import { isAppError } from '#shared/errors.ts';
import type { CommentDraft, ImportEntry, ReaderContext, TaskDraft } from '../drafts.ts';
import { IMPORT_LIMITS } from '../sources/limits.ts';
import { stemOf } from '../sources/source-tree.ts';
import type { SourceFile } from '../sources/source-tree.ts';
import { decodeStream } from '../sources/text-decoding.ts';
import { createBreather } from './breather.ts';
import { readCsvRecords } from './csv-records.ts';
import { createRowMaker } from './csv-row.ts';
import type { CsvRow } from './csv-row.ts';
import { parseDay } from './csv-values.ts';
import { nameKey, toLongText, toTags, toTitle } from './draft-text.ts';
import { toInertMarkdown } from './inert-markdown.ts';
import { createNamedItems } from './named-items.ts';

/**
 * Todoist's project template: one CSV a project, rows of type section, task and note; sub-tasks by INDENT, a note
 * belongs to the task above it. In these files priority 1 is the highest.
 */
const PRIORITIES = ['none', 'urgent', 'high', 'medium', 'none'] as const;

type OpenTask = {
  readonly source: string;
  readonly sourceKey: string;
  readonly draft: TaskDraft;
  readonly comments: CommentDraft[];
  readonly remark: string | null;
};

export function isTodoistHeader(header: readonly string[]): boolean {
  const names = new Set(header.map((heading) => heading.trim().toUpperCase()));
  return names.has('TYPE') && names.has('CONTENT') && names.has('INDENT');
}

/** Comments stand below their task, so a task is handed on when the next row that is none comes. */
export async function* readTodoistCsv(file: SourceFile, context: ReaderContext): AsyncGenerator<ImportEntry> {
  try {
    yield* readRows(file, context);
  } catch (error) {
    if (!isAppError(error)) throw error;
    yield { source: file.path, reason: error.message, outcome: 'failed' };
  }
}

async function* readRows(file: SourceFile, context: ReaderContext): AsyncGenerator<ImportEntry> {
  const breathe = createBreather(context.signal);
  const outline = createOutline(file, context);
  let makeRow: ReturnType<typeof createRowMaker> | null = null;
  let open: OpenTask | null = null;
  yield* outline.project.entries;
  for await (const record of readCsvRecords(decodeStream(file.stream(IMPORT_LIMITS.csvBytes)))) {
    await breathe();
    if (makeRow === null) {
      const header = record.cells.map((cell) => cell.trim().toUpperCase());
      makeRow = createRowMaker(header, {
        columns: Object.fromEntries(header.map((name) => [name, name])),
        dateOrder: 'ymd',
        values: {},
      });
      continue;
    }
    const source = `${file.path}, row ${record.line}`;
    const row = makeRow(record.cells);
    const type = row.text('TYPE').toLowerCase();
    if (record.problem !== null) yield { source, reason: record.problem, outcome: 'failed' };
    else if (type === 'note' && open !== null) addComment(open, row);
    else if (type === 'section') outline.section = row.text('CONTENT');
    else if (type === 'task') {
      if (open !== null) yield taskEntry(open);
      open = await outline.task(row, source);
      if (open === null) yield { source, reason: 'The task has no text.', outcome: 'skipped' };
    } else if (type !== 'meta' && type !== '')
      yield { source, reason: `Rows of type “${type.slice(0, 30)}” are not imported.`, outcome: 'skipped' };
  }
  if (open !== null) yield taskEntry(open);
}

function createOutline(file: SourceFile, context: ReaderContext) {
  // "Website relaunch [2203306141].csv" in a backup archive.
  const projectName = toTitle(
    stemOf(file.path)
      .replace(/\s*\[\w+\]$/, '')
      .replace(/\s*\(\d+\)$/, ''),
  );
  const project = createNamedItems('by_name').project(projectName, file.path);
  const parents: string[] = [];
  const seen = new Map<string, number>();
  const outline = {
    project,
    section: '',
    async task(row: CsvRow, source: string): Promise<OpenTask | null> {
      const { title, tags } = splitLabels(row.text('CONTENT'));
      if (title === '') return null;
      const depth = Math.min(Math.max(1, Number(row.text('INDENT')) || 1), parents.length + 1);
      parents.length = depth - 1;
      const words = [nameKey(projectName), ...parents.slice(-1), nameKey(title)].join('\n');
      const count = (seen.get(words) ?? 0) + 1;
      seen.set(words, count);
      const sourceKey = `todoist:${words}\n${count}`;
      const parentKey = parents.at(-1);
      parents.push(sourceKey);
      const when = await whenOf(row, context);
      const draft: TaskDraft = {
        title,
        description: toInertMarkdown(toLongText(row.text('DESCRIPTION'))),
        status: 'todo',
        priority: PRIORITIES[Number(row.text('PRIORITY'))] ?? 'none',
        ...when.fields,
        estimateMinutes: durationOf(row),
        tags: toTags([...tags, ...(outline.section === '' ? [] : [outline.section])]),
        projectKey: project.key,
        ...(parentKey === undefined ? {} : { parentKey }),
      };
      return { source, sourceKey, draft, comments: [], remark: when.remark };
    },
  };
  return outline;
}

function addComment(task: OpenTask, row: CsvRow): void {
  const body = toInertMarkdown(toLongText(row.text('CONTENT'))).slice(0, 50_000);
  if (body !== '') task.comments.push({ author: 'Todoist', body });
}

function taskEntry(task: OpenTask): ImportEntry {
  const { source, sourceKey, remark } = task;
  const draft = { ...task.draft, comments: task.comments };
  return { source, sourceKey, kind: 'task', draft, ...(remark === null ? {} : { remark }) };
}

/** Labels stand in the text as `@label`. */
function splitLabels(content: string): { title: string; tags: string[] } {
  const tags = Array.from(content.matchAll(/(?<=^|\s)@([\p{L}\p{N}_-]+)/gu), (match) => match[1] ?? '');
  return { title: toTitle(content.replace(/(?<=^|\s)@[\p{L}\p{N}_-]+/gu, '').replace(/^\* /, '')), tags };
}

function durationOf(row: CsvRow): number | null {
  const amount = Number(row.text('DURATION'));
  if (!Number.isFinite(amount) || amount <= 0) return null;
  const minutes = Math.round(amount * (row.text('DURATION_UNIT') === 'day' ? 480 : 1));
  return minutes <= 100_000 ? minutes : null;
}

async function whenOf(row: CsvRow, context: ReaderContext) {
  const text = row.text('DATE');
  const deadline = parseDay(row.text('DEADLINE'), 'ymd');
  const plain = parseDay(text, 'ymd');
  const spoken =
    plain !== undefined || text === ''
      ? null
      : await context.recurrence.parseWords(text, row.text('DATE_LANG') === 'it' ? 'it' : 'en');
  const date = plain?.date ?? spoken?.date ?? null;
  const rrule = spoken?.rrule ?? null;
  const fields = {
    dueDate: deadline?.date ?? date,
    dueTime: deadline === undefined ? (plain?.time ?? spoken?.time ?? null) : deadline.time,
    plannedDate: deadline === undefined ? null : date,
    recurrence:
      rrule === null ? null : { rrule, mode: spoken?.mode ?? ('schedule' as const), catchUp: 'one' as const },
  };
  const isLost = text !== '' && date === null && rrule === null;
  return { fields, remark: isLost ? `Its date “${text.slice(0, 60)}” could not be read.` : null };
}
