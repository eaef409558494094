import { Archive, ArchiveRestore, CircleDashed, Pin, Trash2, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProjectListItem } from '#shared/contracts/projects.ts';
import type { ProjectActions } from '#renderer/entities/project/project-actions.ts';
import { ProjectStatusIcon, STATUS_ORDER } from '#renderer/entities/project/project-status.tsx';
import { useClientOptions } from '#renderer/entities/task/project-options.tsx';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';

type ProjectBulkBarProps = {
  projects: readonly ProjectListItem[];
  actions: ProjectActions;
  onClear(): void;
  onRemove(projects: readonly ProjectListItem[]): void;
};

export function ProjectBulkBar({ projects, actions, onClear, onRemove }: ProjectBulkBarProps) {
  const { t } = useTranslation('projects');
  const { t: words } = useTranslation();
  const clients = useClientOptions(projects.length > 0);
  const areArchived = projects.every((project) => project.archivedAt !== null);
  const arePinned = projects.every((project) => project.isPinned);
  return (
    <BulkBar count={projects.length} onClear={onClear}>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="sm" variant="ghost" icon={<CircleDashed aria-hidden />}>
            {words('status')}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent side="top">
          {STATUS_ORDER.map((status) => (
            <DropdownMenuItem
              key={status}
              icon={<ProjectStatusIcon status={status} />}
              onSelect={() => actions.update(projects, { status })}
            >
              {t(`status_${status}`)}
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      <Combobox
        label={t('client')}
        value={null}
        options={clients.options}
        noneLabel={t('noClient')}
        onValueChange={(clientId) => actions.update(projects, { clientId })}
        trigger={
          <Button size="sm" variant="ghost" icon={<UserRound aria-hidden />}>
            {t('client')}
          </Button>
        }
      />
      <IconButton
        side="top"
        label={arePinned ? t('unpin') : t('pin')}
        onClick={() => actions.update(projects, { isPinned: !arePinned })}
      >
        <Pin aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        label={areArchived ? t('unarchive') : t('archive')}
        onClick={() => actions.archive(projects, !areArchived)}
      >
        {areArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
      </IconButton>
      <IconButton
        side="top"
        label={words('moveToTrash')}
        keys="delete"
        variant="danger-ghost"
        onClick={() => onRemove(projects)}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </BulkBar>
  );
}
