import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { fromDay, type Span } from './time-scale.ts';

type MoveBubbleProps = {
  span: Span;
  /** How far it has gone so far; left out for something that had no day before. */
  days?: number;
  /** Where it would go, when that is more than a day. */
  place?: string | null;
  left: number;
  top: number;
  /** Read out as it changes, where nobody sees it move. */
  isSpoken: boolean;
};

/** The days something would have if it were let go now. */
export function MoveBubble({ span, days, place, left, top, isSpoken }: MoveBubbleProps) {
  const { t } = useTranslation('timeline');
  const format = useFormat();
  const words = [...new Set([span.start, span.end])].map((day) => {
    const date = fromDay(day);
    return `${format.weekday(date)} ${format.date(date)}`;
  });
  const length = span.end - span.start + 1;
  return (
    <div
      role="status"
      aria-live={isSpoken ? 'polite' : 'off'}
      className="pointer-events-none absolute z-40 flex -translate-y-full items-center gap-2 rounded-lg border border-border-subtle bg-popover px-2.5 py-1.5 text-xs whitespace-nowrap text-foreground shadow-overlay tabular-nums"
      style={{ left, top }}
    >
      <span className="font-medium">{words.join(' → ')}</span>
      {place != null && <span className="max-w-48 truncate text-muted-foreground">{place}</span>}
      {length > 1 && <span className="text-muted-foreground">{t('dayCount', { count: length })}</span>}
      {days !== undefined && days !== 0 && (
        <span className="text-primary-text">
          {t('dayShift', { days: format.number(days, { signDisplay: 'always' }) })}
        </span>
      )}
    </div>
  );
}
