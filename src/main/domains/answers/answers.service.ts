import { askInputSchema, type Answer, type AskInput } from '#shared/contracts/answers.ts';
import { clientListInputSchema } from '#shared/contracts/clients.ts';
import type { PassageScope } from '#shared/contracts/passages.ts';
import { timeOf } from './answer-items.ts';
import { answerAddTask } from './add-task.ts';
import type { AnswerSources, Asked, AskOptions, Found } from './asked.ts';
import { answerConflicts } from './conflicts.ts';
import { answerQuestion } from './extract.ts';
import type { Intent } from './grammar/command.ts';
import { parseCommand, weightyWords } from './grammar/parse-command.ts';
import { readPeriod, type Period } from './period.ts';
import { answerPlan } from './plan-answer.ts';
import { answerPromised } from './promised.ts';
import { findSubject, guessSubject, wordsOf, type KnownSubjects } from './subject.ts';
import { answerSummary } from './summary.ts';
import {
  answerDone,
  answerDue,
  answerEvents,
  answerOverdue,
  answerProposals,
  answerWaiting,
} from './task-answers.ts';
import { dayFormat, WORDS } from './words.ts';

type Composer = (sources: AnswerSources, asked: Asked) => Promise<Found>;

const COMPOSERS: Readonly<Record<Exclude<Intent, 'brief'>, Composer>> = {
  add_task: answerAddTask,
  due: answerDue,
  overdue: answerOverdue,
  waiting: answerWaiting,
  conflicts: answerConflicts,
  promised: answerPromised,
  plan: answerPlan,
  summary: answerSummary,
  events: answerEvents,
  done: answerDone,
  proposals: answerProposals,
  question: answerQuestion,
  help: (_sources, { words }) =>
    Promise.resolve({
      parts: [
        { type: 'text', text: words.help.text },
        { type: 'next', questions: words.help.questions },
      ],
    }),
};

/** Questions about the workspace, answered without a language model. */
export class AnswersService {
  readonly #sources: AnswerSources;
  readonly #brief: (locale: Answer['locale'], signal?: AbortSignal) => Promise<Found>;

  constructor(
    sources: AnswerSources,
    brief: (locale: Answer['locale'], signal?: AbortSignal) => Promise<Found>,
  ) {
    this.#sources = sources;
    this.#brief = brief;
  }

  /** Reads the line and answers it; what would change something becomes a proposal. Throws `cancelled` by the signal. */
  async ask(given: AskInput, options: AskOptions = {}): Promise<Answer> {
    const asked = await this.#understand(given, options);
    options.signal?.throwIfAborted();
    const { intent, locale } = asked.command;
    const isBrief =
      intent === 'brief' && asked.input.scope.clientId === null && asked.input.scope.projectId === null;
    const found = isBrief
      ? await this.#brief(locale, options.signal)
      : await COMPOSERS[intent === 'brief' ? 'due' : intent](this.#sources, asked);
    const { parts, citations = [], method = 'command' } = found;
    return {
      intent: found.intent ?? intent,
      method,
      locale,
      note: asked.words.note[method],
      parts,
      citations,
    };
  }

  async #understand(given: AskInput, options: AskOptions): Promise<Asked> {
    const input = askInputSchema.parse(given);
    const { clock } = this.#sources;
    const [today, time] = [clock.today(), timeOf(clock.nowMs())];
    const command = parseCommand(input.text, input.locale);
    const known = await this.#known(input.scope);
    const period = await readPeriod(command.text, today, command.locale);
    const isNamed = command.intent === 'promised' || command.intent === 'summary';
    const about = isNamed ? command.rest : command.text;
    const subject =
      findSubject(about, weightyWords(about, command.locale), known) ??
      (isNamed && command.rest !== '' ? guessSubject(command.rest, known) : undefined);
    const asked = { input, options, today, time, known, period, subject };
    const rest = leftOver(command, { period, said: subject?.said ?? [] });
    const meant = rest.length > 0 ? { ...command, intent: 'question' as const } : command;
    return {
      ...asked,
      command: meant,
      words: WORDS[command.locale],
      format: dayFormat(command.locale, today),
    };
  }

  /** Names that a question may mean: those within what the person has chosen. */
  async #known({ clientId, projectId }: PassageScope): Promise<KnownSubjects> {
    const [clients, projects] = await Promise.all([
      this.#sources.clients.list(clientListInputSchema.parse({ archived: 'include', limit: 500 })),
      this.#sources.projects.listNames(),
    ]);
    if (projectId !== null) {
      const own = projects.filter(({ id }) => id === projectId);
      // Its client has a name there too; what is answered stays within the project all the same.
      return { clients: clients.items.filter(({ id }) => own[0]?.clientId === id), projects: own };
    }
    if (clientId === null) return { clients: clients.items, projects };
    return {
      clients: clients.items.filter(({ id }) => id === clientId),
      projects: projects.filter((project) => project.clientId === clientId),
    };
  }
}

/** Words that a loose phrase does not account for: "what tasks mention the printer" asks for something else. */
function leftOver(
  { isLoose, text, locale }: { isLoose: boolean; text: string; locale: Answer['locale'] },
  { period, said }: { period: Period | undefined; said: readonly string[] },
): readonly string[] {
  if (!isLoose) return [];
  const outside = period === undefined ? text : `${text.slice(0, period.start)} ${text.slice(period.end)}`;
  const named = new Set(said);
  return weightyWords(outside, locale).filter((word) => !wordsOf(word).every((part) => named.has(part)));
}
