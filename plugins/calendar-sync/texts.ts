import type { Source, Why } from '#sdk';
import type { EventClash, Move } from './clashes.ts';
import { timeOf } from './days.ts';
import { spanOn, type LocalEvent } from './events.ts';

/** What is told to the person, in the language of the app. */
export type Texts = {
  day(day: string): string;
  clashTitle(clash: EventClash): string;
  clashWhy(clash: EventClash): Why;
  moveWhy(move: Move): Why;
  summary(counts: { readonly events: number; readonly clashes: number; readonly moves: number }): string;
};

const MONTHS = {
  en: 'January February March April May June July August September October November December'.split(' '),
  it: 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(
    ' ',
  ),
};
const MAX_TITLE = 60;

export function textsIn(locale: string): Texts {
  const language = locale.startsWith('it') ? 'it' : 'en';
  const words = language === 'it' ? ITALIAN : ENGLISH;
  const dayText = (day: string): string => {
    const [, month = 1, date = 1] = day.split('-').map(Number);
    return `${date} ${MONTHS[language][month - 1] ?? ''}`;
  };
  return {
    day: dayText,
    clashTitle: ({ first, second, day }) =>
      words.clashTitle(short(first), short(second), dayText(day)).slice(0, 200),
    clashWhy: ({ first, second, day }) => ({
      reason: words.clash(named(first, day), named(second, day), dayText(day)),
      sources: [sourceOf(first, dayText), sourceOf(second, dayText)],
    }),
    moveWhy: (move) => {
      const { event, from, to, because, eventMinutes, taskMinutes } = move;
      const name = named(event, from);
      const reason = {
        all_day: () => words.allDay(name, dayText(from)),
        due_time: () => words.dueTime(name, dayText(from)),
        too_much: () => words.tooMuch(name, dayText(from), hours(eventMinutes), hours(taskMinutes)),
      }[because]();
      return { reason: `${reason} ${words.room(dayText(to))}`, sources: [sourceOf(event, dayText)] };
    },
    summary: ({ events, clashes, moves }) => words.summary(events, clashes, moves),
  };
}

type Words = {
  clashTitle(first: string, second: string, day: string): string;
  clash(first: string, second: string, day: string): string;
  allDay(event: string, day: string): string;
  dueTime(event: string, day: string): string;
  tooMuch(event: string, day: string, events: string, tasks: string): string;
  room(day: string): string;
  summary(events: number, clashes: number, moves: number): string;
};

const ENGLISH: Words = {
  clashTitle: (first, second, day) => `Sort out two events at one time: ${first} and ${second} (${day})`,
  clash: (first, second, day) => `On ${day}, ${first} and ${second} want the same time.`,
  allDay: (event, day) => `${event} takes the whole of ${day}.`,
  dueTime: (event, day) => `On ${day}, ${event} lies over the time at which this task is due.`,
  tooMuch: (event, day, events, tasks) =>
    `On ${day}, events take ${events} and tasks ${tasks}, which is more than a day holds; the longest is ${event}.`,
  room: (day) => `There is room on ${day}.`,
  summary: (events, clashes, moves) =>
    `${events} events on the timeline, ${clashes} clashes, ${moves} moves proposed.`,
};
const ITALIAN: Words = {
  clashTitle: (first, second, day) => `Sistemare due impegni alla stessa ora: ${first} e ${second} (${day})`,
  clash: (first, second, day) => `Il ${day}, ${first} e ${second} vogliono la stessa ora.`,
  allDay: (event, day) => `${event} occupa tutto il ${day}.`,
  dueTime: (event, day) => `Il ${day}, ${event} cade sull’ora in cui scade questa attività.`,
  tooMuch: (event, day, events, tasks) =>
    `Il ${day} gli impegni prendono ${events} e le attività ${tasks}: più di quanto stia in un giorno. Il più lungo è ${event}.`,
  room: (day) => `C’è posto il ${day}.`,
  summary: (events, clashes, moves) =>
    `${events} impegni sulla timeline, ${clashes} sovrapposizioni, ${moves} spostamenti proposti.`,
};

function short({ title }: LocalEvent): string {
  return title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1)}…` : title;
}

/** "“Call with Nordlicht” (12:00–13:00)" */
function named(event: LocalEvent, day: string): string {
  const span = spanOn(event, day);
  if (event.isAllDay || span === null) return `“${short(event)}”`;
  return `“${short(event)}” (${timeOf(span[0])}–${timeOf(span[1])})`;
}

function hours(minutes: number): string {
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

function sourceOf(event: LocalEvent, dayText: (day: string) => string): Source {
  const { url, location } = event.event;
  return {
    source: 'calendar',
    label: `${short(event)} · ${dayText(event.firstDay)}`,
    url: url !== null && /^https?:\/\/\S{1,1900}$/i.test(url) ? url : null,
    excerpt: location.slice(0, 300),
  };
}
