import type { Citation } from '#shared/contracts/answers.ts';
import type {
  AgentName,
  AssistantEvent,
  AssistantModelFacts,
  AssistantScope,
} from '#shared/contracts/assistant.ts';
import type { ModelMessage, ModelReach } from '#main/engine/models/model-port.ts';

/** What happens while an agent works, told as it happens. */
export type AgentEvent =
  | Extract<AssistantEvent, { readonly type: 'agent' | 'activity' | 'text' | 'restart' | 'citations' }>
  | { readonly type: 'proposals'; readonly proposalIds: readonly string[] };

/** Who is to answer what, for whom and within what. */
export type AgentRun = {
  /** Of the answer; proposals, traces and the checkpoint bear it. */
  readonly runId: string;
  readonly question: string;
  /** What was said before, the earliest first. */
  readonly history: readonly ModelMessage[];
  readonly conditions: RunConditions;
};

/** What holds for a run now; asked anew when it goes on after a wait. */
export type RunConditions = {
  readonly scope: AssistantScope;
  /** "the project Website of Acme"; empty for the whole workspace. */
  readonly about: string;
  /** Private clients and projects that may be read: those that the conversation is about. */
  readonly open: { readonly clientIds: readonly string[]; readonly projectIds: readonly string[] };
  readonly reach: ModelReach;
  /** `providerId/modelId`; null follows the settings. */
  readonly model: string | null;
  readonly locale: 'en' | 'it';
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly signal: AbortSignal;
  readonly emit: (event: AgentEvent) => void;
};

export type AgentOutcome = {
  readonly status: 'done' | 'waiting';
  readonly agent: AgentName;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly proposalIds: readonly string[];
  readonly model: AssistantModelFacts | null;
};

/** How the person has decided a step that a run waits for. */
export type DecidedStep = {
  readonly proposalId: string;
  readonly status: string;
  readonly reason: string;
  /** What the approved action answered, where it is known. */
  readonly answer: unknown;
};

/** What a run keeps beside its state, in the order in which it came. */
export type AgentEntry =
  | { readonly type: 'message'; readonly message: ModelMessage }
  | { readonly type: 'source'; readonly citation: Citation }
  /** What of the answer is written for good. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'model'; readonly facts: AssistantModelFacts };
