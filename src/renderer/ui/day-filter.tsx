import { CalendarRange } from 'lucide-react';
import { useFormat } from '#renderer/lib/format.ts';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { FilterChip } from '#renderer/ui/filter-chip.tsx';

type DayFilterProps = {
  label: string;
  value: string | undefined;
  onChange(value: string | undefined): void;
};

/** A list is narrowed to what is before or after a day. */
export function DayFilter({ label, value, onChange }: DayFilterProps) {
  const format = useFormat();
  return (
    <DatePicker
      label={label}
      value={value ?? null}
      onValueChange={(next) => onChange(next ?? undefined)}
      trigger={
        <FilterChip
          label={label}
          icon={<CalendarRange aria-hidden />}
          value={value === undefined ? undefined : format.day(value)}
        />
      }
    />
  );
}
