import {
  Archive,
  ArchiveRestore,
  Link as LinkIcon,
  Pin,
  PinOff,
  Plus,
  SquareArrowOutUpRight,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ProjectListItem } from '#shared/contracts/projects.ts';
import { useShellActions } from '#renderer/lib/shell-actions.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import type { ProjectActions } from './project-actions.ts';
import { ProjectStatusIcon, STATUS_ORDER } from './project-status.tsx';
import type { MenuParts } from '#renderer/ui/menu-parts.tsx';

type ProjectMenuItemsProps = {
  /** A context menu or the one behind the three dots: the same items in either. */
  parts: MenuParts;
  projects: readonly ProjectListItem[];
  actions: ProjectActions;
  onOpen?(project: ProjectListItem): void;
  onRemove(projects: readonly ProjectListItem[]): void;
};

/** What can be done to one project, or to the selected ones together. */
export function ProjectMenuItems({ parts, projects, actions, onOpen, onRemove }: ProjectMenuItemsProps) {
  const { t } = useTranslation('projects');
  const { t: words } = useTranslation();
  const { Item, Sub, Separator } = parts;
  const [only] = projects.length === 1 ? projects : [];
  const areArchived = projects.every((project) => project.archivedAt !== null);
  const arePinned = projects.every((project) => project.isPinned);
  return (
    <>
      {only !== undefined && <SingleItems {...{ parts, project: only, onOpen }} />}
      <Sub label={words('status')} icon={<ProjectStatusIcon status={only?.status ?? 'active'} />}>
        {STATUS_ORDER.map((status) => (
          <Item
            key={status}
            icon={<ProjectStatusIcon status={status} />}
            onSelect={() => actions.update(projects, { status })}
          >
            {t(`status_${status}`)}
          </Item>
        ))}
      </Sub>
      <Item
        icon={arePinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
        onSelect={() => actions.update(projects, { isPinned: !arePinned })}
      >
        {arePinned ? t('unpin') : t('pin')}
      </Item>
      <Item
        icon={areArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
        onSelect={() => actions.archive(projects, !areArchived)}
      >
        {areArchived ? t('unarchive') : t('archive')}
      </Item>
      <Separator />
      <Item danger icon={<Trash2 aria-hidden />} onSelect={() => onRemove(projects)}>
        {words('moveToTrash')}
      </Item>
    </>
  );
}

type SingleItemsProps = Pick<ProjectMenuItemsProps, 'parts' | 'onOpen'> & { project: ProjectListItem };

function SingleItems({ parts, project, onOpen }: SingleItemsProps) {
  const { t } = useTranslation('projects');
  const { t: words } = useTranslation();
  const { openQuickAdd } = useShellActions();
  const { Item, Separator } = parts;
  const copyLink = (): void => {
    navigator.clipboard
      .writeText(`adiuva://project/${project.id}`)
      .then(() => toastDone({ message: words('copied') }), toastError);
  };
  return (
    <>
      {onOpen && (
        <Item icon={<SquareArrowOutUpRight aria-hidden />} onSelect={() => onOpen(project)}>
          {words('open')}
        </Item>
      )}
      <Item icon={<Plus aria-hidden />} onSelect={() => openQuickAdd({ projectId: project.id })}>
        {t('addTask')}
      </Item>
      <Item icon={<LinkIcon aria-hidden />} onSelect={copyLink}>
        {t('copyLink')}
      </Item>
      <Separator />
    </>
  );
}
