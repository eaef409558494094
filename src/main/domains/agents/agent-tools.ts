import type { JsonSchema } from '#shared/contracts/models.ts';
import type { ActionPrincipal, ProposalSource } from '#shared/contracts/actions.ts';
import type { Citation } from '#shared/contracts/answers.ts';
import type { AgentName, AssistantScope } from '#shared/contracts/assistant.ts';
import { OWN_ATTRIBUTES } from '#shared/contracts/traces.ts';
import { isAppError } from '#shared/errors.ts';
import type { WorkspaceScope } from '#shared/kernel/permission-scope.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import type { ModelTool, ModelToolCall } from '#main/engine/models/model-port.ts';
import type { Tracer } from '#main/engine/traces/trace-port.ts';
import { agentKind } from './agent-kinds.ts';
import type { RunConditions } from './agent-run.ts';
import type { SpanPlace } from './live-run.ts';
import { numberSources, type Sources } from './sources.ts';

export type ToolsDeps = {
  readonly actions: () => Actions;
  readonly tracer: Tracer;
  /** Hides what is private and not named; see `Store.withPrivacy`. */
  readonly withPrivacy: <T>(
    view: { readonly openClientIds: readonly string[]; readonly openProjectIds: readonly string[] },
    work: () => Promise<T>,
  ) => Promise<T>;
  readonly version: string;
  /** SHA-256, hex: rules and rights are for exactly this assistant. */
  readonly contentHash: string;
};

/** One call on behalf of a run. */
export type ToolCall = {
  readonly call: ModelToolCall;
  readonly runId: string;
  readonly conditions: RunConditions;
  readonly sources: Sources;
  readonly agent: AgentName;
  readonly span: SpanPlace;
  /** Whether the run has read anything besides the person's own words. */
  readonly isTainted: boolean;
};

export type ToolAnswer = {
  /** For the model. */
  readonly text: string;
  readonly state: 'done' | 'proposed' | 'failed';
  readonly proposalId: string | null;
  readonly citations: readonly Citation[];
};

/** A tool that is none: the model stops here until the person has decided what it proposed. */
export const WAIT_TOOL = 'wait_for_approval';

const WAITING: ModelTool = {
  name: WAIT_TOOL,
  description:
    'Stops here until the person has decided the changes that were proposed, and goes on with what came of them. Call it only when further steps need the outcome, such as the id of a new project.',
  inputSchema: { type: 'object', properties: {}, additionalProperties: false },
};

const MOST_TOLD = 12_000;

/** What an agent may call: actions by the gate, within the conversation's scope and without what is private elsewhere. */
export class AgentTools {
  readonly #deps: ToolsDeps;

  constructor(deps: ToolsDeps) {
    this.#deps = deps;
  }

  principalOf(agent: AgentName): ActionPrincipal {
    const { version, contentHash } = this.#deps;
    return { kind: 'assistant', name: agent, version, contentHash };
  }

  toolsOf(agent: AgentName): readonly ModelTool[] {
    const { registry } = this.#deps.actions();
    const tools = agentKind(agent).tools.flatMap((id): ModelTool[] => {
      const action = registry.find(id);
      if (!action) return [];
      return [
        {
          name: toolName(id),
          description: action.description,
          inputSchema: registry.inputSchema(id) as JsonSchema, // made by zod from the action's own schema
        },
      ];
    });
    const writes = tools.some(({ name }) => this.#effectOf(actionIdOf(name)) === 'write');
    return writes ? [...tools, WAITING] : tools;
  }

  /** Whether a call of this tool would change something, or waits for changes. */
  isChange(name: string): boolean {
    return name === WAIT_TOOL || this.#effectOf(actionIdOf(name)) === 'write';
  }

  titleOf(call: ModelToolCall): string {
    return this.#deps.actions().registry.find(actionIdOf(call.name))?.title ?? '';
  }

  /** Never throws but when the run is cancelled: what went wrong is told to the model, which can do it otherwise. */
  async run(wanted: ToolCall): Promise<ToolAnswer> {
    const { call, agent, conditions } = wanted;
    const actionId = actionIdOf(call.name);
    if (!agentKind(agent).tools.includes(actionId)) {
      return failed(`There is no tool "${call.name.slice(0, 60)}" for you.`);
    }
    const span = this.#deps.tracer.start({
      traceId: wanted.span.traceId,
      parentSpanId: wanted.span.spanId,
      name: `execute_tool ${actionId}`,
      kind: 'internal',
      principal: `assistant:${agent}`,
      runId: wanted.runId,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': actionId,
        [OWN_ATTRIBUTES.feature]: 'assistant',
      },
    });
    span.content('input', call.input);
    try {
      const answer = await this.#invoke(actionId, wanted);
      span.content('output', answer.text);
      span.end('ok');
      return answer;
    } catch (error) {
      const message = isAppError(error)
        ? error.message
        : 'Something unexpected went wrong; nothing was done.';
      span.end('error', message);
      conditions.signal.throwIfAborted();
      return failed(message);
    }
  }

  async #invoke(actionId: string, wanted: ToolCall): Promise<ToolAnswer> {
    const { conditions, runId, sources, agent, isTainted } = wanted;
    const { scope, open, signal } = conditions;
    const view = { openClientIds: open.clientIds, openProjectIds: open.projectIds };
    const outcome = await this.#deps.withPrivacy(view, () =>
      this.#deps.actions().invoke(actionId, this.#inputOf(actionId, wanted), this.principalOf(agent), {
        runId,
        signal,
        isTainted,
        within: withinOf(scope),
        sources: sources.used().map(proposalSource),
      }),
    );
    if (outcome.status === 'proposed') {
      const text =
        'Proposed. It is done once the person agrees: say that it waits for them, and not that it is done.';
      return { text, state: 'proposed', proposalId: outcome.proposalId, citations: [] };
    }
    const { value, citations } = numberSources(actionId, outcome.output, sources);
    return { text: asData(value), state: 'done', proposalId: null, citations };
  }

  /** Lists and new items of a conversation about one project or client are of that one. */
  #inputOf(actionId: string, { call, conditions }: ToolCall): unknown {
    const { clientId, projectId } = conditions.scope;
    const given = typeof call.input === 'object' && call.input !== null ? call.input : {};
    if (actionId === 'search.passages') {
      return { ...given, scope: conditions.scope, locale: conditions.locale };
    }
    const schema = this.#deps.actions().registry.inputSchema(actionId) as {
      readonly properties?: Readonly<Record<string, unknown>>;
    };
    const takes = (name: string) => schema.properties?.[name] !== undefined && !(name in given);
    const isNew = actionId.endsWith('.create');
    const about =
      projectId === null
        ? { clientId, clientIds: clientId === null ? null : [clientId] }
        : { projectId, projectIds: [projectId] };
    const fills = Object.entries(about).filter(
      ([name, value]) => value !== null && takes(name) && (isNew || name.endsWith('Ids')),
    );
    const scoped = actionId.startsWith('memory.') ? { scope: conditions.scope } : {};
    return { ...given, ...Object.fromEntries(fills), ...scoped };
  }

  #effectOf(actionId: string) {
    return this.#deps.actions().registry.find(actionId)?.effect;
  }
}

function withinOf({ clientId, projectId }: AssistantScope): WorkspaceScope | undefined {
  if (projectId !== null) return { projectId };
  return clientId === null ? undefined : { clientId };
}

export function toolName(actionId: string): string {
  return actionId.replace('.', '__');
}

export function actionIdOf(name: string): string {
  return name.replace('__', '.');
}

function failed(text: string): ToolAnswer {
  return { text: `It did not work: ${text}`, state: 'failed', proposalId: null, citations: [] };
}

/** What was read is told as data between marks that it cannot close itself. */
export function asData(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const cut = text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}… (cut)` : text;
  return `<data>\n${cut.replaceAll(/<\/?data>/gi, '')}\n</data>`;
}

function proposalSource({ source, title, link, quote }: Citation): ProposalSource {
  return {
    source,
    label: title.slice(0, 500),
    url: link === '' ? null : link.slice(0, 2000),
    excerpt: quote.slice(0, 500),
  };
}
