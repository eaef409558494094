import { useTranslation } from 'react-i18next';
import type { PlanDay, PlanEntry } from '#shared/contracts/answers.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { SourceLink } from './citation-chip.tsx';
import { SourceMark } from './source-mark.tsx';

/** Days with what stands in them; what would stand there after a yes is dashed. */
export function PlanView({ title, days }: { title: string; days: readonly PlanDay[] }) {
  return (
    <section aria-label={title}>
      <h3 className="text-[13px] font-semibold text-muted-foreground">{title}</h3>
      <ol className="mt-1.5 flex flex-col gap-3">
        {days.map((day) => (
          <Day key={day.date} day={day} />
        ))}
      </ol>
    </section>
  );
}

function Day({ day }: { day: PlanDay }) {
  const { t } = useTranslation('assistant');
  const format = useFormat();
  const { date, freeMinutes, plannedMinutes, entries } = day;
  const left = freeMinutes - plannedMinutes;
  return (
    <li>
      <div className="flex items-baseline gap-2">
        <h4 className="text-sm font-medium first-letter:uppercase">{format.day(date)}</h4>
        <span className="text-meta tabular-nums">
          {left > 0 ? t('free', { time: format.duration(left) }) : t('full')}
        </span>
      </div>
      {entries.length === 0 ? (
        <p className="mt-0.5 text-meta">{t('dayFree')}</p>
      ) : (
        <ul className="mt-1 flex flex-col gap-1">
          {entries.map((entry) => (
            <Entry key={`${entry.kind} ${entry.id} ${entry.time ?? ''}`} entry={entry} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Entry({ entry }: { entry: PlanEntry }) {
  const { t } = useTranslation('assistant');
  const format = useFormat();
  const { kind, title, link, time, minutes, isGuess, isProposed } = entry;
  const length = minutes === null ? '' : format.duration(minutes);
  return (
    <li
      className={cn(
        'flex items-center gap-2 rounded-lg px-2.5 py-1.5 text-[13px]',
        isProposed ? 'proposal' : 'border border-transparent bg-muted/60',
      )}
    >
      <SourceMark kind={kind} className="size-3.5 text-muted-foreground" />
      {time !== null && <span className="shrink-0 tabular-nums">{format.time(time)}</span>}
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {link === '' ? (
          title
        ) : (
          <SourceLink link={link} className="rounded-sm text-start hover:underline">
            {title}
          </SourceLink>
        )}
      </span>
      {isProposed && <span className="sr-only">{t('proposedDay')}</span>}
      <span className="shrink-0 text-meta tabular-nums" title={isGuess ? t('guess') : undefined}>
        {isGuess && length !== '' ? `~ ${length}` : length}
      </span>
    </li>
  );
}
