import { Link } from '@tanstack/react-router';
import { FolderKanban, FolderPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { ProjectBar, ProjectDue } from '#renderer/entities/project/project-facts.tsx';
import { isOver, ProjectStatusLabel, STATUS_ORDER } from '#renderer/entities/project/project-status.tsx';
import { cn } from '#renderer/lib/cn.ts';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { ColourDot } from '#renderer/ui/tag-chip.tsx';
import { useClientProjects } from './queries.ts';

type ClientProjectsProps = { clientId: string; onNewProject(): void };

/** What is done for a client and what was, the running ones first. */
export function ClientProjects({ clientId, onNewProject }: ClientProjectsProps) {
  const { t } = useTranslation('clients');
  const { data } = useClientProjects(clientId);
  const newButton = (
    <Button size="sm" variant="ghost" icon={<FolderPlus aria-hidden />} onClick={onNewProject}>
      {t('newProject')}
    </Button>
  );
  const projects = (data?.items ?? []).toSorted(
    (a, b) => STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status),
  );
  return (
    <section aria-label={t('projects')}>
      <SectionHeading
        count={data?.total}
        actions={projects.length > 0 ? newButton : undefined}
        className="mb-2"
      >
        {t('projects')}
      </SectionHeading>
      {data === undefined && <ListSkeleton rows={3} />}
      {data !== undefined && projects.length === 0 && (
        <EmptyState
          compact
          icon={FolderKanban}
          title={t('noProjects')}
          text={t('noProjectsText')}
          action={newButton}
        />
      )}
      {projects.length > 0 && (
        <ul className="@container overflow-hidden rounded-xl border border-border-subtle bg-card shadow-card">
          {projects.map((project) => (
            <li key={project.id} className="border-b border-border-subtle last:border-0">
              <ProjectLine project={project} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ProjectLine({ project }: { project: ProjectListItem }) {
  const { t } = useTranslation('clients');
  return (
    <Link
      to="/projects/$projectId"
      params={{ projectId: project.id }}
      className="ring-inset-focus flex min-h-13 items-center gap-3 px-4 transition-colors hover:bg-muted"
    >
      <ColourDot colour={project.colour} className="size-2.5" />
      <span
        dir="auto"
        className={cn(
          'min-w-0 flex-1 truncate text-sm font-medium',
          isOver(project.status) && 'text-muted-foreground',
        )}
      >
        {project.name}
      </span>
      <ProjectDue project={project} className="hidden shrink-0 text-meta whitespace-nowrap @md:inline-flex" />
      <span className="hidden w-28 shrink-0 @xl:block">
        <ProjectBar project={project} />
      </span>
      <span className="hidden w-24 shrink-0 text-end text-meta tabular-nums @lg:block">
        {t('openCount', { count: project.openTaskCount })}
      </span>
      <ProjectStatusLabel status={project.status} className="w-24 shrink-0 text-meta" />
    </Link>
  );
}
