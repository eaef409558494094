import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { PanelLeft, Plus, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/provider.tsx';
import { useProposalCounts } from '../entities/proposal/proposal-queries.ts';
import { NotificationBell } from '../features/notifications/notification-bell.tsx';
import { cn } from '../lib/cn.ts';
import { useFormat } from '../lib/format.ts';
import { ariaKeys } from '../lib/shortcuts.ts';
import { useShellActions } from '../lib/shell-actions.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { ColourDot } from '../ui/tag-chip.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { KEEPING_PLACES, WORK_PLACES, type Place } from './navigation.ts';
import { StatusCorner } from './status-corner.tsx';
import { useSidebarFold } from './use-sidebar-fold.ts';

const SHOWN_PROJECTS = 9;

export function Sidebar() {
  const { t } = useTranslation('shell');
  const { isFolded, toggle } = useSidebarFold();
  const { openQuickAdd } = useShellActions();
  return (
    <aside
      aria-label={t('appName')}
      className={cn(
        'flex h-full shrink-0 flex-col border-e border-border-subtle bg-sidebar transition-[width] duration-(--duration-spring) ease-(--ease-spring)',
        isFolded ? 'w-15' : 'w-60',
      )}
    >
      <div className={cn('flex h-14 shrink-0 items-center gap-1 px-3', isFolded && 'justify-center')}>
        {!isFolded && (
          <Link to="/" className="flex flex-1 items-center gap-2 rounded-md px-1.5 py-1">
            <Mark />
            <span className="text-[15px] font-semibold tracking-[-0.4px]">{t('appName')}</span>
          </Link>
        )}
        {!isFolded && <NotificationBell />}
        <IconButton
          label={t('toggleSidebar')}
          keys="["
          side="right"
          onClick={toggle}
          aria-expanded={!isFolded}
        >
          <PanelLeft aria-hidden className="rtl:-scale-x-100" />
        </IconButton>
      </div>
      <div className={cn('flex gap-1.5 px-3 pb-3', isFolded && 'flex-col items-center')}>
        <QuickAddButton isFolded={isFolded} onClick={() => openQuickAdd()} />
        <PaletteButton />
        {isFolded && <NotificationBell />}
      </div>
      <nav
        aria-label={t('navigation')}
        className="flex min-h-0 flex-1 flex-col gap-4 [@media(max-height:760px)]:gap-2.5 overflow-x-hidden overflow-y-auto px-3 pb-3"
      >
        <PlaceList places={WORK_PLACES} isFolded={isFolded} />
        {!isFolded && <SidebarProjects />}
        <PlaceList places={KEEPING_PLACES} isFolded={isFolded} className="mt-auto" />
      </nav>
      <StatusCorner isFolded={isFolded} />
    </aside>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 64 64" aria-hidden className="size-6">
      <rect width="64" height="64" rx="16" className="fill-primary" />
      <path
        d="M18 46 29.2 19.6a3 3 0 0 1 5.6 0L46 46"
        fill="none"
        strokeWidth="5.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-primary-foreground"
      />
      <circle cx="32" cy="40" r="4.2" className="fill-primary-foreground" />
    </svg>
  );
}

function QuickAddButton({ isFolded, onClick }: { isFolded: boolean; onClick(): void }) {
  const { t } = useTranslation('shell');
  if (isFolded) {
    return (
      <IconButton
        label={t('quickAdd')}
        keys="mod+n"
        variant="primary"
        size="md"
        side="right"
        onClick={onClick}
      >
        <Plus aria-hidden />
      </IconButton>
    );
  }
  return (
    <button
      type="button"
      onClick={onClick}
      aria-keyshortcuts={ariaKeys('mod+n')}
      className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-lg border border-border-subtle bg-card ps-2.5 pe-2 text-sm text-foreground shadow-card transition-colors hover:bg-popover"
    >
      <Plus aria-hidden className="size-4 shrink-0 text-primary-text" />
      <span className="truncate">{t('quickAddShort')}</span>
      <Kbd keys="mod+n" decorative className="ms-auto" />
    </button>
  );
}

function PaletteButton() {
  const { t } = useTranslation('shell');
  const { openPalette } = useShellActions();
  return (
    <IconButton
      label={t('palette')}
      keys="mod+k"
      size="md"
      variant="outline"
      side="right"
      onClick={openPalette}
      className="border-border-subtle shadow-card"
    >
      <Search aria-hidden />
    </IconButton>
  );
}

const ITEM =
  'relative flex h-8 shrink-0 items-center gap-2.5 [@media(max-height:760px)]:h-7 rounded-md px-2 text-[13.5px] text-muted-foreground transition-colors hover:bg-accent/70 hover:text-foreground aria-[current=page]:bg-accent aria-[current=page]:font-medium aria-[current=page]:text-foreground [&_svg]:size-[17px] [&_svg]:shrink-0 aria-[current=page]:[&_svg]:text-primary-text';

type PlaceListProps = { places: readonly Place[]; isFolded: boolean; className?: string };

function PlaceList({ places, isFolded, className }: PlaceListProps) {
  const { t } = useTranslation('shell');
  return (
    <ul className={cn('flex shrink-0 flex-col gap-0.5', className)}>
      {places.map(({ to, label, icon: Icon, keys }) => (
        <li key={to}>
          <Tooltip content={t(label)} keys={keys} side="right">
            <Link
              to={to}
              aria-label={isFolded ? t(label) : undefined}
              aria-keyshortcuts={ariaKeys(keys)}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
              className={cn(ITEM, isFolded && 'w-9 justify-center px-0')}
            >
              <Icon aria-hidden strokeWidth={1.8} />
              {!isFolded && <span className="truncate">{t(label)}</span>}
              {to === '/inbox' && <InboxCount isFolded={isFolded} />}
            </Link>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}

/** How many proposals wait: a quiet number, and a dot where there is no room for one. */
function InboxCount({ isFolded }: { isFolded: boolean }) {
  const { t } = useTranslation('shell');
  const format = useFormat();
  const pending = useProposalCounts().data?.pending ?? 0;
  if (pending === 0) return null;
  return (
    <>
      <span className="sr-only">{t('inboxWaiting', { count: pending })}</span>
      {isFolded ? (
        <span
          aria-hidden
          className="absolute end-1.5 top-1.5 size-1.5 rounded-full border border-dashed border-secondary-text bg-primary"
        />
      ) : (
        <span aria-hidden className="ms-auto text-xs font-normal text-muted-foreground tabular-nums">
          {format.number(pending)}
        </span>
      )}
    </>
  );
}

function SidebarProjects() {
  const { t } = useTranslation('shell');
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['projects', 'list', { statuses: ['active'], sort: '-updatedAt', limit: 50 }],
    queryFn: ({ signal }) =>
      api.projects.list.query({ statuses: ['active'], sort: '-updatedAt', limit: 50 }, { signal }),
  });
  const projects = [...(data?.items ?? [])]
    .sort((a, b) => Number(b.isPinned) - Number(a.isPinned))
    .slice(0, SHOWN_PROJECTS);
  if (projects.length === 0) return null;
  return (
    <section aria-labelledby="sidebar-projects" className="flex min-h-15 flex-col">
      <h2
        id="sidebar-projects"
        className="px-2 pb-1 text-xs font-medium tracking-normal text-muted-foreground"
      >
        {t('activeProjects')}
      </h2>
      <ul className="-mx-1 flex min-h-0 flex-col gap-px overflow-y-auto px-1">
        {projects.map((project) => (
          <li key={project.id}>
            <Link
              to="/projects/$projectId"
              params={{ projectId: project.id }}
              activeProps={{ 'aria-current': 'page' }}
              className={cn(ITEM, 'h-7.5')}
            >
              <span className="grid w-[17px] shrink-0 place-items-center">
                <ColourDot colour={project.colour} />
              </span>
              <span className="truncate">{project.name}</span>
              {project.overdueTaskCount > 0 && (
                <span className="ms-auto text-xs text-danger-text tabular-nums">
                  {project.overdueTaskCount}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
