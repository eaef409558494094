import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { AnswerPart, Citation } from './answers.ts';
import { pageInput, type Page } from './common.ts';
import type { Proposal } from './proposals.ts';
import type { BudgetRefusal } from './usage.ts';

/** What a conversation is about, and all that it may read: the whole workspace where both are null. */
export const assistantScopeSchema = z.object({
  clientId: z.uuid().nullable().default(null),
  projectId: z.uuid().nullable().default(null),
});
export type AssistantScope = z.infer<typeof assistantScopeSchema>;

/** Who of the assistant answers. */
export const AGENT_NAMES = ['project', 'knowledge', 'planner', 'general'] as const;
export const agentNameSchema = z.enum(AGENT_NAMES);
export type AgentName = z.infer<typeof agentNameSchema>;

/** One change that the answer proposes. `proposal` is as it stands now; null where it is gone. */
export type AssistantStep = { readonly proposalId: string; readonly proposal: Proposal | null };

/**
 * What an answer is made of: a model writes `markdown`, without HTML, images and web links of its own making, with
 * `[n]` for a citation; an answer found without one has the parts of `answers.ts`, and its proposals as `steps`.
 */
export type AssistantPart =
  | { readonly type: 'markdown'; readonly text: string }
  | { readonly type: 'steps'; readonly steps: readonly AssistantStep[] }
  | Exclude<AnswerPart, { readonly type: 'proposals' }>;

/** Which model answered, where, for how long and for how much: the sum of all calls of the answer. */
export type AssistantModelFacts = {
  readonly providerId: string;
  readonly providerName: string;
  readonly modelId: string;
  readonly isLocal: boolean;
  readonly isFromCache: boolean;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Millionths of a US dollar. */
  readonly costMicros: number;
  readonly durationMs: number;
  readonly firstTokenMs: number | null;
  readonly traceId: string;
};

/** `waiting`: the rest of the plan goes on once the person has decided its steps, also after a restart. */
export const MESSAGE_STATUSES = ['running', 'waiting', 'done', 'cancelled', 'failed'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Why no model wrote the answer, although it is one. */
export type AssistantNotice = 'no_model' | 'offline';

export type AssistantMessage = {
  readonly id: string;
  readonly sessionId: string;
  readonly role: 'user' | 'assistant';
  readonly status: MessageStatus;
  readonly parts: readonly AssistantPart[];
  /** What the numbers in its text stand for. */
  readonly citations: readonly Citation[];
  readonly agent: AgentName | null;
  /** Null where no model took part. */
  readonly model: AssistantModelFacts | null;
  readonly notice: AssistantNotice | null;
  /** Only where `status` is `failed`. */
  readonly error: AssistantError | null;
  readonly createdAt: number;
};

/**
 * `offline`, `model_auth`, `rate_limited`, `budget_exceeded`, `model_failed`, `no_model`, `cut_off` where the app was
 * closed before the answer was done, or another of the list.
 */
export type AssistantError = {
  readonly code: ErrorCode;
  readonly message: string;
  /** Of `model_failed`: nobody was reached, the server has a fault of its own, or it does not know the model. */
  readonly reason?: 'unreachable' | 'server' | 'unknown_model';
  /** Of `rate_limited`: the instant from which on asking again is of use. */
  readonly retryAt?: number;
  /** Of `budget_exceeded`: the cap that the call could have passed. */
  readonly budget?: Pick<BudgetRefusal, 'period' | 'limitMicros' | 'spentMicros' | 'estimateMicros'>;
};

export type AssistantSession = {
  readonly id: string;
  readonly title: string;
  readonly scope: AssistantScope;
  /** Names for the picker; null where the scope does not name one, or it is gone. */
  readonly clientName: string | null;
  readonly projectName: string | null;
  /** Of a private client or project: answered by models of this machine and network alone. */
  readonly isPrivate: boolean;
  /** `providerId/modelId`; null follows the order of the settings. */
  readonly model: string | null;
  readonly messageCount: number;
  readonly createdAt: number;
  readonly updatedAt: number;
};

export const assistantSessionListInputSchema = z.object({
  ...pageInput,
  /** Words that stand in the title or in a message. */
  search: z.string().trim().max(200).default(''),
});
export type AssistantSessionListInput = z.infer<typeof assistantSessionListInputSchema>;
export type AssistantSessionPage = Page<AssistantSession>;

export const assistantMessageListInputSchema = z.object({ sessionId: z.uuid(), ...pageInput });
export type AssistantMessageListInput = z.infer<typeof assistantMessageListInputSchema>;

export const assistantSessionInputSchema = z.object({
  title: z.string().trim().max(200).default(''),
  scope: assistantScopeSchema.default({ clientId: null, projectId: null }),
  model: z.string().max(300).nullable().default(null),
});
export type AssistantSessionInput = z.input<typeof assistantSessionInputSchema>;

/** The scope can be changed until the first question: what was read for one must not answer for another. */
export const assistantSessionPatchSchema = z.object({
  id: z.uuid(),
  title: z.string().trim().min(1).max(200).optional(),
  scope: assistantScopeSchema.optional(),
  model: z.string().max(300).nullable().optional(),
});
export type AssistantSessionPatch = z.infer<typeof assistantSessionPatchSchema>;

export const assistantAskInputSchema = z.object({
  /** Made by the caller: asking again with the same id follows the answer that is under way. */
  askId: z.uuid(),
  /** A new session where absent. */
  sessionId: z.uuid().optional(),
  text: z.string().trim().min(1).max(20_000),
  /** Of a new session. */
  scope: assistantScopeSchema.optional(),
  /** Of a new session. */
  model: z.string().max(300).nullable().optional(),
  locale: z.enum(['en', 'it']).default('en'),
});
export type AssistantAskInput = z.input<typeof assistantAskInputSchema>;

/** What happens while an answer comes. Ends after `done`, `waiting` or `error`. */
export type AssistantEvent =
  | {
      readonly type: 'started';
      readonly session: AssistantSession;
      readonly questionId: string;
      readonly answerId: string;
    }
  | { readonly type: 'agent'; readonly agent: AgentName }
  /** What it looks at or proposes, in the action's words. */
  | {
      readonly type: 'activity';
      readonly id: string;
      readonly actionId: string;
      readonly title: string;
      readonly state: 'running' | 'done' | 'proposed' | 'failed';
    }
  | { readonly type: 'text'; readonly delta: string }
  /** What was shown of the text so far is void: another model begins anew, or a tool is looked at first. */
  | { readonly type: 'restart' }
  | { readonly type: 'citations'; readonly citations: readonly Citation[] }
  | { readonly type: 'steps'; readonly steps: readonly AssistantStep[] }
  | { readonly type: 'waiting'; readonly message: AssistantMessage }
  | { readonly type: 'done'; readonly message: AssistantMessage }
  | { readonly type: 'error'; readonly error: AssistantError; readonly message: AssistantMessage | null };

const decision = z.discriminatedUnion('verdict', [
  z.object({
    verdict: z.literal('approve'),
    proposalId: z.uuid(),
    argumentsHash: z.string().length(64),
    /** The person's own version instead. */
    input: z.unknown().optional(),
  }),
  z.object({
    verdict: z.literal('reject'),
    proposalId: z.uuid(),
    reason: z.string().trim().max(2000).default(''),
  }),
]);
export const assistantDecideInputSchema = z.object({
  messageId: z.uuid(),
  decisions: z.array(decision).min(1).max(100),
});
export type AssistantDecideInput = z.infer<typeof assistantDecideInputSchema>;

export const assistantExportInputSchema = z.object({
  id: z.uuid(),
  format: z.enum(['markdown', 'json']).default('markdown'),
});
export type AssistantExport = { readonly fileName: string; readonly text: string };

/** Whether a model can answer in this scope now, and what takes its place where none can. */
export type AssistantStatus = {
  readonly availability: 'none' | 'offline' | 'ready';
  readonly isPrivate: boolean;
};
