import {
  Archive,
  ArchiveRestore,
  FolderPlus,
  Link as LinkIcon,
  SquareArrowOutUpRight,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ClientListItem } from '#shared/contracts/clients.ts';
import type { ClientActions } from '#renderer/entities/client/client-actions.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import type { MenuParts } from '#renderer/ui/menu-parts.tsx';

type ClientMenuItemsProps = {
  parts: MenuParts;
  clients: readonly ClientListItem[];
  actions: ClientActions;
  onOpen?(client: ClientListItem): void;
  onNewProject?(client: ClientListItem): void;
  onRemove(clients: readonly ClientListItem[]): void;
};

/** What can be done to one client, or to the selected ones together. */
export function ClientMenuItems(props: ClientMenuItemsProps) {
  const { parts, clients, actions, onOpen, onNewProject, onRemove } = props;
  const { t } = useTranslation('clients');
  const { t: words } = useTranslation();
  const { Item, Separator } = parts;
  const [only] = clients.length === 1 ? clients : [];
  const areArchived = clients.every((client) => client.archivedAt !== null);
  const copyLink = (): void => {
    navigator.clipboard
      .writeText(`adiuva://client/${only?.id ?? ''}`)
      .then(() => toastDone({ message: words('copied') }), toastError);
  };
  return (
    <>
      {only !== undefined && (
        <>
          {onOpen && (
            <Item icon={<SquareArrowOutUpRight aria-hidden />} onSelect={() => onOpen(only)}>
              {words('open')}
            </Item>
          )}
          {onNewProject && (
            <Item icon={<FolderPlus aria-hidden />} onSelect={() => onNewProject(only)}>
              {t('newProject')}
            </Item>
          )}
          <Item icon={<LinkIcon aria-hidden />} onSelect={copyLink}>
            {t('copyLink')}
          </Item>
          <Separator />
        </>
      )}
      <Item
        icon={areArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
        onSelect={() => actions.archive(clients, !areArchived)}
      >
        {areArchived ? t('unarchive') : t('archive')}
      </Item>
      <Item danger icon={<Trash2 aria-hidden />} onSelect={() => onRemove(clients)}>
        {words('moveToTrash')}
      </Item>
    </>
  );
}
