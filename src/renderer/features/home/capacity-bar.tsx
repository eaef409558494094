import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { usePreferences } from '#renderer/lib/preferences.tsx';

/** How much of the day the estimates fill. More than a day holds is said, not shouted. */
export function CapacityBar({ minutes }: { minutes: number }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const { hoursPerDay } = usePreferences();
  const capacity = hoursPerDay * 60;
  const over = Math.max(0, minutes - capacity);
  // When the day is too full the whole bar stands for what is planned, and the day is a part of it.
  const whole = Math.max(minutes, capacity);
  const share = (part: number): string => `${(part / whole) * 100}%`;
  const words =
    over > 0
      ? t('overCapacity', { over: format.duration(over) })
      : t('freeCapacity', { free: format.duration(capacity - minutes) });
  return (
    <div className="px-4 pb-2">
      <div
        role="meter"
        aria-label={t('capacity')}
        aria-valuemin={0}
        aria-valuemax={whole}
        aria-valuenow={minutes}
        aria-valuetext={words}
        className="flex h-1.5 gap-[2px] overflow-hidden rounded-full bg-accent"
      >
        <div
          className="rounded-full bg-primary transition-[width] duration-500 ease-out dark:bg-tint-gold"
          style={{ width: share(Math.min(minutes, capacity)) }}
        />
        {over > 0 && (
          <div
            className="rounded-full bg-tint-coral/70 transition-[width] duration-500 ease-out"
            style={{ width: share(over) }}
          />
        )}
      </div>
      <p className="mt-1.5 flex justify-between gap-3 text-meta tabular-nums">
        <span>
          {t('plannedOf', { planned: format.duration(minutes), capacity: format.duration(capacity) })}
        </span>
        <span>{words}</span>
      </p>
    </div>
  );
}
