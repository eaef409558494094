import { CalendarDays } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { useDateParser } from '../lib/date-parser.tsx';
import { addDays, startOfWeek, today, type LocalDate } from '../lib/dates.ts';
import { useFormat } from '../lib/format.ts';
import { useFirstDayOfWeek } from '../lib/preferences.tsx';
import { useDebounced } from '../lib/use-debounced.ts';
import { Button } from './button.tsx';
import { Calendar } from './calendar.tsx';
import { FIELD_STYLES, Input } from './input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from './popover.tsx';

export type DatePickerProps = {
  value: LocalDate | null;
  onValueChange(value: LocalDate | null): void;
  /** What the date means: 'Due', 'Planned'. */
  label: string;
  /** 'HH:MM'. With `onTimeChange` a time can be set below the days. */
  time?: string | null;
  onTimeChange?(time: string | null): void;
  placeholder?: string;
  variant?: 'field' | 'ghost';
  id?: string;
  /** Replaces the trigger; it must be a button. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?(open: boolean): void;
  className?: string;
};

const TRIGGERS = {
  field: cn(FIELD_STYLES, 'h-9 px-3'),
  ghost: 'h-8 rounded-md px-2 text-sm hover:bg-accent data-[state=open]:bg-accent',
};

/** A day, typed in words or picked from a month. */
export function DatePicker(props: DatePickerProps) {
  const { value, time, label, placeholder, variant = 'field' } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const [ownOpen, setOwnOpen] = useState(false);
  const open = props.open ?? ownOpen;
  const setOpen = props.onOpenChange ?? setOwnOpen;
  const shown =
    value === null ? undefined : [format.day(value), ...(time ? [format.time(time)] : [])].join(', ');
  const pick = (next: LocalDate | null): void => {
    props.onValueChange(next);
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        {props.trigger ?? (
          <button
            type="button"
            id={props.id}
            aria-label={props.id === undefined ? `${label}: ${shown ?? t('noDate')}` : undefined}
            className={cn('flex items-center gap-2 text-start', TRIGGERS[variant], props.className)}
          >
            <CalendarDays aria-hidden className="size-4 shrink-0 text-muted-foreground" />
            <span className={cn('truncate', shown === undefined && 'text-subtle-foreground')}>
              {shown ?? placeholder ?? t('noDate')}
            </span>
          </button>
        )}
      </PopoverTrigger>
      <PopoverContent aria-label={label} className="w-[324px] p-3">
        <NaturalDateField onPick={pick} />
        <DatePresets hasValue={value !== null} onPick={pick} />
        <Calendar value={value} onValueChange={pick} />
        {props.onTimeChange && value !== null && (
          <label className="mt-2 flex items-center gap-3 border-t border-border-subtle pt-3 text-sm text-muted-foreground">
            {t('time')}
            <Input
              type="time"
              className="ms-auto h-8 w-32"
              value={time ?? ''}
              onChange={(event) =>
                props.onTimeChange?.(event.target.value === '' ? null : event.target.value)
              }
            />
          </label>
        )}
      </PopoverContent>
    </Popover>
  );
}

function NaturalDateField({ onPick }: { onPick(date: LocalDate): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parse = useDateParser();
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ text: string; date: LocalDate | undefined }>();
  const settled = useDebounced(text.trim(), 120);
  useEffect(() => {
    if (!parse || settled === '') return undefined;
    const controller = new AbortController();
    parse(settled, controller.signal).then(
      (date) => {
        if (!controller.signal.aborted) setFound({ text: settled, date });
      },
      () => {
        if (!controller.signal.aborted) setFound({ text: settled, date: undefined });
      },
    );
    return () => controller.abort();
  }, [parse, settled]);
  if (!parse) return null;
  const answer = found?.text === text.trim() ? found : undefined;
  return (
    <form
      className="mb-2"
      onSubmit={(event) => {
        event.preventDefault();
        // The picker may sit inside a form of its own.
        event.stopPropagation();
        if (answer?.date !== undefined) onPick(answer.date);
      }}
    >
      <Input
        autoFocus
        aria-label={t('chooseDate')}
        placeholder={t('dateHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-8"
      />
      <p aria-live="polite" className="text-meta empty:hidden">
        {text.trim() !== '' && answer !== undefined && (
          <span className="block pt-1.5">
            {answer.date === undefined ? t('dateNotUnderstood') : `↩ ${format.longDate(answer.date)}`}
          </span>
        )}
      </p>
    </form>
  );
}

function DatePresets({ hasValue, onPick }: { hasValue: boolean; onPick(date: LocalDate | null): void }) {
  const { t } = useTranslation();
  const nextWeek = addDays(startOfWeek(today(), useFirstDayOfWeek()), 7);
  const presets = [
    { label: t('today'), date: today() },
    { label: t('tomorrow'), date: addDays(today(), 1) },
    { label: t('nextWeek'), date: nextWeek },
  ];
  return (
    <div className="mb-2 flex flex-wrap gap-1">
      {presets.map(({ label, date }) => (
        <Button key={label} size="xs" variant="secondary" onClick={() => onPick(date)}>
          {label}
        </Button>
      ))}
      {hasValue && (
        <Button size="xs" variant="ghost" onClick={() => onPick(null)}>
          {t('noDate')}
        </Button>
      )}
    </div>
  );
}
