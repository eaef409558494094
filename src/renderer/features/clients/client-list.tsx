import { useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientListItem } from '#shared/contracts/clients.ts';
import type { ClientActions } from '#renderer/entities/client/client-actions.ts';
import { Avatar } from '#renderer/ui/avatar.tsx';
import { Badge } from '#renderer/ui/badge.tsx';
import { ContextMenu, ContextMenuContent, ContextMenuTrigger } from '#renderer/ui/context-menu.tsx';
import type { ListSelection } from '#renderer/ui/list-selection.ts';
import { CONTEXT_PARTS } from '#renderer/ui/menu-parts.tsx';
import { PrivateMark } from '#renderer/ui/private-mark.tsx';
import { TagChip } from '#renderer/ui/tag-chip.tsx';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { ClientMenuItems } from './client-menu.tsx';

type ClientListProps = {
  clients: readonly ClientListItem[];
  selection: ListSelection;
  actions: ClientActions;
  onOpen(client: ClientListItem): void;
  onNewProject(client: ClientListItem): void;
  onRemove(clients: readonly ClientListItem[]): void;
  onEndReached(): void;
};

const keyOf = (client: ClientListItem): string => client.id;

export function ClientList(props: ClientListProps) {
  const { clients, selection, actions, onOpen, onNewProject, onRemove, onEndReached } = props;
  const { t } = useTranslation('clients');
  const [target, setTarget] = useState<readonly ClientListItem[]>([]);
  const chosen = (id: string): readonly ClientListItem[] =>
    clients.filter((client) =>
      selection.isSelected(id) ? selection.isSelected(client.id) : client.id === id,
    );
  const onContextMenu = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null;
    const clicked = chosen(row?.dataset['key'] ?? '');
    if (clicked.length === 0) event.preventDefault();
    else setTarget(clicked);
  };
  const onRowKeyDown = (event: KeyboardEvent, client: ClientListItem): boolean => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return false;
    onRemove(chosen(client.id));
    return true;
  };
  return (
    <ContextMenu>
      <ContextMenuTrigger asChild onContextMenu={onContextMenu}>
        <div className="min-h-0 flex-1 px-5">
          <VirtualList
            label={t('title')}
            items={clients}
            getKey={keyOf}
            rowHeight={60}
            selection={selection}
            onActivate={onOpen}
            onRowKeyDown={onRowKeyDown}
            onEndReached={onEndReached}
            renderRow={(client) => <ClientRow client={client} />}
          />
        </div>
      </ContextMenuTrigger>
      {target.length > 0 && (
        <ContextMenuContent className="w-56">
          <ClientMenuItems
            {...{ parts: CONTEXT_PARTS, clients: target, actions, onOpen, onNewProject, onRemove }}
          />
        </ContextMenuContent>
      )}
    </ContextMenu>
  );
}

function ClientRow({ client }: { client: ClientListItem }) {
  const { t } = useTranslation('clients');
  const [contact] = client.contacts;
  const line = [contact?.name, client.email || contact?.email].filter(Boolean).join(' · ');
  return (
    <div className="flex h-full items-center gap-3.5 px-3">
      <Avatar name={client.name} colour={client.colour} size="md" />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span dir="auto" className="truncate text-sm font-medium">
            {client.name}
          </span>
          {client.isPrivate && <PrivateMark />}
          {client.archivedAt !== null && <Badge tone="outline">{t('isArchivedShort')}</Badge>}
          {client.tags.slice(0, 2).map((tag) => (
            <TagChip key={tag} name={tag} className="hidden md:inline-flex" />
          ))}
        </div>
        <p dir="auto" className="truncate text-meta">
          {line === '' ? t('noContact') : line}
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-5 text-meta tabular-nums">
        {client.overdueTaskCount > 0 && (
          <span className="font-medium text-danger-text">
            {t('overdueCount', { count: client.overdueTaskCount })}
          </span>
        )}
        <span className="w-24 text-end">{t('openCount', { count: client.openTaskCount })}</span>
        <span className="w-24 text-end">{t('projectCount', { count: client.activeProjectCount })}</span>
      </div>
    </div>
  );
}
