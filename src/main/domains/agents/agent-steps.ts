import { z } from 'zod';
import { agentNameSchema, type AgentName } from '#shared/contracts/assistant.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { ModelRequest, ModelResult, Models, ModelToolCall } from '#main/engine/models/model-port.ts';
import type { Memory } from '#main/domains/memory/index.ts';
import { agentByWords, agentKind } from './agent-kinds.ts';
import type { DecidedStep } from './agent-run.ts';
import { actionIdOf, asData, toolName, WAIT_TOOL, type AgentTools } from './agent-tools.ts';
import { createAnswerText } from './answer-text.ts';
import type { LiveRun, RunState } from './live-run.ts';
import { SORTING_PROMPT, SORTING_SCHEMA, systemPrompt } from './prompts.ts';

export type StepsDeps = {
  readonly models: Models;
  readonly memory: Pick<Memory, 'list'>;
  readonly tools: AgentTools;
};

/** Of one run, tools included: what goes on for longer is going in circles. */
const MOST_ROUNDS = 5;
/** In one round; more is no plan that a person would look through. */
const MOST_CALLS = 20;
const MOST_PASSAGES = 8;

/** What an agent does, step by step. Each takes the run and its state and answers what of the state changes. */
export class AgentSteps {
  readonly #deps: StepsDeps;

  constructor(deps: StepsDeps) {
    this.#deps = deps;
  }

  /** Who it is for: by its words, and where they do not say it by asking the model. */
  async sort(live: LiveRun, state: RunState): Promise<Partial<RunState>> {
    const { conditions, question } = live;
    const agent =
      agentByWords(question, conditions.scope.projectId !== null) ?? (await this.#askWho(live, state));
    conditions.emit({ type: 'agent', agent });
    return { agent };
  }

  /** Puts together what the model is told, with the passages that fit the question. */
  async open(live: LiveRun, state: RunState): Promise<Partial<RunState>> {
    const { conditions, question, history } = live;
    const { agent } = state;
    const facts = await this.#deps.memory.list({ namespace: agent, scope: conditions.scope });
    const found = agentKind(agent).readsFirst ? await this.#readFirst(live, state) : '';
    const content = found === '' ? question : `${question}\n\nPassages that may help:\n${found}`;
    live.add({
      type: 'message',
      message: { role: 'system', content: systemPrompt(agent, conditions, facts) },
    });
    for (const message of history) live.add({ type: 'message', message });
    live.add({ type: 'message', message: { role: 'user', content } });
    return { next: 'think', isTainted: found !== '' || history.length > 0 };
  }

  /** Asks the model; its words go out as they come. */
  async think(live: LiveRun, state: RunState): Promise<Partial<RunState>> {
    const round = state.round + 1;
    const { written, result } = await this.#stream(live, state, round >= MOST_ROUNDS);
    live.addResult(result);
    const calls = result.toolCalls.slice(0, MOST_CALLS);
    if (round >= MOST_ROUNDS || calls.length === 0) {
      if (written.trim() === '' && live.text() === '' && state.proposalIds.length === 0) throw silent();
      live.add({ type: 'text', text: written });
      return { round, next: 'end' };
    }
    live.add({
      type: 'message',
      message: { role: 'assistant', content: result.text, toolCalls: calls },
    });
    this.#keepOrTakeBack(live, written, calls);
    return { round, next: 'act' };
  }

  /** Makes the calls that the model asked for. */
  async act(live: LiveRun, state: RunState): Promise<Partial<RunState>> {
    const last = live.messages().at(-1);
    const calls = last?.role === 'assistant' ? (last.toolCalls ?? []) : [];
    const proposalIds = [...state.proposalIds];
    let { isTainted } = state;
    let waitCallId = '';
    for (const call of calls) {
      live.conditions.signal.throwIfAborted();
      if (call.name === WAIT_TOOL && waitCallId === '') {
        waitCallId = call.id;
        continue;
      }
      const answer = await this.#call(live, { ...state, isTainted }, call);
      isTainted ||= answer.state === 'done';
      if (answer.proposalId !== null && !proposalIds.includes(answer.proposalId)) {
        proposalIds.push(answer.proposalId);
        live.conditions.emit({ type: 'proposals', proposalIds });
      }
      addToolAnswer(live, call, answer.text);
    }
    const waitingFor = proposalIds.filter((id) => !state.waitingFor.includes(id));
    if (waitCallId === '') return { proposalIds, isTainted, next: 'think' };
    if (waitingFor.length > 0) return { proposalIds, isTainted, waitingFor, waitCallId, next: 'wait' };
    addToolAnswer(live, { id: waitCallId, name: WAIT_TOOL }, 'Nothing waits for the person.');
    return { proposalIds, isTainted, next: 'think' };
  }

  /** Goes on with what the person has decided; there is nothing to go on with where all was turned down. */
  goOn(live: LiveRun, state: RunState, steps: readonly DecidedStep[]): Partial<RunState> {
    const told = steps.map(({ proposalId, status, reason, answer }) => ({
      proposalId,
      status,
      reason,
      result: answer,
    }));
    addToolAnswer(live, { id: state.waitCallId, name: WAIT_TOOL }, asData(told));
    const isAgreed = steps.some(({ status }) => status === 'approved');
    return { isTainted: true, waitCallId: '', next: isAgreed ? 'think' : 'end' };
  }

  async #askWho(live: LiveRun, state: RunState): Promise<AgentName> {
    try {
      const result = await this.#deps.models.complete({
        ...this.#requestOf(live, state),
        messages: [
          { role: 'system', content: SORTING_PROMPT },
          { role: 'user', content: live.question },
        ],
        responseSchema: SORTING_SCHEMA,
        maxOutputTokens: 200,
      });
      live.addResult(result);
      return z.object({ agent: agentNameSchema }).safeParse(result.object).data?.agent ?? 'general';
    } catch (error) {
      // A model that cannot answer by a schema can still answer; what else is wrong the answer itself will say.
      if (isAppError(error) && error.code === 'model_failed') return 'general';
      throw error;
    }
  }

  async #readFirst(live: LiveRun, state: RunState): Promise<string> {
    const input = { query: live.question.slice(0, 2000), limit: MOST_PASSAGES };
    const call = { id: 'first', name: toolName('search.passages'), input };
    const answer = await this.#call(live, state, call);
    return answer.state === 'done' && answer.citations.length > 0 ? answer.text : '';
  }

  async #call(live: LiveRun, state: RunState, call: ModelToolCall) {
    const { tools } = this.#deps;
    const { emit } = live.conditions;
    const { agent, isTainted } = state;
    const facts = {
      type: 'activity' as const,
      id: call.id,
      actionId: actionIdOf(call.name),
      title: tools.titleOf(call),
    };
    emit({ ...facts, state: 'running' });
    const { runId, conditions, sources, span } = live;
    const answer = await tools.run({ call, runId, conditions, sources, agent, span, isTainted });
    emit({ ...facts, state: answer.state });
    if (answer.citations.length > 0) emit({ type: 'citations', citations: answer.citations });
    return answer;
  }

  async #stream(live: LiveRun, state: RunState, isLast: boolean) {
    const { emit } = live.conditions;
    const begin = () =>
      createAnswerText({
        hasNumber: (number) => live.sources.has(number),
        mayLink: (url) => url.startsWith('adiuva://') || live.sources.hasLink(url),
      });
    let text = begin();
    let written = '';
    let result: ModelResult | null = null;
    const show = (shown: string) => {
      if (shown === '') return;
      // What was written for good stands above it.
      const delta = written === '' && live.text() !== '' ? `\n\n${shown}` : shown;
      written += shown;
      emit({ type: 'text', delta });
    };
    const request = {
      ...this.#requestOf(live, state),
      messages: live.messages(),
      tools: this.#deps.tools.toolsOf(state.agent),
      toolChoice: isLast ? ('none' as const) : ('auto' as const),
    };
    for await (const event of this.#deps.models.stream(request)) {
      if (event.type === 'text') show(text.push(event.delta));
      else if (event.type === 'done') result = event.result;
      else if (event.type === 'restart') {
        text = begin();
        takeBack(live, written);
        written = '';
      }
    }
    show(text.end());
    if (result === null) throw silent();
    return { written, result };
  }

  /** Words beside a proposal belong to the answer; words before a look at something were only on the way to it. */
  #keepOrTakeBack(live: LiveRun, written: string, calls: readonly ModelToolCall[]): void {
    const isPlan = calls.some(({ name }) => this.#deps.tools.isChange(name));
    if (isPlan) live.add({ type: 'text', text: written });
    else takeBack(live, written);
  }

  #requestOf(live: LiveRun, { agent }: RunState): Omit<ModelRequest, 'messages'> {
    const { reach, model, signal } = live.conditions;
    return {
      feature: 'assistant',
      principal: `assistant:${agent}`,
      runId: live.runId,
      traceId: live.span.traceId,
      parentSpanId: live.span.spanId,
      signal,
      reach,
      temperature: 0,
      ...(model === null ? {} : { model }),
    };
  }
}

function takeBack(live: LiveRun, written: string): void {
  if (written === '') return;
  live.conditions.emit({ type: 'restart' });
  if (live.text() !== '') live.conditions.emit({ type: 'text', delta: live.text() });
}

function addToolAnswer(
  live: LiveRun,
  { id, name }: { readonly id: string; readonly name: string },
  content: string,
): void {
  live.add({ type: 'message', message: { role: 'tool', content, toolCallId: id, toolName: name } });
}

function silent(): AppError {
  return new AppError(
    'model_failed',
    'The model answered with nothing that can be read. Nothing was changed; ask again, or choose another model.',
  );
}
