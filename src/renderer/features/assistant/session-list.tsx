import { MessagesSquare, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssistantSession } from '#shared/contracts/assistant.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useDebounced } from '#renderer/lib/use-debounced.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ContextMenu, ContextMenuContent, ContextMenuTrigger } from '#renderer/ui/context-menu.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SearchInput } from '#renderer/ui/input.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { CONTEXT_PARTS } from '#renderer/ui/menu-parts.tsx';
import { PrivateMark } from '#renderer/ui/private-mark.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { useSessions } from './queries.ts';
import { SessionMenu } from './session-menu.tsx';

type SessionListProps = {
  activeId: string | undefined;
  onOpen(id: string): void;
  onRename(session: AssistantSession): void;
  onRemove(session: AssistantSession): void;
};

const keyOf = ({ id }: AssistantSession): string => id;

/** Conversations, latest first, found by the words in them. */
export function SessionList({ activeId, onOpen, onRename, onRemove }: SessionListProps) {
  const { t } = useTranslation('assistant');
  const [query, setQuery] = useState('');
  const search = useDebounced(query.trim(), 200);
  const pages = useSessions(search);
  const keys = useMemo(() => pages.items.map(keyOf), [pages.items]);
  const selection = useListSelection(keys);
  const isEmpty = !pages.isLoading && pages.items.length === 0;
  return (
    <>
      <SearchInput label={t('searchChats')} value={query} onValueChange={setQuery} className="mx-3 mb-2" />
      <div className={cn('flex min-h-0 flex-1 flex-col px-2', pages.isStale && 'opacity-60')}>
        {pages.isLoading && <ListSkeleton />}
        {pages.error !== null && isEmpty && <ErrorState error={pages.error} onRetry={pages.retry} />}
        {pages.error === null && isEmpty && <NoSessions search={search} onClear={() => setQuery('')} />}
        {!isEmpty && !pages.isLoading && (
          <VirtualList
            label={t('conversations')}
            items={pages.items}
            getKey={keyOf}
            rowHeight={56}
            selection={selection}
            activeKey={activeId ?? null}
            onActivate={({ id }) => onOpen(id)}
            onEndReached={pages.loadMore}
            onRowKeyDown={(event, session) => {
              if (event.key === 'Delete') onRemove(session);
              else if (event.key === 'F2') onRename(session);
              return event.key === 'Delete' || event.key === 'F2';
            }}
            renderRow={(session, { isActive }) => (
              <SessionRow session={session} isActive={isActive} onRename={onRename} onRemove={onRemove} />
            )}
          />
        )}
      </div>
    </>
  );
}

function NoSessions({ search, onClear }: { search: string; onClear(): void }) {
  const { t } = useTranslation('assistant');
  if (search === '') {
    return <EmptyState compact icon={MessagesSquare} title={t('noChats')} text={t('noChatsText')} />;
  }
  return (
    <EmptyState
      compact
      icon={SearchX}
      title={t('noMatch')}
      text={t('noMatchText')}
      action={
        <Button size="sm" variant="outline" onClick={onClear}>
          {t('clearSearch')}
        </Button>
      }
    />
  );
}

type SessionRowProps = {
  session: AssistantSession;
  isActive: boolean;
  onRename(session: AssistantSession): void;
  onRemove(session: AssistantSession): void;
};

function SessionRow({ session, isActive, onRename, onRemove }: SessionRowProps) {
  const { t } = useTranslation('assistant');
  const format = useFormat();
  const { title, projectName, clientName, isPrivate, updatedAt } = session;
  return (
    <ContextMenu>
      <ContextMenuTrigger asChild>
        <div
          className={cn(
            'flex h-full flex-col justify-center rounded-lg px-3',
            isActive && 'bg-card shadow-card',
          )}
        >
          <p className="flex items-center gap-1.5">
            <span dir="auto" className="min-w-0 truncate text-sm font-medium">
              {title === '' ? t('untitled') : title}
            </span>
            {isPrivate && <PrivateMark />}
          </p>
          <p className="truncate text-meta">
            {[projectName ?? clientName, format.ago(updatedAt)].filter((one) => one !== null).join(' · ')}
          </p>
        </div>
      </ContextMenuTrigger>
      <ContextMenuContent>
        <SessionMenu parts={CONTEXT_PARTS} session={session} onRename={onRename} onRemove={onRemove} />
      </ContextMenuContent>
    </ContextMenu>
  );
}
