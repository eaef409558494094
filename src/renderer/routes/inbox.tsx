import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { InboxPage } from '#renderer/features/inbox/inbox-page.tsx';
import { parseInboxSearch } from '#renderer/features/inbox/inbox-search.ts';

export const Route = createFileRoute('/inbox')({ validateSearch: parseInboxSearch, component: Inbox });

function Inbox() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <InboxPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/inbox', search: next, replace: true })}
    />
  );
}
