import { SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { TASK_SORTS } from '#shared/contracts/choices.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { groupOf, sortOf, TASK_GROUPS, type TaskSearch } from './task-search.ts';

type Sort = (typeof TASK_SORTS)[number];

/** The host sorts by project for the grouping; as an order of its own it says nothing that the grouping does not. */
const CHOICES: readonly Sort[] = TASK_SORTS.filter((sort) => sort !== 'project');

const SORT_WORDS = {
  smart: 'sort_smart',
  dueDate: 'sort_due',
  '-priority': 'sort_priority',
  title: 'sort_title',
  project: 'project',
  '-updatedAt': 'sort_updated',
  '-createdAt': 'sort_created',
  '-completedAt': 'sort_completed',
  manual: 'sort_manual',
} as const satisfies Record<Sort, string>;

type ViewOptionsProps = { search: TaskSearch; onSearchChange(search: TaskSearch): void };

/** How the list is grouped and, where it is not, sorted. */
export function ViewOptions({ search, onSearchChange }: ViewOptionsProps) {
  const { t } = useTranslation('tasks');
  const group = groupOf(search);
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost" icon={<SlidersHorizontal aria-hidden />}>
          {t('display')}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t('display')} className="w-80">
        <p className="mb-1.5 text-xs font-medium text-muted-foreground">{t('groupBy')}</p>
        <Segmented
          label={t('groupBy')}
          className="w-full [&>button]:flex-1 [&>button]:justify-center"
          value={group}
          onValueChange={(next) => onSearchChange({ ...search, group: next === 'day' ? undefined : next })}
          segments={TASK_GROUPS.map((value) => ({ value, label: t(`group_${value}`) }))}
        />
        <p className="mt-4 mb-1.5 text-xs font-medium text-muted-foreground">{t('sortBy')}</p>
        <Select
          label={t('sortBy')}
          disabled={group !== 'none'}
          value={sortOf(search)}
          onValueChange={(sort) => onSearchChange({ ...search, sort })}
          options={(group === 'none' ? CHOICES : TASK_SORTS).map((value) => ({
            value,
            label: t(SORT_WORDS[value]),
          }))}
        />
        {group !== 'none' && <p className="mt-1.5 text-meta">{t('sortFollowsGroup')}</p>}
      </PopoverContent>
    </Popover>
  );
}
