import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { JobsPage } from '#renderer/features/jobs/jobs-page.tsx';
import { parseJobsSearch } from '#renderer/features/jobs/jobs-search.ts';

export const Route = createFileRoute('/jobs')({
  validateSearch: parseJobsSearch,
  component: Jobs,
});

function Jobs() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <JobsPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/jobs', search: next, replace: true })}
    />
  );
}
