import {
  assistantAskInputSchema,
  type AssistantAskInput,
  type AssistantDecideInput,
  type AssistantEvent,
  type AssistantMessage,
  type AssistantScope,
  type AssistantStatus,
} from '#shared/contracts/assistant.ts';
import type { ProposalDecision } from '#shared/contracts/proposals.ts';
import { AppError } from '#shared/errors.ts';
import type { Agents } from '#main/domains/agents/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { Models } from '#main/engine/models/model-port.ts';
import { answerErrorOf, cutOff } from './answer-error.ts';
import { AnswerHub } from './answer-hub.ts';
import type { Answering } from './answering.ts';
import type { MessageRow, SessionView } from './assistant.store.ts';
import { endOf } from './message-view.ts';
import type { SessionsDeps, SessionsService } from './sessions.service.ts';

export type AskingDeps = SessionsDeps & {
  readonly sessions: SessionsService;
  readonly answering: Answering;
  readonly agents: Pick<Agents, 'forget'>;
  readonly models: Pick<Models, 'availability'>;
  readonly decisions: Pick<Proposals['decisions'], 'approve' | 'approveEdited' | 'reject'>;
  readonly news: Pick<Proposals['news'], 'follow' | 'of'>;
  readonly onError: (error: unknown) => void;
};

type Parsed = ReturnType<typeof assistantAskInputSchema.parse>;

const TITLE_LENGTH = 80;

/** Questions on their way: asked, followed, cancelled, and taken up again when the person has decided. */
export class AskingService {
  readonly #deps: AskingDeps;
  readonly #hub = new AnswerHub();
  #stopFollowing: (() => Promise<void>) | null = null;

  constructor(deps: AskingDeps) {
    this.#deps = deps;
  }

  /** Answers cut off by the end of the last run are told as such, to be asked again; nothing is asked by itself. */
  async start(): Promise<void> {
    const { reads, sessions, writes, news, agents, nowMs } = this.#deps;
    const broken = await reads.listByStatus(['running']);
    if (broken.length > 0) {
      const error = answerErrorOf(cutOff(), nowMs());
      await sessions.write('assistant.recover', (tx) => {
        for (const row of broken) writes.putMessage(tx, { ...row, status: 'failed', error });
      });
      await agents.forget(broken.map(({ id }) => id));
    }
    this.#stopFollowing = news.follow(({ runId }) => this.#goOnIfDecided(runId));
  }

  async stop(): Promise<void> {
    await this.#stopFollowing?.();
    await this.#hub.close();
  }

  /** Asking again with the same `askId` follows the answer that is under way, or tells the one that there is. */
  async *ask(given: AssistantAskInput, signal: AbortSignal): AsyncGenerator<AssistantEvent> {
    const input = assistantAskInputSchema.parse(given);
    const known = await this.#deps.reads.findMessage(input.askId);
    const answer = known ? await this.#deps.reads.findAnswer(known) : await this.#begin(input);
    if (!answer) throw new AppError('not_found', 'This question has no answer any more.');
    yield* this.follow(answer.id, signal);
  }

  /** An answer from its first event, or its end where it is over. */
  async *follow(messageId: string, signal: AbortSignal): AsyncGenerator<AssistantEvent> {
    if (this.#hub.has(messageId)) {
      yield* this.#hub.follow(messageId, signal);
      return;
    }
    const row = await this.#getRow(messageId);
    yield endOf(await this.#deps.sessions.view(row));
  }

  /** Resolves when nothing of it goes on. What it has proposed so far stays in the inbox. */
  async cancel(messageId: string): Promise<AssistantMessage> {
    await this.#hub.cancel(messageId);
    const row = await this.#getRow(messageId);
    if (row.status !== 'waiting') return this.#deps.sessions.view(row);
    await this.#deps.agents.forget([messageId]);
    const cancelled = { ...row, status: 'cancelled' as const };
    await this.#put(cancelled);
    return this.#deps.sessions.view(cancelled);
  }

  /** Decides steps where they are shown; the rest of a plan that waits for them goes on by itself. */
  async decide({ messageId, decisions }: AssistantDecideInput): Promise<{
    readonly decisions: readonly ProposalDecision[];
    readonly message: AssistantMessage;
  }> {
    const row = await this.#getRow(messageId);
    const own = new Set(proposalIdsOf(row));
    if (decisions.some(({ proposalId }) => !own.has(proposalId))) {
      throw new AppError('invalid_input', 'These steps are not of this answer. Nothing was decided.');
    }
    const made: ProposalDecision[] = [];
    for (const decision of decisions) made.push(...(await this.#decide(decision)));
    await this.#goOnIfDecided(messageId);
    return { decisions: made, message: await this.#deps.sessions.view(await this.#getRow(messageId)) };
  }

  async remove(sessionId: string): Promise<void> {
    await Promise.all(this.#hub.ofSession(sessionId).map((id) => this.#hub.cancel(id)));
    const rows = await this.#deps.reads.listAll(sessionId);
    for (const { id } of rows.filter(({ status }) => status === 'waiting')) await this.cancel(id);
    await this.#deps.sessions.remove(sessionId);
  }

  /** Runs whose person never came back: their proposals have expired, and nothing of them is kept. */
  async prune(): Promise<void> {
    const waiting = await this.#deps.reads.listByStatus(['waiting']);
    for (const { id } of waiting) if (await this.#isForgotten(id)) await this.cancel(id);
    await this.#deps.sessions.prune();
  }

  async status(scope: AssistantScope): Promise<AssistantStatus> {
    const place = await this.#deps.sessions.placeOf(scope);
    const isPrivate = place.isClientPrivate || place.isProjectPrivate;
    return { isPrivate, availability: await this.#deps.models.availability(isPrivate ? 'local' : 'any') };
  }

  #decide(decision: AssistantDecideInput['decisions'][number]): Promise<readonly ProposalDecision[]> {
    const { decisions } = this.#deps;
    if (decision.verdict === 'reject') return decisions.reject([decision.proposalId], decision.reason);
    const { proposalId: id, argumentsHash, input } = decision;
    if (input === undefined) return decisions.approve([{ id, argumentsHash }]);
    return decisions.approveEdited({ id, argumentsHash, input }).then((one) => [one]);
  }

  async #begin(input: Parsed): Promise<MessageRow> {
    const { sessions, reads } = this.#deps;
    const session = await this.#sessionOf(input);
    if (this.#hub.ofSession(session.id).length > 0) {
      throw new AppError(
        'conflict',
        'The answer before this one is still coming. Nothing was asked; wait for it or cancel it.',
      );
    }
    const place = await sessions.placeOf(session);
    const isPrivate = session.isPrivate || place.isClientPrivate || place.isProjectPrivate;
    if (isPrivate !== session.isPrivate) await sessions.change(session, { isPrivate });
    const last = await reads.lastPlace(session.id);
    const privateIds = await reads.listPrivateIds();
    const question = this.#row(session.id, {
      id: input.askId,
      place: last + 1,
      role: 'user',
      status: 'done',
      text: input.text,
      parts: [{ type: 'markdown', text: input.text }],
      privateIds,
    });
    const answer = this.#row(session.id, {
      id: this.#deps.ids.next(),
      place: last + 2,
      role: 'assistant',
      status: 'running',
      privateIds,
    });
    const title = session.title === '' ? input.text.slice(0, TITLE_LENGTH) : session.title;
    const { clientName: _, projectName: __, messageCount: ___, ...row } = session;
    await sessions.write('assistant.ask', (tx) => {
      this.#deps.writes.putSession(tx, { ...row, title, isPrivate, updatedAt: tx.nowMs });
      this.#deps.writes.putMessage(tx, question);
      this.#deps.writes.putMessage(tx, answer);
    });
    const started = {
      type: 'started' as const,
      session: await sessions.get(session.id),
      questionId: question.id,
      answerId: answer.id,
    };
    this.#hub.start(answer, async (emit, signal) => {
      emit(started);
      await this.#deps.answering.answer({
        sessionId: session.id,
        question,
        answer,
        locale: input.locale,
        emit,
        signal,
      });
    });
    return answer;
  }

  async #sessionOf({ sessionId, scope, model }: Parsed): Promise<SessionView> {
    const { sessions } = this.#deps;
    if (sessionId !== undefined) return sessions.getRow(sessionId);
    const made = await sessions.create({ ...(scope ? { scope } : {}), model: model ?? null });
    return sessions.getRow(made.id);
  }

  /**
   * Told of each decision, wherever it was made; goes on once none of the run's steps is open. Where the time of one ran
   * out nobody has come back for the answer: it ends, and no model is asked and paid behind the person's back.
   */
  async #goOnIfDecided(runId: string): Promise<void> {
    const row = await this.#deps.reads.findMessage(runId);
    if (row?.status !== 'waiting' || this.#hub.has(runId)) return;
    const steps = await this.#deps.news.of(runId);
    const decided = new Set(steps.map(({ proposalId }) => proposalId));
    if (!proposalIdsOf(row).every((id) => decided.has(id))) return;
    if (this.#hub.has(runId)) return;
    if (steps.some(({ status }) => status === 'expired')) {
      await this.cancel(runId);
      return;
    }
    this.#hub.start(row, (emit, signal) => this.#deps.answering.goOn({ answer: row, steps, emit, signal }));
  }

  async #isForgotten(messageId: string): Promise<boolean> {
    const row = await this.#getRow(messageId);
    const proposals = await Promise.all(proposalIdsOf(row).map((id) => this.#deps.sessions.findProposal(id)));
    return proposals.every((one) => one === null || (one.status !== 'pending' && one.status !== 'applying'));
  }

  async #getRow(id: string): Promise<MessageRow> {
    const row = await this.#deps.reads.findMessage(id);
    if (!row) throw new AppError('not_found', 'This answer does not exist any more.');
    return row;
  }

  #put(row: MessageRow): Promise<void> {
    return this.#deps.sessions.write('assistant.update', (tx) => this.#deps.writes.putMessage(tx, row));
  }

  #row(
    sessionId: string,
    given: Pick<MessageRow, 'id' | 'place' | 'role' | 'status' | 'privateIds'> & Partial<MessageRow>,
  ): MessageRow {
    const nothing = {
      parts: [],
      citations: [],
      text: '',
      agent: null,
      model: null,
      notice: null,
      error: null,
    };
    return { ...nothing, sessionId, createdAt: this.#deps.nowMs(), ...given };
  }
}

function proposalIdsOf({ parts }: MessageRow): readonly string[] {
  return parts.flatMap((part) => (part.type === 'steps' ? part.proposalIds : []));
}
