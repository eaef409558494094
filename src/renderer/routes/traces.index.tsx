import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { TracesPage } from '#renderer/features/traces/traces-page.tsx';
import { parseTracesSearch } from '#renderer/features/traces/traces-search.ts';

export const Route = createFileRoute('/traces/')({ validateSearch: parseTracesSearch, component: Traces });

function Traces() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <TracesPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/traces', search: next, replace: true })}
      onOpen={(traceId) => void navigate({ to: '/traces/$traceId', params: { traceId } })}
    />
  );
}
