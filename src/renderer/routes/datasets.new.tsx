import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { datasetParam } from '#renderer/entities/dataset/dataset-param.ts';
import { NewDatasetPage } from '#renderer/features/datasets/draft/new-dataset-page.tsx';
import { parseNewSearch } from '#renderer/features/datasets/draft/new-search.ts';

export const Route = createFileRoute('/datasets/new')({
  validateSearch: parseNewSearch,
  component: NewDataset,
});

function NewDataset() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <NewDatasetPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/datasets/new', search: next })}
      onCreated={(dataset, tab) =>
        void navigate({ to: '/datasets/$name', params: { name: datasetParam(dataset) }, search: { tab } })
      }
      onClose={() => void navigate({ to: '/datasets' })}
    />
  );
}
