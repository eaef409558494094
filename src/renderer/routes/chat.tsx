import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ChatPage } from '#renderer/features/assistant/chat-page.tsx';
import { parseChatSearch, type ChatSearch } from '#renderer/features/assistant/chat-search.ts';

export const Route = createFileRoute('/chat')({ validateSearch: parseChatSearch, component: Chat });

function Chat() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  const onSearchChange = useCallback(
    (next: ChatSearch) => void navigate({ to: '/chat', search: next }),
    [navigate],
  );
  return <ChatPage search={search} onSearchChange={onSearchChange} />;
}
