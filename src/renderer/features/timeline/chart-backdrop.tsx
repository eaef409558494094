import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '#renderer/lib/dates.ts';
import { toDay, weekdayOf, type Axis, type DayNumber } from './time-scale.ts';

type ChartBackdropProps = { axis: Axis; pxPerDay: number; origin: DayNumber };

/** Weekends, the lines of weeks and months: behind everything, in one layer. */
export const ChartBackdrop = memo(function ChartBackdrop({ axis, pxPerDay, origin }: ChartBackdropProps) {
  const saturday = ((6 - weekdayOf(origin) + 7) % 7) * pxPerDay;
  const shade = 'color-mix(in srgb, var(--foreground) 3.2%, transparent)';
  const lines = axis.minor.unit === 'day' && pxPerDay < 40 ? axis.major.spans : axis.minor.spans;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 overflow-clip">
      {pxPerDay >= 5 && (
        <div
          className="absolute inset-0"
          style={{
            backgroundImage: `linear-gradient(90deg, ${shade} 0 ${2 * pxPerDay}px, transparent ${2 * pxPerDay}px)`,
            backgroundSize: `${7 * pxPerDay}px 100%`,
            backgroundPositionX: saturday,
          }}
        />
      )}
      {lines.map(({ start }) => (
        <span
          key={start}
          className="absolute inset-y-0 w-px bg-border-subtle/70"
          style={{ left: (start - origin) * pxPerDay }}
        />
      ))}
    </div>
  );
});

/** Now, through all lanes. */
export function TodayLine({
  pxPerDay,
  origin,
  labelWidth,
}: {
  pxPerDay: number;
  origin: DayNumber;
  labelWidth: number;
}) {
  const { t } = useTranslation();
  return (
    <div
      aria-hidden
      title={t('today')}
      className="pointer-events-none absolute inset-y-0 w-[1.5px] bg-ring"
      style={{ left: labelWidth + (toDay(today()) - origin + 0.5) * pxPerDay }}
    >
      <span className="absolute -top-1 -start-[3px] size-[7.5px] rounded-full bg-ring" />
    </div>
  );
}
