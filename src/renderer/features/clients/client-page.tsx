import { Link } from '@tanstack/react-router';
import { Ellipsis, FolderPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientListItem } from '#shared/contracts/clients.ts';
import { useClientActions, type ClientActions } from '#renderer/entities/client/client-actions.ts';
import { RemoveClientsDialog } from '#renderer/entities/client/remove-clients-dialog.tsx';
import { initials } from '#renderer/lib/palette.ts';
import { Avatar } from '#renderer/ui/avatar.tsx';
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
import { ClientMenuItems } from './client-menu.tsx';
import { ClientProjects } from './client-projects.tsx';
import { ClientProperties } from './client-properties.tsx';
import { ContactList } from './contact-list.tsx';
import { useClient } from './queries.ts';

type ClientPageProps = {
  clientId: string;
  onGone(): void;
  onNewProject(): void;
  /** What belongs to other features, put in by the route. */
  children: ReactNode;
};

export function ClientPage({ clientId, onGone, onNewProject, children }: ClientPageProps) {
  const { t } = useTranslation('clients');
  const { data: client, error, refetch } = useClient(clientId);
  const actions = useClientActions();
  if (error && client === undefined) {
    return (
      <div className="grid h-full place-items-center">
        <ErrorState
          heading="h1"
          error={error}
          onRetry={() => void refetch()}
          action={
            <Button asChild variant="ghost">
              <Link to="/clients">{t('allClients')}</Link>
            </Button>
          }
        />
      </div>
    );
  }
  if (client === undefined) return <ListSkeleton className="mx-auto w-full max-w-6xl px-8 pt-24" />;
  return (
    <Page>
      <ClientHeader {...{ client, actions, onGone, onNewProject }} />
      {client.archivedAt !== null && (
        <div className="px-8 pb-4">
          <Banner
            actions={
              <Button size="sm" variant="outline" onClick={() => actions.archive([client], false)}>
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
          <InlineEdit
            multiline
            allowEmpty
            label={t('about')}
            placeholder={t('aboutPlaceholder')}
            value={client.notes}
            onSave={(notes) => actions.update([client], { notes })}
            className="-my-1 max-w-prose text-sm leading-relaxed"
          />
          <ClientProjects clientId={client.id} onNewProject={onNewProject} />
          {children}
          <ContactList
            contacts={client.contacts}
            onChange={(contacts) => actions.update([client], { contacts })}
          />
        </div>
        <ClientProperties client={client} actions={actions} />
      </div>
    </Page>
  );
}

type HeaderProps = { client: ClientListItem; actions: ClientActions; onGone(): void; onNewProject(): void };

function ClientHeader({ client, actions, onGone, onNewProject }: HeaderProps) {
  const { t } = useTranslation('clients');
  const { t: words } = useTranslation();
  const [isRemoving, setRemoving] = useState(false);
  const facts = [
    t('projectCount', { count: client.activeProjectCount }),
    t('openCount', { count: client.openTaskCount }),
  ];
  return (
    <PageHeader
      windowTitle={client.name}
      leading={<ColourButton client={client} actions={actions} />}
      breadcrumb={
        <Link to="/clients" className="hover:text-foreground hover:underline">
          {t('title')}
        </Link>
      }
      title={
        <InlineEdit
          label={t('name')}
          value={client.name}
          onSave={(name) => actions.update([client], { name })}
          className="py-0 text-2xl leading-8 font-semibold tracking-[-1px]"
        />
      }
      meta={
        <span className="tabular-nums">
          {client.isPrivate && <PrivateMark className="me-1.5 inline -translate-y-px" />}
          {facts.join(' · ')}
          {client.overdueTaskCount > 0 && (
            <span className="text-danger-text">
              {' '}
              · {t('overdueCount', { count: client.overdueTaskCount })}
            </span>
          )}
        </span>
      }
      actions={
        <>
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <IconButton size="md" label={words('moreActions')}>
                <Ellipsis aria-hidden />
              </IconButton>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end" className="w-56">
              <ClientMenuItems
                parts={DROPDOWN_PARTS}
                clients={[client]}
                actions={actions}
                onRemove={() => setRemoving(true)}
              />
            </DropdownMenuContent>
          </DropdownMenu>
          <Button variant="primary" icon={<FolderPlus aria-hidden />} onClick={onNewProject}>
            {t('newProject')}
          </Button>
          <RemoveClientsDialog
            clients={isRemoving ? [client] : []}
            onClose={() => setRemoving(false)}
            onRemove={(withContents) => {
              actions.remove([client], withContents);
              onGone();
            }}
          />
        </>
      }
    />
  );
}

function ColourButton({ client, actions }: Pick<HeaderProps, 'client' | 'actions'>) {
  const { t } = useTranslation('clients');
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={`${initials(client.name)}, ${t('colour')}`}
          title={t('colour')}
          className="rounded-xl"
        >
          <Avatar name={client.name} colour={client.colour} size="lg" />
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('colour')} className="w-auto">
        <ColourPicker
          label={t('colour')}
          value={client.colour}
          onValueChange={(colour) => {
            actions.update([client], { colour });
            setOpen(false);
          }}
          className="max-w-44"
        />
      </PopoverContent>
    </Popover>
  );
}
