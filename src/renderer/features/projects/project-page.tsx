import { Link } from '@tanstack/react-router';
import { Ellipsis, Pin, PinOff, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { useProjectActions, type ProjectActions } from '#renderer/entities/project/project-actions.ts';
import { ProjectMenuItems } from '#renderer/entities/project/project-menu.tsx';
import { RemoveProjectsDialog } from '#renderer/entities/project/remove-projects-dialog.tsx';
import { useCommands } from '#renderer/lib/commands.tsx';
import { colourValue } from '#renderer/lib/palette.ts';
import { useShellActions } from '#renderer/lib/shell-actions.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ColourPicker } from '#renderer/ui/colour-picker.tsx';
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from '#renderer/ui/dropdown-menu.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { InlineEdit } from '#renderer/ui/inline-edit.tsx';
import { DROPDOWN_PARTS } from '#renderer/ui/menu-parts.tsx';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { PrivateMark } from '#renderer/ui/private-mark.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { ProjectFigures } from './project-figures.tsx';
import { ProjectProperties } from './project-properties.tsx';
import { useProject } from './queries.ts';

export type ProjectPageProps = {
  projectId: string;
  /** After it was moved to the trash. */
  onGone(): void;
  /** What belongs to other features, put in by the route. */
  children(project: ProjectListItem): ReactNode;
};

export function ProjectPage({ projectId, onGone, children }: ProjectPageProps) {
  const { data: project, error, refetch } = useProject(projectId);
  const { t } = useTranslation('projects');
  const actions = useProjectActions();
  if (error && project === undefined) {
    return (
      <div className="grid h-full place-items-center">
        <ErrorState
          heading="h1"
          error={error}
          onRetry={() => void refetch()}
          action={
            <Button asChild variant="ghost">
              <Link to="/projects">{t('allProjects')}</Link>
            </Button>
          }
        />
      </div>
    );
  }
  if (project === undefined) return <ListSkeleton className="mx-auto w-full max-w-6xl px-8 pt-24" />;
  return (
    <Page>
      <ProjectHeader project={project} actions={actions} onGone={onGone} />
      {project.archivedAt !== null && (
        <div className="px-8 pb-4">
          <Banner
            actions={
              <Button size="sm" variant="outline" onClick={() => actions.archive([project], false)}>
                {t('unarchive')}
              </Button>
            }
          >
            {t('isArchived')}
          </Banner>
        </div>
      )}
      <div className="grid gap-x-10 gap-y-8 px-8 pt-2 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-8">
          <ProjectFigures project={project} />
          <InlineEdit
            multiline
            allowEmpty
            label={t('description')}
            placeholder={t('descriptionPlaceholder')}
            value={project.description}
            onSave={(description) => actions.update([project], { description })}
            className="-my-4 max-w-prose text-sm leading-relaxed"
          />
          {children(project)}
        </div>
        <ProjectProperties project={project} actions={actions} />
      </div>
    </Page>
  );
}

type HeaderProps = { project: ProjectListItem; actions: ProjectActions; onGone(): void };

function ProjectHeader({ project, actions, onGone }: HeaderProps) {
  const { t } = useTranslation('projects');
  const { t: words } = useTranslation();
  const { t: shell } = useTranslation('shell');
  const { openQuickAdd } = useShellActions();
  const [isRemoving, setRemoving] = useState(false);
  const addTask = (): void => openQuickAdd({ projectId: project.id });
  // While a project is on screen, what is added belongs to it.
  const group = shell('groupCreate');
  useCommands([
    {
      id: 'create.task',
      title: t('addTask'),
      group,
      icon: Plus,
      keys: 'mod+n',
      inFields: true,
      run: addTask,
    },
    { id: 'create.task-c', title: t('addTask'), group, keys: 'c', hiddenInPalette: true, run: addTask },
  ]);
  return (
    <PageHeader
      windowTitle={project.name}
      leading={<ColourButton project={project} actions={actions} />}
      breadcrumb={<Breadcrumb project={project} />}
      title={
        <InlineEdit
          label={t('name')}
          value={project.name}
          onSave={(name) => actions.update([project], { name })}
          className="py-0 text-2xl leading-8 font-semibold tracking-[-1px]"
        />
      }
      actions={
        <>
          <IconButton
            size="md"
            label={project.isPinned ? t('unpin') : t('pin')}
            aria-pressed={project.isPinned}
            onClick={() => actions.update([project], { isPinned: !project.isPinned })}
          >
            {project.isPinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
          </IconButton>
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <IconButton size="md" label={words('moreActions')}>
                <Ellipsis aria-hidden />
              </IconButton>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end" className="w-56">
              <ProjectMenuItems
                parts={DROPDOWN_PARTS}
                projects={[project]}
                actions={actions}
                onRemove={() => setRemoving(true)}
              />
            </DropdownMenuContent>
          </DropdownMenu>
          <Button variant="primary" icon={<Plus aria-hidden />} onClick={addTask}>
            {t('addTask')}
          </Button>
          <RemoveProjectsDialog
            projects={isRemoving ? [project] : []}
            onClose={() => setRemoving(false)}
            onRemove={(withContents) => {
              actions.remove([project], withContents);
              onGone();
            }}
          />
        </>
      }
    />
  );
}

function Breadcrumb({ project }: { project: ProjectListItem }) {
  const { t } = useTranslation('projects');
  return (
    <nav aria-label={t('breadcrumb')} className="flex items-center gap-1.5">
      <Link to="/projects" className="hover:text-foreground hover:underline">
        {t('title')}
      </Link>
      {project.clientId !== null && (
        <>
          <span aria-hidden>/</span>
          <Link
            to="/clients/$clientId"
            params={{ clientId: project.clientId }}
            className="truncate hover:text-foreground hover:underline"
          >
            {project.clientName}
          </Link>
        </>
      )}
      {project.isPrivate && <PrivateMark />}
    </nav>
  );
}

function ColourButton({ project, actions }: Pick<HeaderProps, 'project' | 'actions'>) {
  const { t } = useTranslation('projects');
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={t('colour')}
          title={t('colour')}
          className="grid size-11 place-items-center rounded-xl transition-transform hover:scale-105"
          style={{ backgroundColor: `color-mix(in srgb, ${colourValue(project.colour)} 26%, var(--card))` }}
        >
          <span className="size-4 rounded-full" style={{ backgroundColor: colourValue(project.colour) }} />
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('colour')} className="w-auto">
        <ColourPicker
          label={t('colour')}
          value={project.colour}
          onValueChange={(colour) => {
            actions.update([project], { colour });
            setOpen(false);
          }}
          className="max-w-44"
        />
      </PopoverContent>
    </Popover>
  );
}
