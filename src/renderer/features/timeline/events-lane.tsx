import { CalendarDays } from 'lucide-react';
import { memo, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExternalEvent } from '#shared/contracts/external-items.ts';
import { cn } from '#renderer/lib/cn.ts';
import { today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { eventLane, type EventBar, type EventDay } from './event-days.ts';
import { EventList, eventTime } from './event-list.tsx';
import { fromDay, toDay, type DayNumber } from './time-scale.ts';
import { AXIS_HEIGHT } from './timeline-axis.tsx';
import { useVisible, type TimeWindow } from './use-time-window.ts';

type EventsLaneProps = {
  events: readonly ExternalEvent[];
  window: TimeWindow;
  labelWidth: number;
};

const ROW = 20;
const PAD = 6;
/** From here on a day has room for the beginning of a title. */
const WORDS_PX = 40;

/** The calendars, above the projects and quieter than they are: to be seen while planning, not to be moved. */
export const EventsLane = memo(function EventsLane({ events, window: time, labelWidth }: EventsLaneProps) {
  const { t } = useTranslation('timeline');
  const { visible } = useVisible(time);
  const { pxPerDay, range } = time;
  const { days, bars, rows } = useMemo(() => eventLane(events), [events]);
  const shownDays = days.filter(({ day }) => day >= visible.start && day <= visible.end);
  const shownBars = bars.filter(({ start, end }) => end >= visible.start && start <= visible.end);
  const [cursor, setCursor] = useState<DayNumber>();
  if (days.length === 0) return null;
  const now = toDay(today());
  const stop =
    shownDays.find(({ day }) => day === cursor)?.day ??
    (shownDays.find(({ day }) => day >= now) ?? shownDays.at(-1))?.day;
  const height = rows * ROW + ROW + 2 * PAD;
  return (
    <div
      className="sticky z-20 shrink-0 border-b border-border-subtle bg-background"
      style={{ top: AXIS_HEIGHT, height }}
      data-events-lane=""
    >
      <div
        role="group"
        aria-label={t('calendar')}
        className="absolute inset-0 overflow-clip"
        style={{ left: labelWidth }}
      >
        {shownBars.map((bar) => (
          <WholeDays
            key={bar.event.id}
            bar={bar}
            left={(bar.start - range.start) * pxPerDay}
            pxPerDay={pxPerDay}
          />
        ))}
        {shownDays.map((entry) => (
          <DayMark
            key={entry.day}
            entry={entry}
            left={(entry.day - range.start) * pxPerDay}
            top={PAD + rows * ROW}
            pxPerDay={pxPerDay}
            isTabStop={entry.day === stop}
            onCursor={setCursor}
          />
        ))}
      </div>
      <div
        data-lane-label=""
        className="sticky left-0 z-10 flex h-full items-center gap-2 border-e border-border-subtle bg-background px-4 text-xs font-medium text-muted-foreground"
        style={{ width: labelWidth }}
      >
        <CalendarDays aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{t('calendar')}</span>
      </div>
    </div>
  );
});

/** Left and right go from day to day; one tab stop stands for all of them. */
function walkDays(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const lane = event.currentTarget.parentElement;
  if (step === 0 || lane === null) return;
  const marks = [...lane.querySelectorAll<HTMLElement>('[data-event-day]')];
  const next = marks[marks.indexOf(event.currentTarget) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function WholeDays({ bar, left, pxPerDay }: { bar: EventBar; left: number; pxPerDay: number }) {
  const { event, start, end, row } = bar;
  const width = Math.max((end + 1 - start) * pxPerDay - 2, 4);
  return (
    <div
      aria-hidden
      title={event.title}
      className="absolute flex items-center rounded-sm border-s-2 border-secondary bg-muted px-1.5 text-[11px] leading-none text-muted-foreground"
      style={{ left: left + 1, top: PAD + row * ROW, width, height: ROW - 3 }}
    >
      {width > 36 && <span className="truncate">{event.title}</span>}
    </div>
  );
}

type DayMarkProps = {
  entry: EventDay;
  left: number;
  top: number;
  pxPerDay: number;
  isTabStop: boolean;
  onCursor(day: DayNumber): void;
};

/** The events of one day: how many, and in a list what. */
function DayMark({ entry, left, top, pxPerDay, isTabStop, onCursor }: DayMarkProps) {
  const { t } = useTranslation('timeline');
  const format = useFormat();
  const { day, events } = entry;
  const date = format.longDate(fromDay(day));
  const [first] = events;
  const tip = events
    .slice(0, 3)
    .map((event) => [eventTime(event, format), event.title].filter(Boolean).join(' '))
    .join(' · ');
  const label = t('eventsOn', { count: events.length, date });
  const isSmall = pxPerDay < 18;
  return (
    <Popover>
      <Tooltip content={tip + (events.length > 3 ? ` · +${events.length - 3}` : '')}>
        <PopoverTrigger
          data-event-day={day}
          aria-label={`${label}: ${tip}`}
          tabIndex={isTabStop ? 0 : -1}
          onFocus={() => onCursor(day)}
          onKeyDown={walkDays}
          className={cn(
            'absolute flex items-center justify-center overflow-hidden rounded-sm bg-accent text-[11px] leading-none text-muted-foreground tabular-nums transition-colors hover:text-foreground',
            isSmall && 'rounded-full bg-muted-foreground/50 hover:bg-foreground',
          )}
          style={
            isSmall
              ? { left: left + Math.max((pxPerDay - 6) / 2, 0), top: top + 6, width: 6, height: 6 }
              : { left: left + 2, top, width: pxPerDay - 4, height: ROW - 2 }
          }
        >
          {!isSmall && (pxPerDay < WORDS_PX || events.length > 1) && events.length}
          {!isSmall && pxPerDay >= WORDS_PX && events.length === 1 && (
            <span className="truncate px-1">{first?.title}</span>
          )}
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent aria-label={label} className="w-80 p-2">
        <p className="px-2 pt-1 pb-1.5 text-sm font-semibold">{date}</p>
        <div className="max-h-80 overflow-y-auto">
          <EventList events={events} />
        </div>
      </PopoverContent>
    </Popover>
  );
}
