import { checkpointListInputSchema } from '#shared/contracts/checkpoints.ts';
import { projectListInputSchema } from '#shared/contracts/projects.ts';
import type { ClientId } from '#shared/contracts/common.ts';
import { taskListInputSchema } from '#shared/contracts/tasks.ts';
import { checkpointItem, itemsPart, taskItem } from './answer-items.ts';
import { projectIdsOf, placeOf, type AnswerSources, type Asked, type Found } from './asked.ts';
import { answerQuestion } from './extract.ts';
import { nameOf } from './promised.ts';
import { chooseQuotes, quotesPart } from './quotes.ts';
import { next, openWork } from './task-answers.ts';
import { wordsOf } from './subject.ts';

const MOST_DONE = 4;
/** Words by which the state of things is told. */
const STATE =
  'decided decision next open worries agreed waiting deciso decisione prossimo aperto resta accordo';

/** How a project or a client stands: figures, what is ahead, what was finished last and what was written about it. */
export async function answerSummary(sources: AnswerSources, asked: Asked): Promise<Found> {
  const { words, subject, command, input } = asked;
  const isChosen = input.scope.clientId !== null || input.scope.projectId !== null;
  if (subject === undefined && command.rest !== '')
    return {
      intent: 'question',
      ...(await answerQuestion(sources, { ...asked, command: { ...command, text: command.rest } })),
    };
  if (subject === undefined && !isChosen) return { parts: [{ type: 'text', text: words.summary.which }] };
  const place = placeOf(asked);
  const [projectId] = place.projectIds ?? [];
  const [work, text, done, reached, citations] = await Promise.all([
    openWork(sources, asked),
    projectId === undefined ? clientSentence(sources, asked) : projectSentence(sources, asked, projectId),
    sources.tasks.list(
      taskListInputSchema.parse({ ...place, statuses: ['done'], sort: '-completedAt', limit: MOST_DONE }),
    ),
    sources.checkpoints.list(
      checkpointListInputSchema.parse({ projectIds: projectIdsOf(asked), state: 'reached', limit: 200 }),
    ),
    writtenAbout(sources, asked),
  ]);
  const latest = reached.items
    .toSorted((a, b) => (b.reachedAt ?? 0) - (a.reachedAt ?? 0))
    .slice(0, MOST_DONE);
  return {
    parts: [
      { type: 'text', text },
      ...itemsPart(
        words.titles.open,
        work.tasks.items.slice(0, 6).map((task) => taskItem(task, asked)),
        work.tasks.total,
      ),
      ...itemsPart(
        words.titles.checkpoints,
        work.checkpoints.items.map((one) => checkpointItem(one, asked)),
        work.checkpoints.total,
      ),
      ...itemsPart(
        words.titles.done,
        done.items.map((task) => taskItem(task, asked)),
        done.total,
      ),
      ...itemsPart(
        words.titles.reached,
        latest.map((one) => checkpointItem(one, asked)),
        reached.total,
      ),
      ...quotesPart(words.titles.written, citations),
      next(
        projectId === undefined ? words.next.promised(nameOf(asked)) : words.next.conflicts,
        words.next.plan,
      ),
    ],
    citations,
  };
}

async function projectSentence(
  sources: AnswerSources,
  { words, format, today }: Asked,
  id: string,
): Promise<string> {
  const project = await sources.projects.get(id);
  const { nextCheckpoint, dueDate } = project;
  return [
    words.summary.project({
      name: project.name,
      client: project.clientName,
      status: words.summary.status[project.status] ?? project.status,
      open: project.openTaskCount,
      done: project.doneTaskCount,
      late: project.overdueTaskCount,
    }),
    ...(dueDate === null ? [] : [words.summary.due(format.long(dueDate), dueDate < today)]),
    ...(nextCheckpoint === null
      ? []
      : [
          words.summary.next(
            nextCheckpoint.title,
            nextCheckpoint.dueDate === null ? null : format.long(nextCheckpoint.dueDate),
          ),
        ]),
  ].join(' ');
}

async function clientSentence(sources: AnswerSources, asked: Asked): Promise<string> {
  const { words } = asked;
  const clientIds = placeOf(asked).clientIds ?? ([] as ClientId[]);
  const [work, running] = await Promise.all([
    openWork(sources, asked),
    sources.projects.list(
      projectListInputSchema.parse({ clientIds, statuses: ['active', 'planned'], limit: 1 }),
    ),
  ]);
  const sentence = words.summary.client(
    nameOf(asked),
    running.total,
    words.tasks(work.tasks.total),
    work.lateCount,
  );
  return [sentence, work.nextDate ?? ''].filter(Boolean).join(' ');
}

/** Of a summary the passages that tell how things stand. */
async function writtenAbout(sources: AnswerSources, asked: Asked) {
  const { input, command, options } = asked;
  const name = nameOf(asked);
  const { projectIds: [projectId = null] = [], clientIds: [clientId = null] = [] } = placeOf(asked);
  const passages = await sources.passages(
    {
      query: `${name} ${STATE}`.slice(0, 300),
      scope: { projectId: projectId ?? input.scope.projectId, clientId: clientId ?? input.scope.clientId },
      kinds: ['note', 'email', 'project'],
      limit: 12,
      locale: command.locale,
    },
    options.signal,
  );
  return chooseQuotes(passages, [...STATE.split(' '), ...wordsOf(name)]).slice(0, 3);
}
