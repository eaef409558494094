import { Link } from '@tanstack/react-router';
import { CirclePause, CirclePlay, Ellipsis, Play, Sparkles, Square, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PluginSummary } from '#shared/contracts/plugins.ts';
import { cn } from '#renderer/lib/cn.ts';
import { badgeStyles } from '#renderer/ui/badge.tsx';
import { Button } from '#renderer/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { PluginStatusBadge, PluginTile } from './plugin-mark.tsx';
import { useSteerPlugin } from './queries.ts';
import { RunMark } from './run-mark.tsx';
import { usePlanWords } from './use-plan-words.ts';

type PluginRowProps = {
  plugin: PluginSummary;
  onRemove(): void;
  /** There where the app brings a newer one. */
  onUpdate?: (() => void) | undefined;
};

/** One installed plugin: how it stands, when it runs, what came of it last, and what waits for an answer. */
export function PluginRow({ plugin, onRemove, onUpdate }: PluginRowProps) {
  const { t } = useTranslation('plugins');
  const plan = usePlanWords()(plugin);
  const { name, title, lastRun, status, statusReason } = plugin;
  const isStuck = status === 'broken' || status === 'needs_rights';
  return (
    <li className="relative flex items-center gap-4 px-4 py-3.5 transition-colors first:rounded-t-xl last:rounded-b-xl hover:bg-muted/60">
      <PluginTile name={name} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <Link
            to="/plugins/$name"
            params={{ name }}
            dir="auto"
            className="truncate rounded-sm text-sm font-medium after:absolute after:inset-0 after:content-['']"
          >
            {title}
          </Link>
          <PluginStatusBadge status={status} />
        </p>
        <p className="mt-0.5 truncate text-[13px] text-muted-foreground">{plan.join(' · ')}</p>
        {isStuck ? (
          <p className="mt-0.5 truncate text-[13px] text-muted-foreground">
            {status === 'needs_rights' ? t('waitsForRights') : statusReason}
          </p>
        ) : (
          <p className="mt-0.5 flex min-w-0 items-center gap-1.5 text-[13px] text-muted-foreground">
            {lastRun && <RunMark outcome={lastRun.outcome} className="size-3.5" />}
            <span className="truncate">
              {lastRun === null ? t('notRunYet') : lastRun.summary || t(`outcome_${lastRun.outcome}`)}
            </span>
          </p>
        )}
      </div>
      <PendingLink name={name} count={plugin.pendingProposalCount} />
      {onUpdate && (
        <Button
          size="sm"
          variant="outline"
          className="relative"
          aria-label={`${t('update')} ${title}`}
          onClick={onUpdate}
        >
          {t('update')}
        </Button>
      )}
      <RowActions plugin={plugin} onRemove={onRemove} />
    </li>
  );
}

type PendingLinkProps = { name: string; count: number; size?: 'badge' | 'card' };

/** To the inbox, with only its proposals shown. */
export function PendingLink({ name, count, size = 'badge' }: PendingLinkProps) {
  const { t } = useTranslation('plugins');
  if (count === 0) return null;
  const styles =
    size === 'badge'
      ? cn(badgeStyles({ tone: 'proposal' }), 'relative')
      : 'proposal flex items-center gap-2 rounded-xl px-4 py-3 text-sm font-medium text-secondary-text [&_svg]:size-4';
  return (
    <Link
      to="/inbox"
      search={{ from: `plugin:${name}` }}
      className={cn(styles, 'transition-colors hover:bg-accent')}
    >
      <Sparkles aria-hidden />
      {t('proposals', { count })}
    </Link>
  );
}

function RowActions({ plugin, onRemove }: PluginRowProps) {
  const { t } = useTranslation('plugins');
  const { run, stop, pause, resume } = useSteerPlugin();
  const { name, title, status, lastRun } = plugin;
  const runningJob = lastRun?.outcome === 'running' ? lastRun.jobId : undefined;
  return (
    <div className="relative flex items-center gap-1">
      {runningJob === undefined ? (
        <IconButton
          label={t('runNamed', { name: title })}
          disabled={status === 'paused' || status === 'broken' || run.isPending}
          onClick={() => run.mutate({ name, title })}
        >
          <Play aria-hidden />
        </IconButton>
      ) : (
        <IconButton label={t('stop')} disabled={stop.isPending} onClick={() => stop.mutate(runningJob)}>
          <Square aria-hidden />
        </IconButton>
      )}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label={t('moreNamed', { name: title })}>
            <Ellipsis aria-hidden />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {status === 'paused' ? (
            <DropdownMenuItem
              icon={<CirclePlay aria-hidden />}
              onSelect={() => resume.mutate({ name, title })}
            >
              {t('resume')}
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem
              icon={<CirclePause aria-hidden />}
              onSelect={() => pause.mutate({ name, title })}
            >
              {t('pause')}
            </DropdownMenuItem>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem danger icon={<Trash2 aria-hidden />} onSelect={onRemove}>
            {t('remove')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </div>
  );
}
