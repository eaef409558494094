import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type {
  AssistantScope,
  AssistantSession,
  AssistantSessionPatch,
  AssistantStatus,
} from '#shared/contracts/assistant.ts';
import type { Api } from '#renderer/api/client.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { saveFile } from '#renderer/lib/save-file.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import type { ShownMessage } from './shown.ts';

const PAGE = 60;
const MESSAGE_PAGE = 500;

const sessionKey = (id: string) => ['assistant', 'session', id] as const;
const messagesKey = (sessionId: string) => ['assistant', 'messages', sessionId] as const;

export function useSessions(search: string) {
  const api = useApi();
  return usePages<AssistantSession>({
    key: ['assistant', 'sessions', search],
    fetchPage: (cursor, signal) =>
      api.assistant.sessions.list.query({ search, cursor, limit: PAGE }, { signal }),
  });
}

export function useSession(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: sessionKey(id ?? ''),
    queryFn: ({ signal }): Promise<AssistantSession> =>
      api.assistant.sessions.get.query({ id: id ?? '' }, { signal }),
    enabled: id !== undefined,
  });
}

async function allMessages(api: Api, sessionId: string, signal: AbortSignal) {
  const messages: ShownMessage[] = [];
  let cursor: string | undefined;
  do {
    const input = { sessionId, cursor, limit: MESSAGE_PAGE };
    const page = await api.assistant.sessions.messages.query(input, { signal });
    messages.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return messages;
}

/** All of a conversation, oldest first. */
export function useMessages(sessionId: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: messagesKey(sessionId ?? ''),
    queryFn: ({ signal }) => allMessages(api, sessionId ?? '', signal),
    enabled: sessionId !== undefined,
  });
}

/** Puts messages where the conversation shows them, without waiting for the host to be asked. */
export function keepMessages(queryClient: QueryClient, messages: readonly ShownMessage[]): void {
  const [first] = messages;
  if (first === undefined) return;
  queryClient.setQueryData<ShownMessage[]>(messagesKey(first.sessionId), (known = []) => [
    ...known.map((one) => messages.find(({ id }) => id === one.id) ?? one),
    ...messages.filter(({ id }) => known.every((one) => one.id !== id)),
  ]);
}

export function keepSession(queryClient: QueryClient, session: AssistantSession): void {
  queryClient.setQueryData(sessionKey(session.id), session);
}

export function useAssistantStatus(scope: AssistantScope): AssistantStatus | undefined {
  const api = useApi();
  const models = useModelsRevision();
  const { data } = useQuery({
    queryKey: ['assistant', 'status', scope, models],
    queryFn: ({ signal }): Promise<AssistantStatus> => api.assistant.status.query(scope, { signal }),
  });
  return data;
}

/** Whether a model answers hangs on the providers and on the offline switch, which are other queries' news. */
function useModelsRevision(): string {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['models', 'availability'],
    queryFn: ({ signal }) => api.models.availability.query({}, { signal }),
  });
  const network = useQuery({
    queryKey: ['network', 'state'],
    queryFn: ({ signal }) => api.network.state.query(undefined, { signal }),
  });
  return `${JSON.stringify(data)} ${String(network.data?.isOffline)}`;
}

export function useUpdateSession() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (patch: AssistantSessionPatch): Promise<AssistantSession> =>
      api.assistant.sessions.update.mutate(patch),
    onSuccess: (session) => keepSession(queryClient, session),
    onError: toastError,
  });
}

type Named = { readonly id: string; readonly title: string };

/** Out of sight at once, and back from the toast. */
export function useRemoveSession() {
  const api = useApi();
  const { t } = useTranslation('assistant');
  return useMutation({
    mutationFn: ({ id }: Named) => api.assistant.sessions.remove.mutate({ id }),
    onSuccess: (_, { id, title }) =>
      toastDone({
        message: t('removed', { name: title === '' ? t('untitled') : title }),
        undo: () => api.assistant.sessions.restore.mutate({ id }),
      }),
    onError: toastError,
  });
}

const TYPES = { markdown: 'text/markdown', json: 'application/json' } as const;

export function useExportSession() {
  const api = useApi();
  return useMutation({
    mutationFn: async ({ id, format }: { id: string; format: keyof typeof TYPES }) => {
      const { fileName, text } = await api.assistant.sessions.export.query({ id, format });
      saveFile([text], fileName, TYPES[format]);
    },
    onError: toastError,
  });
}

export function useCancelAnswer() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (messageId: string): Promise<ShownMessage> => api.assistant.cancel.mutate({ messageId }),
    onSuccess: (message) => keepMessages(queryClient, [message]),
    onError: toastError,
  });
}
