import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { parseProjectSearch } from '#renderer/features/projects/project-search.ts';
import { ProjectsPage } from '#renderer/features/projects/projects-page.tsx';

export const Route = createFileRoute('/projects/')({
  validateSearch: parseProjectSearch,
  component: Projects,
});

function Projects() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <ProjectsPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '.', search: next, replace: true })}
      onOpen={(projectId) => void navigate({ to: '/projects/$projectId', params: { projectId } })}
    />
  );
}
