import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { UsagePage } from '#renderer/features/usage/usage-page.tsx';
import { parseUsageSearch } from '#renderer/features/usage/usage-search.ts';

export const Route = createFileRoute('/usage')({ validateSearch: parseUsageSearch, component: Usage });

function Usage() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <UsagePage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/usage', search: next, replace: true })}
    />
  );
}
