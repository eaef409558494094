import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import type { CommentDraft, ImportEntry, ReaderContext, TaskDraft } from '../drafts.ts';
import type { SourceFile } from '../sources/source-tree.ts';
import { createBreather } from './breather.ts';
import { toLongText, toTags, toTitle } from './draft-text.ts';
import { readJson } from './foreign-json.ts';
import { toInertMarkdown } from './inert-markdown.ts';
import { toTaskStatus } from './status-words.ts';
import { wallClock } from './wall-clock.ts';

const cardSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  desc: z.string().nullish(),
  closed: z.boolean().nullish(),
  due: z.string().nullish(),
  dueComplete: z.boolean().nullish(),
  start: z.string().nullish(),
  idList: z.string().nullish(),
  idLabels: z.array(z.string()).nullish(),
  labels: z.array(z.object({ name: z.string().nullish(), color: z.string().nullish() })).nullish(),
  attachments: z.array(z.object({ name: z.string().nullish(), url: z.string().nullish() })).nullish(),
});
type Card = z.infer<typeof cardSchema>;

const checklistSchema = z.object({
  idCard: z.string().nullish(),
  name: z.string().nullish(),
  checkItems: z
    .array(z.object({ name: z.string(), state: z.string().nullish(), pos: z.number().nullish() }))
    .nullish(),
});

const actionSchema = z.object({
  type: z.literal('commentCard'),
  date: z.string().nullish(),
  data: z.object({ text: z.string(), card: z.object({ id: z.string() }) }),
  memberCreator: z.object({ fullName: z.string().nullish() }).nullish(),
});

const boardSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  desc: z.string().nullish(),
  closed: z.boolean().nullish(),
  lists: z.array(z.object({ id: z.string(), name: z.string(), closed: z.boolean().nullish() })),
  cards: z.array(z.unknown()),
  checklists: z.array(z.unknown()).nullish(),
  actions: z.array(z.unknown()).nullish(),
});

type Board = {
  readonly key: string;
  readonly lists: ReadonlyMap<string, string>;
  readonly checklists: ReadonlyMap<string, { text: string; isDone: boolean }[]>;
  readonly comments: ReadonlyMap<string, CommentDraft[]>;
  readonly context: ReaderContext;
};

/** A Trello board as its JSON export has it: the board becomes a project, cards become its tasks. */
export async function* readTrello(file: SourceFile, context: ReaderContext): AsyncGenerator<ImportEntry> {
  const parsed = boardSchema.safeParse(await readJson(file));
  if (!parsed.success) {
    throw new AppError(
      'import_unreadable',
      'This JSON file is not a Trello board. Nothing of it was imported.',
    );
  }
  const { data } = parsed;
  const key = `trello:board:${data.id}`;
  const draft = {
    name: toTitle(data.name) || 'Untitled',
    description: toInertMarkdown(toLongText(data.desc ?? '')),
    isArchived: data.closed === true,
  };
  yield { source: `board ${draft.name}`, sourceKey: key, kind: 'project', draft };
  const board: Board = {
    key,
    lists: new Map(data.lists.map((list) => [list.id, list.name])),
    checklists: collectChecklists(data.checklists ?? []),
    comments: collectComments(data.actions ?? []),
    context,
  };
  const breathe = createBreather(context.signal);
  for (const [position, value] of data.cards.entries()) {
    await breathe();
    const card = cardSchema.safeParse(value);
    if (card.success) yield cardEntry(card.data, board);
    else
      yield {
        source: `card ${position + 1}`,
        reason: 'The card lacks what a task needs.',
        outcome: 'failed',
      };
  }
}

function cardEntry(card: Card, board: Board): ImportEntry {
  const title = toTitle(card.name);
  const source = `card ${title.slice(0, 80) || card.id}`;
  const list = board.lists.get(card.idList ?? '') ?? '';
  const status = card.dueComplete === true ? 'done' : statusOfList(list);
  if (title === '') return { source, reason: 'The card has no name.', outcome: 'skipped' };
  if (card.closed === true && status !== 'done')
    return { source, reason: 'The card is archived in Trello.', outcome: 'skipped' };
  const due = moment(card.due, board.context.timeZone);
  const checklist = board.checklists.get(card.id) ?? [];
  const draft: TaskDraft = {
    title,
    description: descriptionOf(card),
    status,
    dueDate: due?.date ?? null,
    dueTime: due?.time ?? null,
    plannedDate: moment(card.start, board.context.timeZone)?.date ?? null,
    tags: toTags([...labelsOf(card), ...(list === '' ? [] : [list])]),
    checklist: checklist.slice(0, 200),
    comments: board.comments.get(card.id) ?? [],
    projectKey: board.key,
    ...createdAt(card),
  };
  const remark =
    checklist.length > 200
      ? { remark: `Its checklist has ${checklist.length} steps; the first 200 were taken over.` }
      : {};
  return { source, sourceKey: `trello:card:${card.id}`, kind: 'task', draft, ...remark };
}

/** The name of a column says how far its cards are; one that says nothing keeps them open. */
function statusOfList(list: string) {
  const plain = list.replace(/[^\p{L}\p{N}\s'-]/gu, '').trim();
  return (
    toTaskStatus(plain) ??
    (/\b(?:done|complete[d]?|fatt[oaie]|completat[oaie])\b/i.test(plain) ? 'done' : 'todo')
  );
}

function labelsOf(card: Card): string[] {
  return (card.labels ?? []).map((label) => (label.name ?? '').trim() || (label.color ?? ''));
}

function descriptionOf(card: Card): string {
  const links = (card.attachments ?? []).flatMap(({ name, url }) => {
    if (url == null || !/^https?:\/\/[^\s<>()]+$/i.test(url)) return [];
    return [`- [${(name ?? url).replace(/[[\]\n]/g, ' ').trim()}](${url})`];
  });
  const text = toInertMarkdown(toLongText(card.desc ?? ''));
  return links.length === 0 ? text : `${text}\n\n${links.join('\n')}`.trim();
}

function collectChecklists(raw: readonly unknown[]): Map<string, { text: string; isDone: boolean }[]> {
  const byCard = new Map<string, { text: string; isDone: boolean }[]>();
  for (const value of raw) {
    const parsed = checklistSchema.safeParse(value);
    if (!parsed.success || parsed.data.idCard == null) continue;
    const steps = [...(parsed.data.checkItems ?? [])].sort((a, b) => (a.pos ?? 0) - (b.pos ?? 0));
    const list = byCard.get(parsed.data.idCard) ?? [];
    for (const step of steps) list.push({ text: toTitle(step.name), isDone: step.state === 'complete' });
    byCard.set(parsed.data.idCard, list);
  }
  return byCard;
}

/** Trello lists actions newest first. */
function collectComments(raw: readonly unknown[]): Map<string, CommentDraft[]> {
  const byCard = new Map<string, CommentDraft[]>();
  for (const value of [...raw].reverse()) {
    const parsed = actionSchema.safeParse(value);
    if (!parsed.success || parsed.data.data.text.trim() === '') continue;
    const { data, date, memberCreator } = parsed.data;
    const at = Date.parse(date ?? '');
    const list = byCard.get(data.card.id) ?? [];
    list.push({
      author: toTitle(memberCreator?.fullName ?? 'Trello', 100) || 'Trello',
      body: toInertMarkdown(toLongText(data.text)).slice(0, 50_000),
      ...(Number.isNaN(at) || at < 0 ? {} : { createdAt: at }),
    });
    byCard.set(data.card.id, list);
  }
  return byCard;
}

/** The first eight hex digits of a Trello id are its second of creation. */
function createdAt(card: Card) {
  const seconds = /^[0-9a-f]{24}$/.test(card.id) ? Number.parseInt(card.id.slice(0, 8), 16) : Number.NaN;
  return seconds > 1_200_000_000 ? { createdAt: seconds * 1000 } : {};
}

function moment(text: string | null | undefined, timeZone: string) {
  const at = text == null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : wallClock(at, timeZone);
}
