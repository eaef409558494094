import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, addMonths, startOfWeek, today, type LocalDate } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useFirstDayOfWeek } from '#renderer/lib/preferences.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { FilterChip } from '#renderer/ui/filter-chip.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';

type DueRangeFilterProps = {
  icon: ReactNode;
  from: LocalDate | undefined;
  to: LocalDate | undefined;
  onChange(from: LocalDate | undefined, to: LocalDate | undefined): void;
};

/** Tasks due within some days; either end may stay open. */
export function DueRangeFilter({ icon, from, to, onChange }: DueRangeFilterProps) {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const week = startOfWeek(today(), useFirstDayOfWeek());
  const month = `${today().slice(0, 7)}-01`;
  const value =
    from === undefined && to === undefined
      ? undefined
      : `${from === undefined ? '' : format.date(from)} – ${to === undefined ? '' : format.date(to)}`.trim();
  const presets = [
    { label: t('thisWeek'), from: week, to: addDays(week, 6) },
    { label: t('nextTwoWeeks'), from: today(), to: addDays(today(), 14) },
    { label: t('thisMonth'), from: month, to: addDays(addMonths(month, 1), -1) },
  ];
  return (
    <Popover>
      <PopoverTrigger asChild>
        <FilterChip label={t('due')} icon={icon} value={value} />
      </PopoverTrigger>
      <PopoverContent aria-label={t('dueRange')} className="w-72">
        <div className="mb-3 flex flex-wrap gap-1">
          {presets.map((preset) => (
            <Button key={preset.label} size="xs" onClick={() => onChange(preset.from, preset.to)}>
              {preset.label}
            </Button>
          ))}
          {value !== undefined && (
            <Button size="xs" variant="ghost" onClick={() => onChange(undefined, undefined)}>
              {t('anyDay')}
            </Button>
          )}
        </div>
        <div className="flex flex-col gap-2">
          <DatePicker
            label={t('from')}
            placeholder={t('from')}
            value={from ?? null}
            onValueChange={(day) => onChange(day ?? undefined, to)}
          />
          <DatePicker
            label={t('to')}
            placeholder={t('to')}
            value={to ?? null}
            onValueChange={(day) => onChange(from, day ?? undefined)}
          />
        </div>
      </PopoverContent>
    </Popover>
  );
}
