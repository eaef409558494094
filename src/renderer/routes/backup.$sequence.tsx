import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { PointPage } from '#renderer/features/backup/point/point-page.tsx';
import { parsePointSearch } from '#renderer/features/backup/point/point-search.ts';

export const Route = createFileRoute('/backup/$sequence')({
  validateSearch: parsePointSearch,
  component: Point,
});

function Point() {
  const { sequence } = Route.useParams();
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <PointPage
      key={sequence}
      sequence={Number(sequence)}
      search={search}
      onSearchChange={(next) =>
        void navigate({ to: '/backup/$sequence', params: { sequence }, search: next, replace: true })
      }
      onDone={() => void navigate({ to: '/backup' })}
    />
  );
}
