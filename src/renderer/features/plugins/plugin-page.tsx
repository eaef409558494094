import { Link } from '@tanstack/react-router';
import { Blocks, CirclePause, CirclePlay, Ellipsis, Play, Square, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant, PermissionType } from '#shared/contracts/permissions.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ListSkeleton, Skeleton } from '#renderer/ui/skeleton.tsx';
import { AboutView } from './about-view.tsx';
import { LogView } from './log-view.tsx';
import { OverviewView } from './overview-view.tsx';
import { PluginStatusBadge, PluginTile } from './plugin-mark.tsx';
import { PLUGIN_VIEWS, type PluginView } from './plugin-search.ts';
import { usePlugin, useSteerPlugin } from './queries.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { RightsView } from './rights-view.tsx';
import { SettingsView } from './settings-view.tsx';
import type { ShownPlugin } from './plugin-types.ts';

type PluginPageProps = {
  name: string;
  view: PluginView;
  onViewChange(view: PluginView): void;
  onGone(): void;
};

export function PluginPage({ name, view, onViewChange, onGone }: PluginPageProps) {
  const { data: plugin, error, refetch } = usePlugin(name);
  const { t } = useTranslation('plugins');
  if (plugin !== undefined)
    return (
      <LoadedPlugin plugin={plugin} view={view} onViewChange={onViewChange} onGone={onGone} name={name} />
    );
  if (error && describeError(error).code === 'not_found')
    return (
      <Page>
        <EmptyState
          heading="h1"
          icon={Blocks}
          title={t('gone')}
          text={t('goneText')}
          action={
            <Link to="/plugins" className={buttonStyles({ variant: 'primary' })}>
              {t('toPlugins')}
            </Link>
          }
        />
      </Page>
    );
  return (
    <Page>
      {error ? (
        <ErrorState heading="h1" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="px-8 pt-9">
          <Skeleton className="h-8 w-64" />
          <Skeleton className="mt-3 h-4 w-96" />
          <ListSkeleton rows={6} className="mt-10" />
        </div>
      )}
    </Page>
  );
}

function LoadedPlugin({ plugin, view, onViewChange, onGone }: PluginPageProps & { plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  const [isRemoving, setIsRemoving] = useState(false);
  return (
    <Page>
      <PageHeader
        leading={<PluginTile name={plugin.name} size="lg" />}
        breadcrumb={
          <Link to="/plugins" className="rounded-sm hover:text-foreground hover:underline">
            {t('title')}
          </Link>
        }
        title={
          <span className="flex items-center gap-3">
            <span dir="auto" className="truncate">
              {plugin.title}
            </span>
            <span className="flex tracking-normal">
              <PluginStatusBadge status={plugin.status} />
            </span>
          </span>
        }
        windowTitle={plugin.title}
        actions={<HeaderActions plugin={plugin} onRemove={() => setIsRemoving(true)} />}
      />
      <div className="flex flex-col gap-5 px-8">
        <p dir="auto" className="-mt-1 max-w-2xl text-sm leading-relaxed text-muted-foreground">
          {plugin.description}
        </p>
        <StatusBanner plugin={plugin} onChooseRights={() => onViewChange('rights')} />
        <Segmented
          label={t('view')}
          className="w-fit"
          value={view}
          onValueChange={onViewChange}
          segments={PLUGIN_VIEWS.map((value) => ({ value, label: t(`view_${value}`) }))}
        />
        <div key={view} className="animate-page">
          {viewOf(plugin, view, () => onViewChange('rights'))}
        </div>
      </div>
      {isRemoving && <RemoveDialog plugin={plugin} onRemoved={onGone} onClose={() => setIsRemoving(false)} />}
    </Page>
  );
}

function viewOf(plugin: ShownPlugin, view: PluginView, onChooseRights: () => void): ReactNode {
  switch (view) {
    case 'overview':
      return <OverviewView plugin={plugin} onChooseRights={onChooseRights} />;
    case 'rights':
      return <RightsView plugin={plugin} />;
    case 'settings':
      return <SettingsView plugin={plugin} />;
    case 'log':
      return <LogView plugin={plugin} />;
    case 'about':
      return <AboutView plugin={plugin} />;
  }
}

function HeaderActions({ plugin, onRemove }: { plugin: ShownPlugin; onRemove(): void }) {
  const { t } = useTranslation('plugins');
  const { run, stop, pause, resume } = useSteerPlugin();
  const { name, title, status, lastRun } = plugin;
  const runningJob = lastRun?.outcome === 'running' ? lastRun.jobId : undefined;
  const canRun = status !== 'paused' && status !== 'broken' && runningJob === undefined;
  useCommands([
    {
      id: 'plugin.run',
      title: t('runNamed', { name: title }),
      group: t('title'),
      icon: Play,
      keys: 'r',
      enabled: canRun,
      run: () => run.mutate({ name, title }),
    },
  ]);
  return (
    <>
      {status === 'paused' ? (
        <Button icon={<CirclePlay aria-hidden />} onClick={() => resume.mutate({ name, title })}>
          {t('resume')}
        </Button>
      ) : (
        <Button
          variant="ghost"
          icon={<CirclePause aria-hidden />}
          busy={pause.isPending}
          onClick={() => pause.mutate({ name, title })}
        >
          {t('pause')}
        </Button>
      )}
      {runningJob === undefined ? (
        <Button
          variant="primary"
          icon={<Play aria-hidden />}
          disabled={!canRun}
          busy={run.isPending}
          aria-keyshortcuts="r"
          onClick={() => run.mutate({ name, title })}
        >
          {t('run')}
        </Button>
      ) : (
        <Button
          variant="outline"
          icon={<Square aria-hidden />}
          busy={stop.isPending}
          onClick={() => stop.mutate(runningJob)}
        >
          {t(stop.isPending ? 'stopping' : 'stop')}
        </Button>
      )}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label={t('moreNamed', { name: title })} size="md">
            <Ellipsis aria-hidden />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem danger icon={<Trash2 aria-hidden />} onSelect={onRemove}>
            {t('remove')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </>
  );
}

function StatusBanner({ plugin, onChooseRights }: { plugin: ShownPlugin; onChooseRights(): void }) {
  const { t, i18n } = useTranslation('plugins');
  const { status, statusReason } = plugin;
  const missing = missingRights(plugin).map((type) => t(`right_${type}`));
  if (status === 'needs_rights')
    return (
      <Banner
        tone="warning"
        actions={
          <Button size="sm" variant="outline" onClick={onChooseRights}>
            {t('giveRights')}
          </Button>
        }
      >
        {t('needsRights', { rights: new Intl.ListFormat(i18n.language).format(missing) })}
      </Banner>
    );
  if (status === 'broken') return <Banner tone="danger">{t('brokenText', { reason: statusReason })}</Banner>;
  if (status === 'paused') return <Banner tone="offline">{t('pausedText')}</Banner>;
  return null;
}

/** Each kind of right once that no grant for this very content covers. */
function missingRights({ rights, contentHash }: ShownPlugin): readonly PermissionType[] {
  const now = Date.now();
  const isLive = (grant: Grant) =>
    grant.effect === 'allow' &&
    grant.contentHash === contentHash &&
    grant.revokedAt === null &&
    (grant.expiresAt === null || grant.expiresAt > now);
  const missing = rights.filter(({ grants }) => !grants.some(isLive));
  return [...new Set(missing.map(({ type }) => type))];
}
