import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '#main/api/root.ts';
import type { Api } from '#renderer/api/client.ts';

/** Messages, and what is told of them while they come, as they arrive over the wire. */
export type ShownMessage = Awaited<
  ReturnType<Api['assistant']['sessions']['messages']['query']>
>['items'][number];
export type ShownPart = ShownMessage['parts'][number];
export type ShownStep = Extract<ShownPart, { type: 'steps' }>['steps'][number];

type Answers = inferRouterOutputs<AppRouter>['assistant']['follow'];
export type ShownEvent = Answers extends AsyncIterable<infer Event> ? Event : never;
