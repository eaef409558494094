import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { DatasetPage } from '#renderer/features/datasets/page/dataset-page.tsx';
import { parseDatasetSearch, type DatasetSearch } from '#renderer/features/datasets/page/dataset-search.ts';

export const Route = createFileRoute('/datasets/$name')({
  validateSearch: parseDatasetSearch,
  component: DatasetRoute,
});

function DatasetRoute() {
  const { name } = Route.useParams();
  const search = Route.useSearch();
  const navigate = useNavigate();
  const onSearchChange = useCallback(
    (next: DatasetSearch) =>
      void navigate({ to: '/datasets/$name', params: { name }, search: next, replace: true }),
    [navigate, name],
  );
  return (
    <DatasetPage
      key={name}
      name={name}
      search={search}
      onSearchChange={onSearchChange}
      onRemoved={() => void navigate({ to: '/datasets' })}
      onOpen={(other) => void navigate({ to: '/datasets/$name', params: { name: other } })}
    />
  );
}
