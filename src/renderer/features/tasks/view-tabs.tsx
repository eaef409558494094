import { Link } from '@tanstack/react-router';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { useTaskCounts } from '#renderer/entities/task/task-queries.ts';
import { TASK_VIEWS, type TaskSearch, type TaskView } from './task-search.ts';

/** Views that move into a menu where the page is narrow, unless one of them is open. */
const LATER: ReadonlySet<TaskView> = new Set(['no_date', 'recurring', 'waiting', 'suggested']);

const TAB =
  'relative -mb-px flex h-10 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-[13px] font-medium text-muted-foreground transition-colors hover:text-foreground';

type ViewTabsProps = { view: TaskView; search: TaskSearch; onViewChange(view: TaskView): void };

/** The ready-made views of the list with how much each holds. They are links: each has its own address. */
export function ViewTabs({ view, search, onViewChange }: ViewTabsProps) {
  const { t } = useTranslation('tasks');
  const { data: counts } = useTaskCounts();
  const later = TASK_VIEWS.filter((name) => LATER.has(name));
  return (
    <nav aria-label={t('views')} className="@container mx-8 shrink-0 border-b border-border-subtle">
      <ul className="flex items-center gap-5">
        {TASK_VIEWS.map((name) => (
          <li key={name} className={cn(LATER.has(name) && name !== view && 'hidden @5xl:block')}>
            <ViewTab name={name} isActive={name === view} search={search} count={counts?.[name]} />
          </li>
        ))}
        <li className="@5xl:hidden">
          <DropdownMenu>
            <DropdownMenuTrigger className={TAB}>
              {t('moreViews')}
              <ChevronDown aria-hidden className="size-3.5" />
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              {later.map((name) => (
                <DropdownMenuItem key={name} onSelect={() => onViewChange(name)}>
                  <span className="flex items-center justify-between gap-6">
                    {t(`view_${name}`)}
                    <span className="text-meta tabular-nums">{counts?.[name]}</span>
                  </span>
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
        </li>
      </ul>
    </nav>
  );
}

type ViewTabProps = { name: TaskView; isActive: boolean; search: TaskSearch; count: number | undefined };

function ViewTab({ name, isActive, search, count }: ViewTabProps) {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  return (
    <Link
      to="/tasks"
      search={{ ...search, view: name }}
      aria-current={isActive ? 'page' : undefined}
      className={cn(TAB, 'rounded-t-md', isActive && 'border-primary text-foreground')}
    >
      {t(`view_${name}`)}
      {count !== undefined && count > 0 && (
        <span
          className={cn(
            'text-xs font-normal tabular-nums',
            name === 'overdue' && !isActive && 'text-danger-text',
          )}
        >
          {format.number(count)}
        </span>
      )}
    </Link>
  );
}
