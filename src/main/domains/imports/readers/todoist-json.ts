import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import type { CommentDraft, ImportEntry, ReaderContext, TaskDraft } from '../drafts.ts';
import type { SourceFile } from '../sources/source-tree.ts';
import { createBreather } from './breather.ts';
import { parseDay } from './csv-values.ts';
import { toLongText, toTags, toTitle } from './draft-text.ts';
import { readJson } from './foreign-json.ts';
import { toInertMarkdown } from './inert-markdown.ts';
import { toColour } from './status-words.ts';
import { wallClock } from './wall-clock.ts';

/** What Todoist's Sync API and its backups hold; older files have numbers as ids. */
const idSchema = z.union([z.string(), z.number()]).transform(String);
const optionalId = idSchema.nullish();
const flagSchema = z.union([z.boolean(), z.number().transform((value) => value !== 0)]).nullish();
const dueSchema = z
  .object({
    date: z.string(),
    is_recurring: flagSchema,
    string: z.string().nullish(),
    lang: z.string().nullish(),
  })
  .nullish();

const itemSchema = z.object({
  id: idSchema,
  project_id: optionalId,
  section_id: optionalId,
  parent_id: optionalId,
  content: z.string(),
  description: z.string().nullish(),
  /** 4 is the highest here, as in the API; the apps show it as p1. */
  priority: z.number().nullish(),
  due: dueSchema,
  deadline: z.object({ date: z.string() }).nullish(),
  duration: z.object({ amount: z.number(), unit: z.string() }).nullish(),
  labels: z.array(z.union([z.string(), z.number()])).nullish(),
  checked: flagSchema,
  is_deleted: flagSchema,
  completed_at: z.string().nullish(),
  added_at: z.string().nullish(),
  created_at: z.string().nullish(),
});
type TodoistItem = z.infer<typeof itemSchema>;

const backupSchema = z.object({
  projects: z
    .array(
      z.object({
        id: idSchema,
        name: z.string(),
        color: z.string().nullish(),
        is_archived: flagSchema,
        is_deleted: flagSchema,
        inbox_project: flagSchema,
      }),
    )
    .nullish(),
  sections: z.array(z.object({ id: idSchema, name: z.string() })).nullish(),
  labels: z.array(z.object({ id: idSchema, name: z.string() })).nullish(),
  items: z.array(z.unknown()).nullish(),
  tasks: z.array(z.unknown()).nullish(),
  notes: z
    .array(
      z.object({
        item_id: optionalId,
        content: z.string(),
        posted_at: z.string().nullish(),
        is_deleted: flagSchema,
      }),
    )
    .nullish(),
});
type TodoistBackup = z.infer<typeof backupSchema>;

type Backup = {
  readonly sections: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly comments: ReadonlyMap<string, CommentDraft[]>;
  readonly projects: ReadonlySet<string>;
  readonly context: ReaderContext;
};

const KEY = 'todoist:';
const PRIORITIES = ['none', 'none', 'medium', 'high', 'urgent'] as const;

export async function* readTodoistJson(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<ImportEntry> {
  const parsed = backupSchema.safeParse(await readJson(file));
  const rawItems = parsed.data?.items ?? parsed.data?.tasks;
  if (!parsed.success || rawItems == null) {
    throw new AppError(
      'import_unreadable',
      'This JSON file is not a Todoist backup. Nothing of it was imported.',
    );
  }
  const projects = (parsed.data.projects ?? []).filter(
    (project) => project.is_deleted !== true && project.inbox_project !== true,
  );
  for (const project of projects) {
    const colour = project.color == null ? undefined : toColour(project.color);
    const draft = {
      name: toTitle(project.name) || 'Untitled',
      isArchived: project.is_archived === true,
      ...(colour === undefined ? {} : { colour }),
    };
    yield {
      source: `project ${project.id}`,
      sourceKey: `${KEY}project:${project.id}`,
      kind: 'project',
      draft,
    };
  }
  const backup = indexBackup(
    parsed.data,
    projects.map((project) => project.id),
    context,
  );
  const breathe = createBreather(context.signal);
  for (const { item, refusal } of parentsFirst(rawItems)) {
    await breathe();
    if (refusal !== null) yield refusal;
    else if (item !== null) yield await itemEntry(item, backup);
  }
}

function indexBackup(data: TodoistBackup, projectIds: readonly string[], context: ReaderContext): Backup {
  const comments = new Map<string, CommentDraft[]>();
  for (const note of data.notes ?? []) {
    if (note.item_id == null || note.is_deleted === true || note.content.trim() === '') continue;
    const list = comments.get(note.item_id) ?? [];
    const createdAt = instant(note.posted_at);
    list.push({
      author: 'Todoist',
      body: toInertMarkdown(toLongText(note.content)).slice(0, 50_000),
      ...(createdAt === undefined ? {} : { createdAt }),
    });
    comments.set(note.item_id, list);
  }
  return {
    sections: new Map((data.sections ?? []).map((section) => [section.id, section.name])),
    labels: new Map((data.labels ?? []).map((label) => [label.id, label.name])),
    projects: new Set(projectIds),
    comments,
    context,
  };
}

type Sorted = { readonly item: TodoistItem | null; readonly refusal: ImportEntry | null };

/** Sub-tasks after their tasks; what is no task is refused where it stands. */
function* parentsFirst(raw: readonly unknown[]): Generator<Sorted> {
  const items = new Map<string, TodoistItem>();
  for (const [position, value] of raw.entries()) {
    const parsed = itemSchema.safeParse(value);
    const source = `item ${position + 1}`;
    if (!parsed.success)
      yield {
        item: null,
        refusal: { source, reason: 'The item lacks what a task needs.', outcome: 'failed' },
      };
    else if (parsed.data.is_deleted === true)
      yield {
        item: null,
        refusal: { source, reason: 'The task was deleted in Todoist.', outcome: 'skipped' },
      };
    else items.set(parsed.data.id, parsed.data);
  }
  const done = new Set<string>();
  for (const item of items.values()) {
    const chain: TodoistItem[] = [];
    for (
      let next: TodoistItem | undefined = item;
      next !== undefined && !done.has(next.id);
      next = items.get(next.parent_id ?? '')
    ) {
      done.add(next.id);
      chain.push(next);
    }
    for (const next of chain.reverse())
      yield { item: items.has(next.parent_id ?? '') ? next : { ...next, parent_id: null }, refusal: null };
  }
}

async function itemEntry(item: TodoistItem, backup: Backup): Promise<ImportEntry> {
  const source = `task ${item.id}`;
  const title = toTitle(item.content);
  if (title === '') return { source, reason: 'The task has no text.', outcome: 'skipped' };
  const when = await whenOf(item, backup.context);
  const section = item.section_id == null ? undefined : backup.sections.get(item.section_id);
  const labels = (item.labels ?? []).map((label) => backup.labels.get(String(label)) ?? String(label));
  const isDone = item.checked === true || item.completed_at != null;
  const completedAt = instant(item.completed_at);
  const createdAt = instant(item.added_at ?? item.created_at);
  const minutes =
    item.duration == null ? null : item.duration.amount * (item.duration.unit === 'day' ? 480 : 1);
  const draft: TaskDraft = {
    title,
    description: toInertMarkdown(toLongText(item.description ?? '')),
    status: isDone ? 'done' : 'todo',
    priority: PRIORITIES[item.priority ?? 1] ?? 'none',
    ...when.fields,
    estimateMinutes: minutes === null || minutes < 0 || minutes > 100_000 ? null : Math.round(minutes),
    tags: toTags([...labels, ...(section === undefined ? [] : [section])]),
    comments: backup.comments.get(item.id) ?? [],
    ...(item.project_id != null && backup.projects.has(item.project_id)
      ? { projectKey: `${KEY}project:${item.project_id}` }
      : {}),
    ...(item.parent_id == null ? {} : { parentKey: `${KEY}task:${item.parent_id}` }),
    ...(isDone && completedAt !== undefined ? { completedAt } : {}),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
  return {
    source,
    sourceKey: `${KEY}task:${item.id}`,
    kind: 'task',
    draft,
    ...(when.remark === null ? {} : { remark: when.remark }),
  };
}

async function whenOf(item: TodoistItem, context: ReaderContext) {
  const due = dayAndTime(item.due?.date ?? item.deadline?.date ?? '', context.timeZone);
  const planned = item.due != null && item.deadline != null ? due : null;
  const deadline = planned === null ? due : dayAndTime(item.deadline?.date ?? '', context.timeZone);
  const words = item.due?.is_recurring === true ? (item.due.string ?? '') : '';
  const spoken =
    words === '' ? null : await context.recurrence.parseWords(words, item.due?.lang === 'it' ? 'it' : 'en');
  const rrule = spoken?.rrule ?? null;
  return {
    fields: {
      dueDate: deadline?.date ?? null,
      dueTime: deadline?.time ?? null,
      plannedDate: planned?.date ?? null,
      recurrence:
        rrule === null
          ? null
          : { rrule, mode: spoken?.mode ?? ('schedule' as const), catchUp: 'one' as const },
    },
    remark:
      words !== '' && rrule === null
        ? `Its repetition “${words.slice(0, 60)}” could not be taken over.`
        : null,
  };
}

function dayAndTime(text: string, timeZone: string) {
  // `…Z` is an instant, all else a wall clock's own time.
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : wallClock(at, timeZone);
  }
  return parseDay(text.replace(/\.\d+$/, ''), 'ymd') ?? null;
}

function instant(text: string | null | undefined): number | undefined {
  const at = text == null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) || at < 0 ? undefined : at;
}
