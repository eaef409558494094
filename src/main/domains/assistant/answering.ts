import type { AssistantEvent } from '#shared/contracts/assistant.ts';
import { isAppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type {
  AgentEvent,
  AgentOutcome,
  Agents,
  DecidedStep,
  RunConditions,
} from '#main/domains/agents/index.ts';
import type { Answers } from '#main/domains/answers/index.ts';
import type { Models } from '#main/engine/models/model-port.ts';
import { answerErrorOf, isCutOff } from './answer-error.ts';
import type { MessageRow, SessionView } from './assistant.store.ts';
import { historyOf, openOf, summarise, type Privacy } from './conversation.ts';
import { endOf, partsOf, partsOfAnswer, toSteps, wordsOf } from './message-view.ts';
import type { SessionsDeps, SessionsService } from './sessions.service.ts';

export type AnsweringDeps = Pick<SessionsDeps, 'reads' | 'writes'> & {
  readonly sessions: SessionsService;
  readonly agents: Agents;
  readonly answers: Answers;
  readonly models: Models;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

type Look = { readonly emit: (event: AssistantEvent) => void; readonly signal: AbortSignal };
type Asked = Look & {
  readonly sessionId: string;
  readonly question: MessageRow;
  readonly answer: MessageRow;
  readonly locale: 'en' | 'it';
};

/** How one answer comes about: by an agent and a model, or without any where there is none. */
export class Answering {
  readonly #deps: AnsweringDeps;
  #tidying: Promise<void> = Promise.resolve();

  constructor(deps: AnsweringDeps) {
    this.#deps = deps;
  }

  /** Never throws: what went wrong is the end of the answer. */
  async answer(asked: Asked): Promise<void> {
    const { sessions, models, reads } = this.#deps;
    const draft = new Draft(asked, sessions);
    await this.#ended(asked, draft, async () => {
      const session = await sessions.getRow(asked.sessionId);
      const availability = await models.availability(session.isPrivate ? 'local' : 'any');
      if (availability !== 'ready') {
        await this.#withoutModel(asked, draft, availability === 'none' ? 'no_model' : 'offline');
        return;
      }
      const conditions = await this.#conditionsOf(session, asked, draft);
      const history = historyOf(session, await reads.listAll(session.id), await this.#privacyOf(session));
      const run = { runId: asked.answer.id, question: asked.question.text, history, conditions };
      draft.take(await this.#deps.agents.run(run));
    });
    if (draft.row.model !== null) this.#tidy(asked.sessionId);
  }

  /** The rest of a plan, after the person has decided its steps. */
  async goOn(waiting: Look & { readonly answer: MessageRow; readonly steps: readonly DecidedStep[] }) {
    const { sessions, agents, writes, reads } = this.#deps;
    const { answer, steps } = waiting;
    const draft = new Draft(waiting, sessions);
    await this.#ended(waiting, draft, async () => {
      const session = await sessions.getRow(answer.sessionId);
      await sessions.write('assistant.goOn', (tx) => writes.putMessage(tx, { ...answer, status: 'running' }));
      const conditions = await this.#conditionsOf(session, { ...waiting, locale: 'en' }, draft);
      // What has become private since may stand in what was read before: it goes no further than this machine.
      const { privateIds } = await this.#privacyOf(session);
      const isNew = privateIds.some((id) => !answer.privateIds.includes(id));
      const reach = isNew ? 'local' : conditions.reach;
      draft.take(await agents.resume(answer.id, steps, { ...conditions, reach }));
      draft.row = { ...draft.row, privateIds: await reads.listPrivateIds() };
    });
  }

  /** Resolves when no summary is being written any more. */
  settle(): Promise<void> {
    return this.#tidying;
  }

  async #ended({ emit, signal }: Look, draft: Draft, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reason: unknown = signal.reason;
      if (isCutOff(reason)) draft.fail(reason, false, this.#deps.clock.nowMs());
      else draft.fail(error, signal.aborted, this.#deps.clock.nowMs());
      if (!signal.aborted && !isAppError(error)) this.#deps.onError(error);
    }
    const { sessions, writes } = this.#deps;
    await draft.settled();
    try {
      await sessions.write('assistant.answer', (tx) => writes.putMessage(tx, draft.row));
      emit(endOf(await sessions.view(draft.row)));
    } catch (error) {
      // Only a store that is closing or broken gets here: the next start tells the answer as cut off.
      this.#deps.onError(error);
    }
  }

  async #withoutModel(asked: Asked, draft: Draft, notice: 'no_model' | 'offline'): Promise<void> {
    const { question, answer, locale, signal, sessionId } = asked;
    const { clientId, projectId } = await this.#deps.sessions.getRow(sessionId);
    const text = question.text.slice(0, 2000);
    const found = await this.#deps.answers.ask(
      { text, scope: { clientId, projectId }, locale },
      { runId: answer.id, signal },
    );
    draft.row = {
      ...draft.row,
      status: 'done',
      notice,
      parts: partsOfAnswer(found),
      citations: found.citations,
      text: wordsOf(found.parts),
      // It was read on this machine with nothing hidden: whatever is private may stand in it.
      privateIds: [],
    };
  }

  async #conditionsOf(
    session: SessionView,
    { signal, locale }: Pick<Asked, 'signal' | 'locale'>,
    draft: Draft,
  ): Promise<RunConditions> {
    const { clientId, projectId, model, isPrivate, clientName, projectName } = session;
    const place = await this.#deps.sessions.placeOf({ clientId, projectId });
    const names = [
      projectName === null ? '' : `the project "${projectName}"`,
      clientName === null ? '' : `the client "${clientName}"`,
    ];
    return {
      scope: { clientId, projectId },
      about: names.filter((name) => name !== '').join(' of '),
      open: openOf({ clientId, projectId }, place),
      reach: isPrivate || place.isClientPrivate || place.isProjectPrivate ? 'local' : 'any',
      model,
      locale,
      today: this.#deps.clock.today(),
      signal,
      emit: (event) => draft.note(event),
    };
  }

  async #privacyOf({ clientId, projectId }: SessionView): Promise<Privacy> {
    const { reads, sessions } = this.#deps;
    const scope = { clientId, projectId };
    const privateIds = await reads.listPrivateIds();
    return { privateIds, open: openOf(scope, await sessions.placeOf(scope)) };
  }

  /** A long conversation gets a summary behind the person's back; without one it is merely told in part. */
  #tidy(sessionId: string): void {
    const { sessions, reads, models } = this.#deps;
    this.#tidying = this.#tidying
      .then(async () => {
        const session = await sessions.getRow(sessionId);
        const messages = await reads.listAll(sessionId);
        const signal = AbortSignal.timeout(120_000);
        const told = { session, messages, privacy: await this.#privacyOf(session), signal };
        const summary = await summarise(models, told);
        if (summary) await sessions.change(session, summary);
      })
      .catch((error: unknown) => {
        if (!isAppError(error)) this.#deps.onError(error);
      });
  }
}

/** An answer in the making: what was told so far is what is kept when it breaks off. */
class Draft {
  row: MessageRow;
  readonly #emit: (event: AssistantEvent) => void;
  readonly #sessions: SessionsService;
  #text = '';
  #proposalIds: readonly string[];
  #telling: Promise<void> = Promise.resolve();

  constructor({ answer, emit }: { answer: MessageRow; emit: Look['emit'] }, sessions: SessionsService) {
    this.row = answer;
    this.#emit = emit;
    this.#sessions = sessions;
    this.#proposalIds = answer.parts.flatMap((part) => (part.type === 'steps' ? part.proposalIds : []));
    this.#text = answer.text;
  }

  note(event: AgentEvent): void {
    if (event.type === 'proposals') {
      this.#proposalIds = event.proposalIds;
      this.#telling = this.#telling.then(() => this.#tellSteps(event.proposalIds)).catch(() => undefined);
      return;
    }
    if (event.type === 'text') this.#text += event.delta;
    if (event.type === 'restart') this.#text = '';
    this.#emit(event);
  }

  settled(): Promise<void> {
    return this.#telling;
  }

  take({ status, agent, text, citations, proposalIds, model }: AgentOutcome): void {
    this.row = {
      ...this.row,
      status,
      agent,
      text,
      citations,
      model,
      error: null,
      parts: partsOf(text, proposalIds),
    };
  }

  fail(error: unknown, isCancelled: boolean, nowMs: number): void {
    const text = this.#text.trim();
    const parts = partsOf(text, this.#proposalIds);
    if (isCancelled) {
      this.row = { ...this.row, status: 'cancelled', text, parts };
      return;
    }
    this.row = { ...this.row, status: 'failed', text, parts, error: answerErrorOf(error, nowMs) };
  }

  async #tellSteps(ids: readonly string[]): Promise<void> {
    this.#emit({ type: 'steps', steps: await toSteps(ids, (id) => this.#sessions.findProposal(id)) });
  }
}
