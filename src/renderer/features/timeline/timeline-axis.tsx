import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { today } from '#renderer/lib/dates.ts';
import { useFormat, type Formatter } from '#renderer/lib/format.ts';
import {
  fromDay,
  toDay,
  weekdayOf,
  type Axis,
  type DayNumber,
  type Span,
  type TickUnit,
} from './time-scale.ts';

type TimelineAxisProps = {
  axis: Axis;
  pxPerDay: number;
  origin: DayNumber;
  labelWidth: number;
};

export const AXIS_HEIGHT = 60;

function majorLabel(
  unit: TickUnit,
  span: Span,
  format: Formatter,
  quarter: (number: number, year: string) => string,
): string {
  const date = fromDay(span.start);
  return unit === 'quarter'
    ? quarter(Math.floor((Number(date.slice(5, 7)) - 1) / 3) + 1, date.slice(0, 4))
    : format.monthYear(date);
}

/** Months above days, weeks or months: the sticky head of the chart. */
export const TimelineAxis = memo(function TimelineAxis({
  axis,
  pxPerDay,
  origin,
  labelWidth,
}: TimelineAxisProps) {
  const { t } = useTranslation('timeline');
  const format = useFormat();
  const place = ({ start, end }: Span) => ({
    left: (start - origin) * pxPerDay,
    width: (end - start) * pxPerDay,
  });
  return (
    <div aria-hidden className="absolute inset-0 overflow-clip" style={{ left: labelWidth }}>
      {axis.major.spans.map((span) => (
        <div
          key={span.start}
          className="absolute top-0 h-7 border-s border-border-subtle"
          style={place(span)}
        >
          <span
            className="sticky inline-block px-2.5 pt-2 text-[13px] font-semibold tracking-[-0.2px] whitespace-nowrap"
            style={{ left: labelWidth }}
          >
            {majorLabel(axis.major.unit, span, format, (number, year) => t('quarterLabel', { number, year }))}
          </span>
        </div>
      ))}
      {axis.minor.spans.map((span) => (
        <MinorTick
          key={span.start}
          unit={axis.minor.unit}
          span={span}
          place={place(span)}
          pxPerDay={pxPerDay}
          format={format}
        />
      ))}
    </div>
  );
});

type MinorTickProps = {
  unit: TickUnit;
  span: Span;
  place: { left: number; width: number };
  pxPerDay: number;
  format: Formatter;
};

function MinorTick({ unit, span, place, pxPerDay, format }: MinorTickProps) {
  const date = fromDay(span.start);
  const now = toDay(today());
  const isNow = now >= span.start && now < span.end;
  const isWeekend = unit === 'day' && weekdayOf(span.start) % 6 === 0;
  return (
    <div
      className={cn(
        'absolute top-7 flex h-8 items-center text-xs whitespace-nowrap text-muted-foreground tabular-nums',
        unit === 'day' ? 'justify-center gap-1' : 'border-s border-border-subtle ps-2',
        isWeekend && 'text-subtle-foreground',
      )}
      style={place}
    >
      {unit === 'day' && pxPerDay >= 40 && (
        <span>{format.weekday(date, pxPerDay >= 52 ? 'short' : 'narrow')}</span>
      )}
      <span
        className={cn(
          isNow &&
            unit === 'day' &&
            'grid h-5.5 min-w-5.5 place-items-center rounded-full bg-primary px-1 font-semibold text-primary-foreground',
          isNow && unit !== 'day' && 'font-semibold text-foreground',
        )}
      >
        {unit === 'day'
          ? Number(date.slice(8))
          : unit === 'week'
            ? Number(date.slice(8))
            : format.date(date).replace(/[\d\s.]+/g, '')}
      </span>
    </div>
  );
}
