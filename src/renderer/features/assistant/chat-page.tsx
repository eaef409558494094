import { Ellipsis, History, Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssistantSession } from '#shared/contracts/assistant.ts';
import { NameDialog } from '#renderer/entities/saved-filter/name-dialog.tsx';
import { useCommands } from '#renderer/lib/commands.tsx';
import { cn } from '#renderer/lib/cn.ts';
import { useWindowTitle } from '#renderer/lib/use-window-title.ts';
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { DROPDOWN_PARTS } from '#renderer/ui/menu-parts.tsx';
import { PrivateMark } from '#renderer/ui/private-mark.tsx';
import type { ChatSearch } from './chat-search.ts';
import { ConversationView } from './conversation-view.tsx';
import { useRemoveSession, useUpdateSession } from './queries.ts';
import { SessionList } from './session-list.tsx';
import { SessionMenu } from './session-menu.tsx';
import { useConversation } from './use-conversation.ts';

type ChatPageProps = { search: ChatSearch; onSearchChange(search: ChatSearch): void };

/** All conversations, and the one that is open. */
export function ChatPage({ search, onSearchChange }: ChatPageProps) {
  const { t } = useTranslation('assistant');
  const [isListShown, setListShown] = useState(false);
  const [renaming, setRenaming] = useState<AssistantSession>();
  const [text, setText] = useState('');
  const { session: sessionId, project, client } = search;
  const startScope = useMemo(
    () => ({ clientId: client ?? null, projectId: project ?? null }),
    [client, project],
  );
  const open = useCallback(
    (id: string | undefined) => {
      setListShown(false);
      onSearchChange(id === undefined ? {} : { session: id });
    },
    [onSearchChange],
  );
  const conversation = useConversation({ sessionId, startScope, onSession: open });
  const { session } = conversation;
  const update = useUpdateSession();
  const remove = useRemoveSession();
  const begin = (): void => {
    open(undefined);
    focusField();
  };
  const onRemove = (gone: AssistantSession): void => {
    remove.mutate(gone);
    if (gone.id === sessionId) open(undefined);
  };
  useCommands([
    {
      id: 'assistant.toggle',
      title: t('toggle'),
      group: t('title'),
      keys: 'mod+j',
      inFields: true,
      run: focusField,
    },
    { id: 'assistant.new', title: t('newChat'), group: t('title'), icon: Plus, run: begin },
  ]);
  useWindowTitle(session?.title === undefined || session.title === '' ? t('title') : session.title);
  return (
    <div className="@container/chat relative flex h-full animate-page overflow-hidden">
      {/* In a narrow window the list makes room for the conversation, and the page keeps its heading. */}
      <h1 className="sr-only">{t('title')}</h1>
      <section
        aria-label={t('conversations')}
        className={cn(
          'flex w-full shrink-0 flex-col border-e border-border-subtle @2xl/chat:w-72',
          !isListShown && '@max-2xl/chat:hidden',
        )}
      >
        <header className="flex items-center gap-2 ps-5 pe-3 pt-7 pb-3">
          <p aria-hidden className="min-w-0 flex-1 text-2xl leading-8 font-semibold tracking-[-1px]">
            {t('title')}
          </p>
          <IconButton label={t('newChat')} variant="outline" onClick={begin}>
            <Plus aria-hidden />
          </IconButton>
        </header>
        <SessionList activeId={sessionId} onOpen={open} onRename={setRenaming} onRemove={onRemove} />
      </section>
      <div className={cn('flex min-w-0 flex-1 flex-col', isListShown && '@max-2xl/chat:hidden')}>
        <Heading
          session={session}
          onRename={setRenaming}
          onRemove={onRemove}
          onList={() => setListShown(true)}
        />
        <div className="min-h-0 flex-1">
          <ConversationView conversation={conversation} text={text} onTextChange={setText} onNew={begin} />
        </div>
      </div>
      {renaming && (
        <NameDialog
          title={t('rename')}
          label={t('name')}
          name={renaming.title}
          onClose={() => setRenaming(undefined)}
          onSave={(title) => {
            setRenaming(undefined);
            update.mutate({ id: renaming.id, title });
          }}
        />
      )}
    </div>
  );
}

function focusField(): void {
  document.querySelector<HTMLElement>('#content form textarea')?.focus();
}

type HeadingProps = {
  session: AssistantSession | undefined;
  onRename(session: AssistantSession): void;
  onRemove(session: AssistantSession): void;
  /** Where there is no room for both, the list takes the place of the conversation. */
  onList(): void;
};

function Heading({ session, onRename, onRemove, onList }: HeadingProps) {
  const { t } = useTranslation('assistant');
  const title = session === undefined || session.title === '' ? t('untitled') : session.title;
  return (
    <header className="flex h-14 shrink-0 items-center gap-1.5 ps-8 pe-4 pt-2">
      <IconButton label={t('conversations')} className="-ms-4 @2xl/chat:hidden" onClick={onList}>
        <History aria-hidden />
      </IconButton>
      <h2 dir="auto" className="min-w-0 truncate text-[15px] font-semibold tracking-[-0.3px]">
        {title}
      </h2>
      {session?.isPrivate === true && <PrivateMark />}
      {session && (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <IconButton label={t('actions')} className="ms-auto">
              <Ellipsis aria-hidden />
            </IconButton>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <SessionMenu parts={DROPDOWN_PARTS} session={session} onRename={onRename} onRemove={onRemove} />
          </DropdownMenuContent>
        </DropdownMenu>
      )}
    </header>
  );
}
