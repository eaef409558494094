import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { TrashPage } from '#renderer/features/trash/trash-page.tsx';
import { parseTrashSearch } from '#renderer/features/trash/trash-search.ts';

export const Route = createFileRoute('/trash')({ validateSearch: parseTrashSearch, component: Trash });

function Trash() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <TrashPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/trash', search: next, replace: true })}
    />
  );
}
