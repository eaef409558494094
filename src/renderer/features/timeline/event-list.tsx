import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ExternalEvent } from '#shared/contracts/external-items.ts';
import { useFormat, type Formatter } from '#renderer/lib/format.ts';

/** `HH:MM` as the clock of this machine shows an instant. */
function clockTime(instant: number): string {
  const at = new Date(instant);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

/** "12:00 – 13:00"; nothing for a whole day. */
export function eventTime({ isAllDay, startsAt, endsAt }: ExternalEvent, format: Formatter): string {
  if (isAllDay || startsAt === null || endsAt === null) return '';
  const [start, end] = [startsAt, endsAt].map((instant) => format.time(clockTime(instant)));
  return start === end ? (start ?? '') : `${start} – ${end}`;
}

/** Events in words: they belong to a calendar and are only read here. */
export function EventList({ events }: { events: readonly ExternalEvent[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {events.map((event) => (
        <EventLine key={event.id} event={event} />
      ))}
    </ul>
  );
}

function EventLine({ event }: { event: ExternalEvent }) {
  const { t } = useTranslation('timeline');
  const format = useFormat();
  const { title, url, location } = event;
  return (
    <li className="flex min-h-8 items-baseline gap-3 rounded-md px-2 py-1">
      <span className="w-26 shrink-0 text-meta tabular-nums">{eventTime(event, format) || t('allDay')}</span>
      <span className="min-w-0 flex-1 text-sm">
        {url === null ? (
          <span dir="auto" className="break-words">
            {title}
          </span>
        ) : (
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            dir="auto"
            className="rounded-sm break-words hover:underline"
          >
            {title}
            <ExternalLink aria-hidden className="ms-1.5 inline size-3.5 text-muted-foreground" />
          </a>
        )}
        {location !== null && location !== '' && <span className="block truncate text-meta">{location}</span>}
      </span>
    </li>
  );
}
