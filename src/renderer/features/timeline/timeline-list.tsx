import { CalendarDays, Check, Sparkles, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Timeline, TimelineItem, TimelineLane } from '#shared/contracts/timeline.ts';
import { CheckpointMark } from '#renderer/entities/checkpoint/checkpoint-mark.tsx';
import { isSuggestion, useSuggestionActions } from '#renderer/entities/proposal/suggestion-actions.ts';
import { cn } from '#renderer/lib/cn.ts';
import { today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { TaskTick } from '#renderer/ui/checkbox.tsx';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { ColourDot } from '#renderer/ui/tag-chip.tsx';
import { eventLane } from './event-days.ts';
import { EventList } from './event-list.tsx';
import { laneKey } from './lane-layout.ts';
import { fromDay, toDay } from './time-scale.ts';

type TimelineListProps = {
  timeline: Timeline;
  onOpen(item: TimelineItem): void;
  onComplete(item: TimelineItem, isDone: boolean): void;
  onShift(item: TimelineItem, days: number): void;
};

/** The same days in words: for reading in order, and for who can't use the chart. */
export function TimelineList({ timeline, ...actions }: TimelineListProps) {
  return (
    <div className="h-full overflow-y-auto px-6 pb-16">
      <Events events={timeline.events} />
      {timeline.lanes
        .filter((lane) => lane.items.length > 0)
        .map((lane) => (
          <LaneList key={laneKey(lane)} lane={lane} {...actions} />
        ))}
    </div>
  );
}

/** What is ahead in the calendars, day by day. */
function Events({ events }: { events: Timeline['events'] }) {
  const { t } = useTranslation('timeline');
  const format = useFormat();
  const now = toDay(today());
  const days = eventLane(events).days.filter(({ day }) => day >= now);
  if (days.length === 0) return null;
  return (
    <section aria-labelledby="lane-calendar" className="mx-auto max-w-4xl pt-5">
      <h2 id="lane-calendar" className="flex items-center gap-2 pb-1 text-sm font-semibold tracking-[-0.2px]">
        <CalendarDays aria-hidden className="size-4 text-muted-foreground" />
        {t('calendar')}
      </h2>
      {days.map(({ day, events: found }) => (
        <div key={day} className="flex items-start gap-3 rounded-lg px-2 hover:bg-muted">
          <h3 className="w-32 shrink-0 pt-2 text-meta tabular-nums">{format.date(fromDay(day))}</h3>
          <div className="min-w-0 flex-1">
            <EventList events={found} />
          </div>
        </div>
      ))}
    </section>
  );
}

function LaneList({ lane, ...actions }: Omit<TimelineListProps, 'timeline'> & { lane: TimelineLane }) {
  const { t } = useTranslation('timeline');
  const headingId = `lane-${laneKey(lane)}`;
  return (
    <section
      aria-labelledby={headingId}
      className="mx-auto max-w-4xl pt-5 [contain-intrinsic-height:400px] [content-visibility:auto]"
    >
      <h2 id={headingId} className="flex items-center gap-2 pb-1 text-sm font-semibold tracking-[-0.2px]">
        <ColourDot colour={lane.projectColour} className="size-2.5" />
        {lane.projectName ?? t('noProject')}
        {lane.clientName !== null && <span className="text-meta font-normal">{lane.clientName}</span>}
      </h2>
      <ul>
        {lane.items.map((item) => (
          <Line key={item.id} item={item} lane={lane} {...actions} />
        ))}
      </ul>
    </section>
  );
}

type LineProps = Omit<TimelineListProps, 'timeline'> & { item: TimelineItem; lane: TimelineLane };

function Line({ item, lane, onOpen, onComplete, onShift }: LineProps) {
  const { t } = useTranslation('timeline');
  const format = useFormat();
  const isLate = !item.isDone && item.end < today();
  const isProposal = isSuggestion(item);
  return (
    <li
      className={cn(
        'flex min-h-10 items-center gap-3 rounded-lg px-2 hover:bg-muted',
        isProposal && 'proposal my-0.5',
      )}
    >
      {isProposal ? (
        <Sparkles aria-hidden className="size-4.5 shrink-0 p-px text-secondary-text" />
      ) : item.kind === 'task' ? (
        <TaskTick
          checked={item.isDone}
          name={item.title}
          onCheckedChange={(isDone) => onComplete(item, isDone)}
        />
      ) : (
        <CheckpointMark colour={lane.projectColour} isReached={item.isDone} className="size-4.5" />
      )}
      <button
        type="button"
        onClick={() => onOpen(item)}
        className={cn(
          'min-w-0 flex-1 truncate rounded-sm text-start text-sm hover:underline',
          item.isDone && 'text-muted-foreground line-through',
        )}
      >
        <span className="sr-only">{item.kind === 'checkpoint' ? `${t('checkpoint')}: ` : ''}</span>
        {item.title}
      </button>
      {item.start !== item.end && (
        <span className="text-meta tabular-nums">
          {format.date(item.start)} <span aria-hidden>→</span>
        </span>
      )}
      <DatePicker
        variant="ghost"
        label={t('moveEndNamed', { title: item.title })}
        value={item.end}
        onValueChange={(date) => date !== null && onShift(item, toDay(date) - toDay(item.end))}
        className={cn('w-36 text-meta', isLate && 'font-medium text-danger-text')}
      />
      {isProposal && <Verdict item={item} />}
    </li>
  );
}

/** A yes or a no to what was suggested; its proposal in the inbox follows. */
function Verdict({ item }: { item: TimelineItem }) {
  const { t } = useTranslation('checkpoints');
  const { approve, reject } = useSuggestionActions();
  const { title } = item;
  return (
    <>
      <IconButton label={t('approveNamed', { title })} onClick={() => approve(item)}>
        <Check aria-hidden />
      </IconButton>
      <IconButton label={t('rejectNamed', { title })} onClick={() => reject(item)}>
        <X aria-hidden />
      </IconButton>
    </>
  );
}
