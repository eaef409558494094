import type { AnswerItem } from '#shared/contracts/answers.ts';
import { checkpointListInputSchema } from '#shared/contracts/checkpoints.ts';
import { fold } from '#main/domains/tasks/index.ts';
import { checkpointItem, hitItem, itemsPart, MOST_ITEMS, taskItem } from './answer-items.ts';
import { placeOf, projectIdsOf, type AnswerSources, type Asked, type Found } from './asked.ts';
import { weightyWords } from './grammar/parse-command.ts';
import { chooseQuotes, quotesPart } from './quotes.ts';
import { listOpen, next } from './task-answers.ts';

type Sources = Pick<AnswerSources, 'passages' | 'search' | 'tasks' | 'checkpoints'>;

const MOST_PASSAGES = 16;
const WHEN = /^(?:when|by when|quando|entro quando|per quando)(?!\p{L})/iu;
/** `type:task due:week`: the line is one of the search, not a question. */
const OPERATOR =
  /(?<![\p{L}\p{N}])(?:type|tipo|client|cliente|project|progetto|tag|etichetta|status|stato|priority|priorita|priorità|due|scadenza|before|prima|after|dopo|is):\S/iu;

/** No phrase fits: the passages that fit best, quoted. */
export async function answerQuestion(sources: Sources, asked: Asked): Promise<Found> {
  const { words, command, input, options } = asked;
  const isChosen = input.scope.clientId !== null || input.scope.projectId !== null;
  // A line of the search names its own places; within a chosen one it is read as words.
  if (OPERATOR.test(input.text) && !isChosen) return answerSearch(sources, asked);
  const weighty = weightyWords(command.text, command.locale);
  const [passages, dated] = await Promise.all([
    sources.passages(
      { query: command.text, scope: input.scope, limit: MOST_PASSAGES, locale: command.locale },
      options.signal,
    ),
    WHEN.test(command.text) ? findDated(sources, asked, weighty) : [],
  ]);
  const citations = weighty.length === 0 ? [] : chooseQuotes(passages, weighty);
  if (citations.length === 0 && dated.length === 0)
    return {
      method: 'extract',
      parts: [
        { type: 'text', text: words.extract.nothing(isChosen ? words.extract.noPlace : '') },
        next(...words.help.questions.slice(0, 2), words.next.plan),
      ],
    };
  const [first] = dated;
  const sentences = [
    ...(first?.date ? [words.extract.dated(first.title, asked.format.long(first.date))] : []),
    ...(citations.length === 0 ? [] : [words.extract.found(citations.length)]),
  ];
  return {
    method: 'extract',
    parts: [
      { type: 'text', text: sentences.join(' ') },
      ...itemsPart(words.titles.found, dated),
      ...quotesPart(words.titles.quotes, citations),
    ],
    citations,
  };
}

async function answerSearch(sources: Sources, asked: Asked): Promise<Found> {
  const { words, input, command } = asked;
  const found = await sources.search.query({
    query: input.text.slice(0, 1000),
    limit: MOST_ITEMS,
    offset: 0,
    locale: command.locale,
  });
  const { hits, total } = found;
  const text = hits.length === 0 ? words.extract.nothing('') : words.extract.listed(total);
  return { parts: [{ type: 'text', text }, ...itemsPart(words.titles.found, hits.map(hitItem), total)] };
}

/** Tasks and checkpoints with a date whose titles hold what was asked for, most of its words first. */
async function findDated(
  sources: Sources,
  asked: Asked,
  weighty: readonly string[],
): Promise<readonly AnswerItem[]> {
  const [tasks, checkpoints] = await Promise.all([
    listOpen(sources, placeOf(asked)),
    sources.checkpoints.list(
      checkpointListInputSchema.parse({ projectIds: projectIdsOf(asked), state: 'open', limit: 200 }),
    ),
  ]);
  const items = [
    ...checkpoints.items.map((one) => checkpointItem(one, asked)),
    ...tasks.items.map((task) => taskItem(task, asked)),
  ];
  const scored = items.flatMap((item) => {
    const title = fold(`${item.title} ${item.projectName ?? ''}`);
    const hits = weighty.filter((word) => title.includes(fold(word).slice(0, 6))).length;
    return item.date === null || hits < Math.min(2, weighty.length) ? [] : [{ item, hits }];
  });
  return scored
    .toSorted((a, b) => b.hits - a.hits)
    .slice(0, 4)
    .map(({ item }) => item);
}
