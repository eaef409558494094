/** One made event; times as iCalendar writes them, `DTSTART;TZID=Europe/Rome:20261123T090000`. */
export type MadeEvent = {
  readonly uid: string;
  readonly title: string;
  readonly lines: readonly string[];
};

/** A calendar of the given events, as text. */
export function makeCalendar(events: readonly MadeEvent[], extra: readonly string[] = []): string {
  const components = events.flatMap(({ uid, title, lines }) => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20261101T080000Z',
    `SUMMARY:${title}`,
    ...lines,
    'END:VEVENT',
  ]);
  const all = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//made//for tests//EN', ...extra, ...components];
  return [...all, 'END:VCALENDAR', ''].join('\r\n');
}

/** A working week in Italian and English from a Monday on, with a series and two that overlap. */
export function sampleWeek(monday: string): readonly MadeEvent[] {
  const at = (dayOffset: number, time: string): string => {
    const day = new Date(Date.parse(`${monday}T00:00:00Z`) + dayOffset * 86_400_000);
    return `${day.toISOString().slice(0, 10).replaceAll('-', '')}T${time}00`;
  };
  const rome = (name: string, day: number, time: string) => `${name};TZID=Europe/Rome:${at(day, time)}`;
  return [
    {
      uid: 'standup@made',
      title: 'Standup with Harrow Finch',
      lines: [rome('DTSTART', 0, '0930'), rome('DTEND', 0, '0945'), 'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    },
    {
      uid: 'review@made',
      title: 'Revisione del logo, Marchetti',
      lines: [rome('DTSTART', 1, '1100'), rome('DTEND', 1, '1230')],
    },
    {
      uid: 'clash@made',
      title: 'Call with Nordlicht',
      lines: [rome('DTSTART', 1, '1200'), rome('DTEND', 1, '1300')],
    },
    {
      uid: 'fair@made',
      title: 'Book fair',
      lines: [
        `DTSTART;VALUE=DATE:${at(3, '0000').slice(0, 8)}`,
        `DTEND;VALUE=DATE:${at(5, '0000').slice(0, 8)}`,
      ],
    },
  ];
}
