import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#shared/kernel/clock.ts';
import {
  daysInMonth,
  formatDate,
  isLocalDate,
  partsOf,
  startOfWeek,
  weekdayOf,
} from '#shared/kernel/local-date.ts';
import {
  anchorRecurrence,
  firstOccurrence,
  missedOccurrences,
  nextOccurrence,
  rollForward,
} from './recurrence.ts';
import { formatRecurrenceRule, parseRecurrenceRule } from './recurrence-rule.ts';
import { describeRecurrence } from './recurrence-text.ts';

/** Walks a rule from date to date, each step from the date before it, as tasks do. */
async function walk(
  rrule: string,
  from: string,
  steps: number,
  anchor?: string,
): Promise<(string | undefined)[]> {
  const dates: (string | undefined)[] = [];
  let at: string | undefined = from;
  while (at !== undefined && dates.length < steps) {
    at = await nextOccurrence(rrule, { from: at, ...(anchor === undefined ? {} : { anchor }) });
    dates.push(at);
  }
  return dates;
}

describe('next occurrence on schedule', () => {
  it.each([
    ['FREQ=DAILY', '2026-11-21', ['2026-11-22', '2026-11-23']],
    ['FREQ=DAILY;INTERVAL=10', '2026-12-25', ['2027-01-04', '2027-01-14']],
    ['FREQ=WEEKLY', '2026-11-27', ['2026-12-04', '2026-12-11']],
    ['FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-23', ['2026-11-26', '2026-11-30', '2026-12-03']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', '2026-11-23', ['2026-11-26', '2026-12-07', '2026-12-10']],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-27', ['2026-11-30', '2026-12-01']],
    ['FREQ=MONTHLY', '2026-11-15', ['2026-12-15', '2027-01-15']],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-11-27', ['2026-12-25', '2027-01-29', '2027-02-26']],
    ['FREQ=MONTHLY;BYDAY=1MO', '2026-11-02', ['2026-12-07', '2027-01-04']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2027-01-31', ['2027-02-28', '2027-03-31', '2027-04-30']],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      '2026-10-30',
      ['2026-11-30', '2026-12-31', '2027-01-29'],
    ],
    ['FREQ=MONTHLY;INTERVAL=3', '2026-11-01', ['2027-02-01', '2027-05-01']],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', '2026-11-15', ['2026-12-01', '2026-12-15']],
    ['FREQ=YEARLY', '2026-12-25', ['2027-12-25', '2028-12-25']],
    ['FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=16', '2026-07-16', ['2027-01-16', '2027-07-16']],
    // RFC 5545 section 3.8.5.3, "every Friday the 13th"
    [
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      '1997-09-02',
      ['1998-02-13', '1998-03-13', '1998-11-13', '1999-08-13'],
    ],
    // the same section, "every 20th Monday of the year" and "Monday of week number 20"
    ['FREQ=YEARLY;BYDAY=20MO', '1997-05-19', ['1998-05-18', '1999-05-17']],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1997-05-12', ['1998-05-11', '1999-05-17']],
    // the same section, "U.S. presidential election day"
    [
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      '1996-11-05',
      ['2000-11-07', '2004-11-02'],
    ],
  ])('%s from %s', async (rrule, from, expected) => {
    expect(await walk(rrule, from, expected.length)).toEqual(expected);
  });

  it('takes the last day of a short month for "every month" from the 31st, and comes back to the 31st', async () => {
    const rrule = anchorRecurrence('FREQ=MONTHLY', '2026-12-31');
    expect(await walk(rrule, '2026-12-31', 5)).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
      '2027-05-31',
    ]);
    expect(await walk('FREQ=MONTHLY', '2026-12-31', 3, '2026-12-31')).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
    ]);
  });

  it('keeps to the 30th and the 29th through February', async () => {
    expect(await walk(anchorRecurrence('FREQ=MONTHLY', '2027-01-30'), '2027-01-30', 2)).toEqual([
      '2027-02-28',
      '2027-03-30',
    ]);
    expect(await walk(anchorRecurrence('FREQ=MONTHLY', '2028-01-29'), '2028-01-29', 2)).toEqual([
      '2028-02-29',
      '2028-03-29',
    ]);
  });

  it('an explicit 31st skips short months, as RFC 5545 says', async () => {
    expect(await walk('FREQ=MONTHLY;BYMONTHDAY=31', '2027-01-31', 3)).toEqual([
      '2027-03-31',
      '2027-05-31',
      '2027-07-31',
    ]);
  });

  it('keeps a birthday on 29 February every year', async () => {
    const rrule = anchorRecurrence('FREQ=YEARLY', '2028-02-29');
    expect(await walk(rrule, '2028-02-29', 4)).toEqual([
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ]);
  });

  it('steps over both clock changes of a year without losing or doubling a day', async () => {
    for (const from of ['2026-03-07', '2026-03-28', '2026-10-24', '2026-10-31']) {
      expect(await walk('FREQ=DAILY', from, 3)).toEqual([1, 2, 3].map((days) => addDays(from, days)));
    }
  });

  it('ends by COUNT from the anchor and by UNTIL, inclusive', async () => {
    expect(await walk('FREQ=WEEKLY;COUNT=3', '2026-11-02', 9, '2026-11-02')).toEqual([
      '2026-11-09',
      '2026-11-16',
      undefined,
    ]);
    expect(await walk('FREQ=WEEKLY;UNTIL=20261116', '2026-11-02', 9)).toEqual([
      '2026-11-09',
      '2026-11-16',
      undefined,
    ]);
  });
});

describe('next occurrence after completion', () => {
  it.each([
    ['FREQ=DAILY;INTERVAL=3', '2026-11-25', '2026-11-28'],
    ['FREQ=WEEKLY', '2026-11-25', '2026-12-02'],
    ['FREQ=MONTHLY', '2027-01-31', '2027-02-28'],
    ['FREQ=YEARLY', '2028-02-29', '2029-02-28'],
    ['FREQ=WEEKLY;BYDAY=MO', '2026-11-25', '2026-11-30'],
    ['FREQ=MONTHLY;BYMONTHDAY=1', '2026-11-25', '2026-12-01'],
    ['FREQ=DAILY;INTERVAL=3;UNTIL=20261126', '2026-11-25', undefined],
  ])('%s done on %s', async (rrule, completedOn, expected) => {
    expect(await nextOccurrence(rrule, { from: '2026-11-01', mode: 'completion', completedOn })).toBe(
      expected,
    );
  });
});

describe('catching up', () => {
  const base = { rrule: 'FREQ=DAILY', mode: 'schedule', due: '2026-11-18', today: '2026-11-21' } as const;

  it('lists what was missed, without the due date and without today', async () => {
    expect(await missedOccurrences('FREQ=DAILY', '2026-11-18', '2026-11-21')).toEqual([
      '2026-11-19',
      '2026-11-20',
    ]);
    expect(await missedOccurrences('FREQ=DAILY', '2020-01-01', '2026-11-21')).toHaveLength(366);
    expect(await missedOccurrences('FREQ=DAILY', '2020-01-01', '2026-11-21', 5)).toHaveLength(5);
    expect(await missedOccurrences('FREQ=WEEKLY', '2026-11-30', '2026-11-21')).toEqual([]);
  });

  it('skip goes on with today or later', async () => {
    expect((await rollForward({ ...base, catchUp: 'skip' })).dates).toEqual(['2026-11-21']);
  });

  it('one folds what was missed into its latest', async () => {
    expect((await rollForward({ ...base, catchUp: 'one' })).dates).toEqual(['2026-11-20']);
    expect((await rollForward({ ...base, due: '2026-11-20', catchUp: 'one' })).dates).toEqual(['2026-11-21']);
  });

  it('all makes every one of them and the next', async () => {
    expect((await rollForward({ ...base, catchUp: 'all' })).dates).toEqual([
      '2026-11-19',
      '2026-11-20',
      '2026-11-21',
    ]);
    const years = await rollForward({ ...base, due: '2020-01-01', catchUp: 'all' });
    expect(years.dates).toHaveLength(367);
    expect(years.isTruncated).toBe(true);
  });

  it('done early, the next still follows the plan', async () => {
    expect((await rollForward({ ...base, due: '2026-11-25', catchUp: 'one' })).dates).toEqual(['2026-11-26']);
  });

  it('lowers COUNT by what has passed and ends the series', async () => {
    const first = await rollForward({
      ...base,
      rrule: 'FREQ=DAILY;COUNT=3',
      due: '2026-11-21',
      catchUp: 'one',
    });
    expect(first).toMatchObject({ dates: ['2026-11-22'], rrule: 'FREQ=DAILY;COUNT=2' });
    const second = await rollForward({
      ...base,
      rrule: first.rrule,
      due: '2026-11-22',
      today: '2026-11-22',
      catchUp: 'one',
    });
    expect(second).toMatchObject({ dates: ['2026-11-23'], rrule: 'FREQ=DAILY;COUNT=1' });
    const third = await rollForward({
      ...base,
      rrule: second.rrule,
      due: '2026-11-23',
      today: '2026-11-23',
      catchUp: 'one',
    });
    expect(third.dates).toEqual([]);
  });

  it('skipped occurrences count too', async () => {
    const rolled = await rollForward({ ...base, rrule: 'FREQ=DAILY;COUNT=10', catchUp: 'skip' });
    expect(rolled).toMatchObject({ dates: ['2026-11-21'], rrule: 'FREQ=DAILY;COUNT=7' });
    expect((await rollForward({ ...base, rrule: 'FREQ=DAILY;COUNT=2', catchUp: 'skip' })).dates).toEqual([]);
  });

  it('counts from completion, and ends by COUNT there too', async () => {
    const rolled = await rollForward({
      ...base,
      rrule: 'FREQ=DAILY;INTERVAL=3;COUNT=2',
      mode: 'completion',
      catchUp: 'all',
    });
    expect(rolled).toMatchObject({ dates: ['2026-11-24'], rrule: 'FREQ=DAILY;INTERVAL=3;COUNT=1' });
    const last = await rollForward({ ...base, rrule: rolled.rrule, mode: 'completion', catchUp: 'all' });
    expect(last.dates).toEqual([]);
  });
});

describe('refusals and limits', () => {
  it.each([
    '',
    'daily',
    'FREQ=HOURLY',
    'FREQ=MINUTELY',
    'FREQ=SECONDLY',
    'FREQ=DAILY;BYHOUR=9',
    'FREQ=DAILY;BYEASTER=1',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;INTERVAL=1000',
    'FREQ=DAILY;INTERVAL=1e3',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=100000',
    'FREQ=DAILY;COUNT=3;UNTIL=20261231',
    'FREQ=DAILY;UNTIL=20260230',
    'FREQ=DAILY;FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=WEEKLY;BYMONTHDAY=3',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=MONTHLY;BYMONTHDAY=0',
    'FREQ=MONTHLY;BYSETPOS=1',
    'FREQ=MONTHLY;BYWEEKNO=3',
    'FREQ=DAILY;X-EVIL=1',
    'FREQ=DAILY=DAILY',
    `FREQ=YEARLY;BYYEARDAY=${Array.from({ length: 100 }, (_, index) => index + 1).join()}`,
  ])('refuses %j with a reason', (rrule) => {
    expect(() => parseRecurrenceRule(rrule)).toThrow(
      expect.objectContaining({ name: 'AppError', code: 'invalid_input' }),
    );
  });

  it.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9',
    'FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=5',
  ])('gives up on %s, which never occurs, in bounded time', async (rrule) => {
    const startedMs = performance.now();
    expect(await nextOccurrence(rrule, { from: '2026-11-21' })).toBeUndefined();
    expect(performance.now() - startedMs).toBeLessThan(1500);
  });

  it('accepts what calendars write', () => {
    expect(
      formatRecurrenceRule(
        parseRecurrenceRule('RRULE:FREQ=WEEKLY;WKST=SU;UNTIL=20261231T235959Z;BYDAY=TH,MO,MO'),
      ),
    ).toBe('FREQ=WEEKLY;BYDAY=MO,TH;WKST=SU;UNTIL=20261231');
  });
});

describe('against an independent reading of the rules', () => {
  const date = fc
    .tuple(
      fc.integer({ min: 2020, max: 2035 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
    )
    .filter(([year, month, day]) => day <= daysInMonth(year, month))
    .map(([year, month, day]) => formatDate(year, month, day));
  const weekdays = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 });
  const codes = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

  it('weekly rules give the first day that is in the right week and on a named weekday', async () => {
    await fc.assert(
      fc.asyncProperty(date, weekdays, fc.integer({ min: 1, max: 9 }), async (from, days, interval) => {
        const rrule = `FREQ=WEEKLY;INTERVAL=${interval};BYDAY=${days.map((day) => codes[day]).join()}`;
        let expected = addDays(from, 1);
        const weeks = (day: string) =>
          (Date.parse(startOfWeek(day)) - Date.parse(startOfWeek(from))) / 604_800_000;
        while (!(days.includes(weekdayOf(expected)) && weeks(expected) % interval === 0))
          expected = addDays(expected, 1);
        expect(await nextOccurrence(rrule, { from })).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('plain monthly rules land on the same day or the last one, and never drift', async () => {
    await fc.assert(
      fc.asyncProperty(date, fc.integer({ min: 1, max: 14 }), async (from, interval) => {
        const rrule = anchorRecurrence(`FREQ=MONTHLY;INTERVAL=${interval}`, from);
        const dates = await walk(rrule, from, 5);
        dates.forEach((found, index) => {
          const { year, month, day } = partsOf(from);
          const months = year * 12 + month - 1 + interval * (index + 1);
          const size = daysInMonth(Math.floor(months / 12), (months % 12) + 1);
          expect(found).toBe(formatDate(Math.floor(months / 12), (months % 12) + 1, Math.min(day, size)));
        });
      }),
      { numRuns: 200 },
    );
  });

  it('whatever the rule, the next date exists, lies after the former, and describing it never fails', async () => {
    const rule = fc.record({
      freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
      interval: fc.integer({ min: 1, max: 20 }),
      parts: fc.subarray([
        'BYMONTH=1,6',
        'BYMONTHDAY=-1,15',
        'BYDAY=MO,FR',
        'BYDAY=-1FR',
        'BYSETPOS=1',
        'COUNT=9',
        'UNTIL=20300101',
      ]),
    });
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(date, rule, async (from, { freq, interval, parts }) => {
        const rrule = [`FREQ=${freq}`, `INTERVAL=${interval}`, ...parts].join(';');
        if (!isAccepted(rrule)) return;
        accepted += 1;
        const next = await nextOccurrence(rrule, { from });
        if (next !== undefined) expect(isLocalDate(next) && next > from).toBe(true);
        expect(
          formatRecurrenceRule(parseRecurrenceRule(formatRecurrenceRule(parseRecurrenceRule(rrule)))),
        ).toBe(formatRecurrenceRule(parseRecurrenceRule(rrule)));
        expect(describeRecurrence(rrule, 'en')).toMatch(/^every /);
        expect(describeRecurrence(rrule, 'it')).toMatch(/^ogni /);
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

function isAccepted(rrule: string): boolean {
  try {
    parseRecurrenceRule(rrule);
    return true;
  } catch {
    return false;
  }
}

describe('the first occurrence', () => {
  it('may be the start itself', async () => {
    expect(await firstOccurrence('FREQ=MONTHLY', '2026-11-21')).toBe('2026-11-21');
    expect(await firstOccurrence('FREQ=WEEKLY;BYDAY=SA', '2026-11-21')).toBe('2026-11-21');
    expect(await firstOccurrence('FREQ=WEEKLY;BYDAY=MO', '2026-11-21')).toBe('2026-11-23');
  });
});

describe('in words', () => {
  it.each([
    ['FREQ=DAILY', 'every day', 'ogni giorno'],
    ['FREQ=DAILY;INTERVAL=3', 'every 3 days', 'ogni 3 giorni'],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
      'every 2 weeks on Monday and Thursday',
      'ogni 2 settimane di lunedì e giovedì',
    ],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday', 'ogni giorno feriale'],
    ['FREQ=WEEKLY;BYDAY=SA,SU', 'every weekend', 'ogni fine settimana'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15', 'every month on the 1st and 15th', 'ogni mese il 1° e 15'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day', 'ogni mese l’ultimo giorno'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
      'every month on the 31st or the last day',
      'ogni mese il 31 o l’ultimo giorno',
    ],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'every month on the last Friday', 'ogni mese l’ultimo venerdì'],
    ['FREQ=MONTHLY;BYDAY=1SU', 'every month on the first Sunday', 'ogni mese la prima domenica'],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      'every month on the last working day',
      'ogni mese l’ultimo giorno feriale',
    ],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25', 'every year on 25 December', 'ogni anno il 25 dicembre'],
    ['FREQ=YEARLY;BYMONTH=1', 'every year in January', 'ogni anno a gennaio'],
    ['FREQ=WEEKLY;COUNT=5', 'every week, 5 times', 'ogni settimana, 5 volte'],
    [
      'FREQ=WEEKLY;UNTIL=20261231',
      'every week, until 31 December 2026',
      'ogni settimana, fino al 31 dicembre 2026',
    ],
  ])('%s', (rrule, english, italian) => {
    expect(describeRecurrence(rrule, 'en')).toBe(english);
    expect(describeRecurrence(rrule, 'it')).toBe(italian);
  });

  it('says when the count starts at completion', () => {
    expect(describeRecurrence('FREQ=DAILY;INTERVAL=3', 'en', 'completion')).toBe(
      'every 3 days after completion',
    );
    expect(describeRecurrence('FREQ=DAILY;INTERVAL=3', 'it', 'completion')).toBe(
      'ogni 3 giorni dopo il completamento',
    );
  });
});
