import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { addDays, addMonths, monthGrid, startOfWeek, today, type LocalDate } from '../lib/dates.ts';
import { useFormat } from '../lib/format.ts';
import { useFirstDayOfWeek } from '../lib/preferences.tsx';
import { IconButton } from './icon-button.tsx';

type CalendarProps = {
  value: LocalDate | null;
  onValueChange(value: LocalDate): void;
  /** Days with a small mark below the number. */
  marked?: ReadonlySet<LocalDate>;
  className?: string;
};

function moveFor(event: KeyboardEvent, date: LocalDate, firstDay: number): LocalDate | undefined {
  const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
  switch (event.key) {
    case 'ArrowLeft':
      return addDays(date, -rtl);
    case 'ArrowRight':
      return addDays(date, rtl);
    case 'ArrowUp':
      return addDays(date, -7);
    case 'ArrowDown':
      return addDays(date, 7);
    case 'Home':
      return startOfWeek(date, firstDay);
    case 'End':
      return addDays(startOfWeek(date, firstDay), 6);
    case 'PageUp':
      return addMonths(date, event.shiftKey ? -12 : -1);
    case 'PageDown':
      return addMonths(date, event.shiftKey ? 12 : 1);
    default:
      return undefined;
  }
}

/** A month of days. Arrows move by day and week, Page Up and Down by month, with Shift by year. */
export function Calendar({ value, onValueChange, marked, className }: CalendarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [cursor, setCursor] = useState<LocalDate>(value ?? today());
  const grid = useRef<HTMLTableElement>(null);
  const followFocus = useRef(false);
  useEffect(() => {
    if (value !== null) setCursor(value);
  }, [value]);
  useEffect(() => {
    if (!followFocus.current) return;
    followFocus.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-date="${cursor}"]`)?.focus();
  }, [cursor]);
  const firstDay = useFirstDayOfWeek();
  const days = monthGrid(cursor, firstDay);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moveFor(event, cursor, firstDay);
    if (next === undefined) return;
    event.preventDefault();
    followFocus.current = true;
    setCursor(next);
  };
  return (
    <div className={cn('select-none', className)}>
      <div className="mb-1 flex items-center">
        <p aria-live="polite" className="flex-1 ps-1.5 text-sm font-semibold">
          {format.monthYear(cursor)}
        </p>
        <IconButton size="xs" label={t('previousMonth')} onClick={() => setCursor(addMonths(cursor, -1))}>
          <ChevronLeft aria-hidden className="rtl:rotate-180" />
        </IconButton>
        <IconButton size="xs" label={t('nextMonth')} onClick={() => setCursor(addMonths(cursor, 1))}>
          <ChevronRight aria-hidden className="rtl:rotate-180" />
        </IconButton>
      </div>
      <table
        ref={grid}
        role="grid"
        aria-label={format.monthYear(cursor)}
        className="w-full border-collapse"
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {days.slice(0, 7).map((day) => (
              <th
                key={day}
                scope="col"
                abbr={format.weekday(day, 'long')}
                className="h-7 text-xs font-normal text-muted-foreground"
              >
                {format.weekday(day, 'narrow')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[0, 7, 14, 21, 28, 35].map((start) => (
            <tr key={start}>
              {days.slice(start, start + 7).map((day) => (
                <Day
                  key={day}
                  day={day}
                  label={format.longDate(day)}
                  isSelected={day === value}
                  isCursor={day === cursor}
                  isOutside={day.slice(0, 7) !== cursor.slice(0, 7)}
                  isMarked={marked?.has(day) ?? false}
                  onPick={onValueChange}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type DayProps = {
  day: LocalDate;
  label: string;
  isSelected: boolean;
  isCursor: boolean;
  isOutside: boolean;
  isMarked: boolean;
  onPick(day: LocalDate): void;
};

function Day({ day, label, isSelected, isCursor, isOutside, isMarked, onPick }: DayProps) {
  const isToday = day === today();
  return (
    <td aria-selected={isSelected} className="p-0 text-center">
      <button
        type="button"
        data-date={day}
        aria-label={label}
        aria-current={isToday ? 'date' : undefined}
        tabIndex={isCursor ? 0 : -1}
        onClick={() => onPick(day)}
        className={cn(
          'relative inline-grid size-8 place-items-center rounded-md text-[13px] tabular-nums transition-colors hover:bg-accent',
          isOutside && 'text-subtle-foreground',
          isToday &&
            !isSelected &&
            'font-semibold text-primary-text after:absolute after:bottom-1 after:h-[2px] after:w-3 after:rounded-full after:bg-primary',
          isSelected && 'bg-primary font-semibold text-primary-foreground hover:bg-primary-hover',
          isMarked &&
            !isToday &&
            'after:absolute after:bottom-1 after:size-1 after:rounded-full after:bg-secondary',
        )}
      >
        {Number(day.slice(8))}
      </button>
    </td>
  );
}
