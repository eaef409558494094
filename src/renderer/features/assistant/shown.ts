import type { AssistantError, AssistantEvent } from '#shared/contracts/assistant.ts';
import type { Api } from '#renderer/api/client.ts';

/** Messages, and what is told of them while they come, as they arrive over the wire. */
export type ShownMessage = Awaited<
  ReturnType<Api['assistant']['sessions']['messages']['query']>
>['items'][number];
export type ShownPart = ShownMessage['parts'][number];
export type ShownStep = Extract<ShownPart, { type: 'steps' }>['steps'][number];

export type ShownEvent =
  | Exclude<AssistantEvent, { type: 'steps' | 'waiting' | 'done' | 'error' }>
  | { readonly type: 'steps'; readonly steps: readonly ShownStep[] }
  | { readonly type: 'waiting' | 'done'; readonly message: ShownMessage }
  | { readonly type: 'error'; readonly error: AssistantError; readonly message: ShownMessage | null };
