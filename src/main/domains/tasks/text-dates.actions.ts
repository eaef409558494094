import { z } from 'zod';
import { instantSchema, localDateSchema, localTimeSchema } from '#shared/contracts/common.ts';
import { quickAddLocale } from '#shared/contracts/quick-add.ts';
import { AppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/action-definition.ts';
import { loadDateReader } from './quick-add/dates.ts';

const MAX_TEXTS = 200;
const MAX_CHARS = 4_000;
const MAX_DATES = 20;
const MAX_INSTANTS = 1_000;

const foundDate = z.object({
  /** UTF-16 offsets, half-open. */
  start: z.number(),
  end: z.number(),
  text: z.string(),
  date: localDateSchema.nullable(),
  time: localTimeSchema.nullable(),
  /** Last day of a range of days. */
  lastDate: localDateSchema.nullable(),
  /** `due` after words such as "by", "entro". */
  lead: z.enum(['due', 'planned', 'none']),
});

/** Years of four digits. */
const writableInstant = instantSchema.min(-62_135_596_800_000).max(253_402_300_799_999);
const localTime = z.object({ date: localDateSchema, time: localTimeSchema });

/** Finding dates in text, as quick add does, for callers that may load no library of their own. */
export function textActions({ clock }: { readonly clock: Clock }): readonly ActionDefinition[] {
  return [findDates(clock), toLocal] as readonly ActionDefinition[]; // the gate parses before it runs
}

const findDates = (clock: Clock) =>
  defineAction({
    id: 'text.find_dates',
    title: 'Find dates in text',
    description:
      'The days and times that texts in English or Italian name, relative to today or to the day given, in the order of the texts.',
    input: z.object({
      texts: z.array(z.string().max(MAX_CHARS)).min(1).max(MAX_TEXTS),
      locale: quickAddLocale.default('en'),
      /** The day that "tomorrow" counts from, such as the day a mail was sent. */
      today: localDateSchema.optional(),
    }),
    output: z.object({ dates: z.array(z.array(foundDate)) }),
    effect: 'read',
    needs: () => [],
    run: async ({ signal }, { texts, locale, today = clock.today() }) => {
      const reader = await loadDateReader(locale);
      const dates: z.infer<typeof foundDate>[][] = [];
      for (const text of texts) {
        // Reading a long text takes milliseconds, and so does loading the reader: others get their turn in between.
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        signal.throwIfAborted();
        const hits = reader.readAll(text, { today, time: '00:00' }).slice(0, MAX_DATES);
        dates.push(
          hits.map(({ start, end, date, time, lastDate, lead }) => ({
            start,
            end,
            text: text.slice(start, end),
            date: date ?? null,
            time: time ?? null,
            lastDate: lastDate ?? null,
            lead,
          })),
        );
      }
      return { dates };
    },
  });

const toLocal = defineAction({
  id: 'time.to_local',
  title: 'Tell local days and times',
  description: 'The day and time that instants have in a time zone, in the order of the instants.',
  input: z.object({
    instants: z.array(writableInstant).min(1).max(MAX_INSTANTS),
    /** IANA name. */
    timeZone: z.string().min(1).max(100),
  }),
  output: z.object({ times: z.array(localTime) }),
  effect: 'read',
  needs: () => [],
  run: async (_ctx, { instants, timeZone }) => {
    const format = wallClock(timeZone);
    return { times: instants.map((instant) => readWallClock(format, instant)) };
  },
});

function wallClock(timeZone: string): Intl.DateTimeFormat {
  const digits = { calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('sv-SE', { ...digits, timeZone, dateStyle: 'short', timeStyle: 'short' });
  } catch (cause) {
    throw new AppError('invalid_input', `There is no time zone of the name ${timeZone}.`, { cause });
  }
}

/** Swedish writes `2026-11-21 09:00`. */
function readWallClock(format: Intl.DateTimeFormat, instant: number): z.infer<typeof localTime> {
  const [date = '', time = ''] = format.format(instant).split(' ');
  return { date, time };
}
