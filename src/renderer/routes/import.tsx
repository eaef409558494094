import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { ImportPage } from '#renderer/features/import/import-page.tsx';
import { parseImportSearch } from '#renderer/features/import/import-search.ts';

export const Route = createFileRoute('/import')({ validateSearch: parseImportSearch, component: Import });

function Import() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <ImportPage search={search} onSearchChange={(next) => void navigate({ to: '/import', search: next })} />
  );
}
