import type { Tracer, Span } from '#main/engine/traces/trace-port.ts';
import { OWN_ATTRIBUTES } from '#shared/contracts/traces.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { AgentOutcome, AgentRun, DecidedStep, RunConditions } from './agent-run.ts';
import type { AgentSteps } from './agent-steps.ts';
import type { AgentsStore } from './agents.store.ts';
import { createCheckpointSaver, loadGraphs, type Graphs } from './langgraph.ts';
import { LiveRun, type RunState } from './live-run.ts';

export type OrchestratorDeps = {
  readonly steps: AgentSteps;
  readonly store: AgentsStore;
  readonly tracer: Tracer;
};

/** More than any run of five rounds takes. */
const MOST_NODES = 40;

type Config = { readonly configurable?: Readonly<Record<string, unknown>> };
type Graph = {
  invoke(input: unknown, options: object): Promise<unknown>;
};

/** Runs agents as a graph: sort, open, think, act, and where the model asks for it wait for the person. */
export class Orchestrator {
  readonly #deps: OrchestratorDeps;
  readonly #live = new Map<string, LiveRun>();
  #loaded: Promise<{ readonly graphs: Graphs; readonly graph: Graph }> | null = null;

  constructor(deps: OrchestratorDeps) {
    this.#deps = deps;
  }

  /** Throws what the models throw; a run that failed or was cancelled leaves nothing but its proposals and traces. */
  run(run: AgentRun): Promise<AgentOutcome> {
    const live = new LiveRun(run);
    const span = this.#span(live);
    const state: RunState = {
      agent: 'general',
      round: 0,
      proposalIds: [],
      waitingFor: [],
      waitCallId: '',
      isTainted: false,
      next: 'think',
    };
    return this.#turn(live, span, () => state);
  }

  /** Goes on with a run that waits, also one of an earlier start. Throws `not_found` where it waits no more. */
  async resume(
    runId: string,
    steps: readonly DecidedStep[],
    conditions: RunConditions,
  ): Promise<AgentOutcome> {
    const { store } = this.#deps;
    const entries = await store.listEntries(runId);
    if (entries.length === 0 || this.#live.has(runId)) {
      throw new AppError('not_found', 'This answer does not wait for anything any more. Nothing was done.');
    }
    const live = new LiveRun({ runId, conditions, entries });
    return this.#turn(live, this.#span(live), ({ Command }) => new Command({ resume: steps }));
  }

  /** Where runs wait, nothing is left of it. */
  forget(runIds: readonly string[]): Promise<void> {
    return this.#deps.store.drop(runIds);
  }

  async #turn(live: LiveRun, span: Span, inputOf: (graphs: Graphs) => unknown): Promise<AgentOutcome> {
    const { runId } = live;
    this.#live.set(runId, live);
    let isWaiting = false;
    try {
      const { graphs, graph } = await this.#load();
      const ended = await graph.invoke(inputOf(graphs), {
        configurable: { thread_id: runId },
        // One write when it waits, and none at each step: what is cut off is not taken up by itself anyway.
        durability: 'exit',
        recursionLimit: MOST_NODES,
      });
      isWaiting = graphs.isInterrupted(ended);
      const state = ended as RunState; // what the graph's state is
      span.set({ 'gen_ai.agent.name': state.agent });
      span.rename(`invoke_agent ${state.agent}`);
      span.end('ok');
      return this.#outcome(live, state, isWaiting);
    } catch (error) {
      span.end('error', isAppError(error) ? error.code : 'internal');
      live.conditions.signal.throwIfAborted();
      throw error;
    } finally {
      this.#live.delete(runId);
      if (!isWaiting) await this.#deps.store.drop([runId]);
    }
  }

  #outcome(live: LiveRun, { agent, proposalIds }: RunState, isWaiting: boolean): AgentOutcome {
    const text = live.text();
    return {
      status: isWaiting ? 'waiting' : 'done',
      agent,
      text,
      citations: live.sources.citedIn(text),
      proposalIds,
      model: live.facts(),
    };
  }

  /** Of a run that goes on after a wait the trace is the one that it began with. */
  #span(live: LiveRun): Span {
    const span = this.#deps.tracer.start({
      traceId: live.facts()?.traceId,
      name: 'invoke_agent',
      kind: 'internal',
      principal: 'assistant',
      runId: live.runId,
      attributes: { 'gen_ai.operation.name': 'invoke_agent', [OWN_ATTRIBUTES.feature]: 'assistant' },
    });
    live.span = { traceId: span.traceId, spanId: span.spanId };
    return span;
  }

  #load() {
    this.#loaded ??= loadGraphs().then((graphs) => ({ graphs, graph: this.#build(graphs) }));
    return this.#loaded;
  }

  #build(graphs: Graphs): Graph {
    const { Annotation, StateGraph, START, END, interrupt } = graphs;
    const { steps, store } = this.#deps;
    const last = <T>() => Annotation<T>();
    const shape = Annotation.Root({
      agent: last<RunState['agent']>(),
      round: last<number>(),
      proposalIds: last<readonly string[]>(),
      waitingFor: last<readonly string[]>(),
      waitCallId: last<string>(),
      isTainted: last<boolean>(),
      next: last<RunState['next']>(),
    });
    const node =
      (work: (live: LiveRun, state: RunState) => Promise<Partial<RunState>>) =>
      (state: RunState, config: Config) =>
        work(this.#liveOf(config), state);
    const next = ({ next: to }: RunState) => (to === 'end' ? END : to);
    return new StateGraph(shape)
      .addNode(
        'sort',
        node((live, state) => steps.sort(live, state)),
      )
      .addNode(
        'open',
        node((live, state) => steps.open(live, state)),
      )
      .addNode(
        'think',
        node((live, state) => steps.think(live, state)),
      )
      .addNode(
        'act',
        node((live, state) => steps.act(live, state)),
      )
      .addNode(
        'keep',
        node(async (live) => {
          // On disk before the checkpoint that counts on it.
          const { from, entries } = live.takeUnsaved();
          await store.appendEntries(live.runId, from, entries);
          return {};
        }),
      )
      .addNode('wait', (state: RunState, config: Config) => {
        const decided = interrupt(state.waitingFor) as readonly DecidedStep[]; // what `resume` hands over
        return steps.goOn(this.#liveOf(config), state, decided);
      })
      .addEdge(START, 'sort')
      .addEdge('sort', 'open')
      .addEdge('open', 'think')
      .addConditionalEdges('think', next, ['act', END])
      .addConditionalEdges('act', ({ next: to }) => (to === 'wait' ? 'keep' : 'think'), ['keep', 'think'])
      .addEdge('keep', 'wait')
      .addConditionalEdges('wait', next, ['think', END])
      .compile({ checkpointer: createCheckpointSaver(graphs, store) });
  }

  #liveOf({ configurable = {} }: Config): LiveRun {
    const live = this.#live.get(String(configurable['thread_id']));
    if (!live) throw new AppError('internal', 'A step of a run that is over was called.');
    return live;
  }
}
