import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { AssistantScope } from '#shared/contracts/assistant.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useLanguage } from '#renderer/lib/i18n/use-language.ts';
import { keepMessages, keepSession, useMessages, useSession, useUpdateSession } from './queries.ts';
import type { ShownEvent, ShownMessage } from './shown.ts';

type ConversationOptions = {
  /** None before the first question. */
  sessionId: string | undefined;
  /** What a new one is about to begin with. */
  startScope: AssistantScope;
  onSession(id: string): void;
};

/** A question that the host has not taken in yet. */
type Asked = {
  readonly id: string;
  readonly sessionId: string | undefined;
  readonly text: string;
  readonly error: unknown;
};

function emptyMessage(given: Pick<ShownMessage, 'id' | 'sessionId' | 'role' | 'parts'>): ShownMessage {
  return {
    ...given,
    status: given.role === 'user' ? 'done' : 'running',
    citations: [],
    agent: null,
    model: null,
    notice: null,
    error: null,
    createdAt: Date.now(),
  };
}

type Started = Extract<ShownEvent, { type: 'started' }>;

function messagesOf({ session, questionId, answerId }: Started, text: string): readonly ShownMessage[] {
  const sessionId = session.id;
  return [
    emptyMessage({ id: questionId, sessionId, role: 'user', parts: [{ type: 'markdown', text }] }),
    emptyMessage({ id: answerId, sessionId, role: 'assistant', parts: [] }),
  ];
}

/** One conversation as it is shown, in the floating window or on its page: what was said, and the next question. */
export function useConversation({ sessionId, startScope, onSession }: ConversationOptions) {
  const api = useApi();
  const queryClient = useQueryClient();
  const locale = useLanguage();
  const session = useSession(sessionId);
  const messages = useMessages(sessionId);
  const update = useUpdateSession();
  const [anyAsked, setAsked] = useState<Asked>();
  const [chosenScope, setScope] = useState<AssistantScope>();
  const [chosenModel, setModel] = useState<string | null>(null);
  const asked = anyAsked?.sessionId === sessionId ? anyAsked : undefined;
  const scope = session.data?.scope ?? chosenScope ?? startScope;
  const model = session.data === undefined ? chosenModel : session.data.model;
  const running = messages.data?.findLast(({ status }) => status === 'running');
  const ask = useCallback(
    (text: string, askId: string = crypto.randomUUID()) => {
      setAsked({ id: askId, sessionId, text, error: undefined });
      const beginning = sessionId === undefined ? { scope, model } : { sessionId };
      const subscription = api.assistant.ask.subscribe(
        { askId, text, locale, ...beginning },
        {
          onData: (event) => {
            if (event.type !== 'started') return;
            keepSession(queryClient, event.session);
            keepMessages(queryClient, messagesOf(event, text));
            setAsked(undefined);
            setScope(undefined);
            setModel(null);
            onSession(event.session.id);
            // The answer goes on by itself; whoever shows it follows it.
            subscription.unsubscribe();
          },
          onError: (error) => setAsked({ id: askId, sessionId, text, error }),
        },
      );
    },
    [api, queryClient, locale, sessionId, scope, model, onSession],
  );
  return useMemo(
    () => ({
      session: session.data,
      messages: messages.data ?? [],
      isLoading: sessionId !== undefined && messages.isPending,
      error: session.error ?? messages.error,
      retry: () => void Promise.all([session.refetch(), messages.refetch()]),
      scope,
      /** Before the first question alone: what was read for one must not answer for another. */
      setScope: sessionId === undefined ? setScope : undefined,
      model,
      setModel: (next: string | null) =>
        sessionId === undefined ? setModel(next) : update.mutate({ id: sessionId, model: next }),
      asked,
      running,
      isBusy: running !== undefined || (asked !== undefined && asked.error === undefined),
      ask,
    }),
    [session, messages, sessionId, scope, model, update, asked, running, ask],
  );
}

export type Conversation = ReturnType<typeof useConversation>;
