import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { DatasetsPage } from '#renderer/features/datasets/list/datasets-page.tsx';
import { parseDatasetsSearch } from '#renderer/features/datasets/list/datasets-search.ts';

export const Route = createFileRoute('/datasets/')({
  validateSearch: parseDatasetsSearch,
  component: Datasets,
});

function Datasets() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <DatasetsPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/datasets', search: next, replace: true })}
    />
  );
}
