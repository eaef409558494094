import { checkpointItem, itemsPart, taskItem } from './answer-items.ts';
import { placeOf, subjectName, type AnswerSources, type Asked, type Found } from './asked.ts';
import { weightyWords } from './grammar/parse-command.ts';
import { chooseQuotes, quotesPart } from './quotes.ts';
import { next, openWork } from './task-answers.ts';

type Sources = Pick<
  AnswerSources,
  'passages' | 'tasks' | 'checkpoints' | 'listEvents' | 'proposals' | 'hasCalendars'
>;

const MOST_PASSAGES = 16;

/** Words by which a person binds themselves, in either language. */
const PROMISE =
  /(?<!\p{L})(?:promis\p{L}*|agreed|agreement|commit\p{L}*|said yes|i (?:will|can|shall)|i'll|we (?:will|agreed|settled)|as agreed|deadline|by (?:monday|tuesday|wednesday|thursday|friday|the end)|deliver\p{L}*|offer(?:ed)?|includ\p{L}+|owe|sign(?:ed|s)?|promess\p{L}*|concordat\p{L}*|d['’]accordo|detto (?:di )?sì|(?:vi|ti|le|gli) (?:mando|invio|preparo|faccio|consegno|confermo|scrivo)|consegn\p{L}+|entro|preventivo|impegn\p{L}*|firmat\p{L}+)(?!\p{L})/iu;

/** What is open for somebody, and where a promise was written down. */
export async function answerPromised(sources: Sources, asked: Asked): Promise<Found> {
  const { words, subject, command, input } = asked;
  const said = command.rest.replace(/[\s?!.]+$/u, '');
  const isScoped = input.scope.clientId !== null || input.scope.projectId !== null;
  if (subject === undefined && said === '' && !isScoped)
    return { parts: [{ type: 'text', text: words.promised.whom }] };
  if (subject === undefined && said !== '') return mentions(sources, asked, said);
  const [work, citations] = await Promise.all([openWork(sources, asked), promisesOf(sources, asked)]);
  const name = nameOf(asked);
  const isNothing = work.tasks.total + work.checkpoints.total === 0;
  const sentence = isNothing
    ? words.promised.nothing(name)
    : words.promised.open(name, work.counted, work.lateCount);
  return {
    parts: [
      { type: 'text', text: [sentence, work.nextDate ?? ''].filter(Boolean).join(' ') },
      ...openParts(asked, work),
      ...quotesPart(words.titles.written, citations),
      next(words.next.summary(name), words.next.plan),
    ],
    citations,
  };
}

async function promisesOf(sources: Sources, asked: Asked) {
  const { subject, input, command, options } = asked;
  const { projectIds: [projectId = null] = [], clientIds: [clientId = null] = [] } = placeOf(asked);
  const words =
    command.locale === 'it'
      ? 'promesso concordato accordo consegna entro'
      : 'promised agreed said yes deliver by';
  const passages = await sources.passages(
    {
      query: `${words} ${subject === undefined ? '' : subjectName(subject)}`.trim(),
      scope: { projectId: projectId ?? input.scope.projectId, clientId: clientId ?? input.scope.clientId },
      limit: MOST_PASSAGES,
      locale: command.locale,
    },
    options.signal,
  );
  const contact = subject?.contact;
  const own = contact
    ? passages.filter(({ text }) => text.includes(contact.split(' ')[0] ?? contact))
    : passages;
  return chooseQuotes(own, words.split(' '), PROMISE);
}

export function openParts(asked: Asked, work: Awaited<ReturnType<typeof openWork>>) {
  const { words } = asked;
  return [
    ...itemsPart(
      words.titles.open,
      work.tasks.items.map((task) => taskItem(task, asked)),
      work.tasks.total,
    ),
    ...itemsPart(
      words.titles.checkpoints,
      work.checkpoints.items.map((one) => checkpointItem(one, asked)),
      work.checkpoints.total,
    ),
  ];
}

/** A name that nobody has: what mentions it is shown all the same. */
async function mentions(sources: Sources, asked: Asked, said: string): Promise<Found> {
  const { words, input, command, options } = asked;
  const passages = await sources.passages(
    { query: said, scope: input.scope, limit: MOST_PASSAGES, locale: command.locale },
    options.signal,
  );
  const citations = chooseQuotes(passages, weightyWords(said, command.locale));
  const text = words.promised.unknown(said);
  return {
    method: 'extract',
    parts: [
      {
        type: 'text',
        text: citations.length === 0 ? `${text.replace(/ [^.]+:$/u, '')} ${words.extract.nothing('')}` : text,
      },
      ...quotesPart(words.titles.quotes, citations),
    ],
    citations,
  };
}

/** What was named, or else what the person has chosen. */
export function nameOf({ subject, input: { scope }, known }: Asked): string {
  if (subject !== undefined) return subjectName(subject);
  const list = scope.projectId === null ? known.clients : known.projects;
  const id = scope.projectId ?? scope.clientId;
  return list.find((one) => one.id === id)?.name ?? '';
}
