import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { usePreferences } from '#renderer/lib/preferences.tsx';

/** How much of the day the estimates fill. More than a day holds is said, not shouted. */
export function CapacityBar({ minutes: exact }: { minutes: number }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const { hoursPerDay } = usePreferences();
  const capacity = hoursPerDay * 60;
  // Estimates are guesses: five minutes more or less say nothing.
  const minutes = Math.max(5, Math.round(exact / 5) * 5);
  const isOver = minutes > capacity;
  const left = isOver
    ? t('overCapacity', { over: format.duration(minutes - capacity) })
    : t('freeCapacity', { free: format.duration(capacity - minutes) });
  return (
    <div className="px-4 pb-2">
      <div
        role="meter"
        aria-label={t('capacity')}
        aria-valuemin={0}
        aria-valuemax={capacity}
        aria-valuenow={Math.min(minutes, capacity)}
        aria-valuetext={left}
        className="flex h-1.5 gap-[3px] overflow-hidden rounded-full bg-accent"
      >
        <div
          className="rounded-full bg-primary transition-[width] duration-500 ease-out dark:bg-tint-gold"
          style={{ width: isOver ? '92%' : `${(minutes / capacity) * 100}%` }}
        />
        {/* How much more stands in words: a bar to scale would drown the day. */}
        {isOver && <div className="flex-1 rounded-full bg-tint-coral/80" />}
      </div>
      <p className="mt-1.5 flex justify-between gap-3 text-meta tabular-nums">
        <span>
          {t('plannedOf', { planned: format.duration(minutes), capacity: format.duration(capacity) })}
        </span>
        <span>{left}</span>
      </p>
    </div>
  );
}
