import type { SampleNote } from '../sample-content.ts';

export const designSystemNotes: readonly SampleNote[] = [
  {
    title: 'Forty-one buttons: the inventory',
    tags: ['audit', 'design-system'],
    created: -46,
    updated: -45,
    body: `Two days of screenshots, 38 screens, everything that can be clicked and looks like a button.

| kind | found | different heights | wanted |
| --- | --- | --- | --- |
| primary | 11 | 5 | 1 |
| secondary | 14 | 6 | 1 |
| icon only | 9 | 4 | 1 |
| destructive | 3 | 2 | 1 |
| links that pretend | 4 | 3 | 0 |

Nine greys, three of them a single step apart. Two focus styles, one of which is invisible on the tide chart.

## Not a taste problem
The variety has reasons. Three teams worked without a common file, and the old library had no compact size, so everybody shrank buttons by hand. If the new system has no compact size either, we will be back here in a year.

## What I propose
1. Tokens first, named by role and not by colour.
2. Four buttons, two densities.
3. A page that shows each component *with its mistakes*: how it looks when it is used wrongly.

Rafael's reaction: "I counted on thirty." The naming is in [[Token names, decided]].`,
  },
  {
    title: 'Token names, decided',
    tags: ['tokens', 'reference'],
    created: -34,
    updated: -27,
    body: `Result of two long threads and one short call. A name says what it is *for*.

~~~css
:root {
  --surface: #ffffff;
  --surface-raised: #f6f8fa;
  --text: #14212b;
  --text-quiet: #51616d;
  --line: #d5dde3;
  --action: #0b5cad;
  --action-text: #ffffff;
  --warning: #8a5a00;
  --danger: #a4262c;
}
~~~

## Rules
- No numbers in names. If two steps are needed, they have two purposes.
- Charts have their own set, \`--series-1\` to \`--series-6\`, checked against three kinds of colour blindness.
- A component may define private tokens, but only from the public ones.

## Rejected
\`--blue-600\` and friends. They read well in the first month. Then somebody makes "blue" green for a customer.

Dark values follow the same names. The only exception is the raised surface, which gets lighter and not darker; there is a comment in the file, because someone will want to "fix" it.

Merged on {{-27}} after the workshop, see [[Workshop with the front-end team]].`,
  },
  {
    title: 'Workshop with the front-end team',
    tags: ['meeting', 'design-system'],
    created: -27,
    body: `Three hours by video, {{-27}}. Rafael, Aoife, Tomasz, Lin and me. Everybody had built one screen with the draft tokens before; that was the best idea of the whole project, and it was Aoife's.

## What broke
- The table header needs a background of its own when it sticks to the top.
- Nobody understood \`--surface-sunken\`. Removed.
- Spacing of 12 was missing, three people had invented it.

## What they asked for
1. A change log they can read in a minute
2. Components as plain elements with classes first, wrappers later
3. **No** weekly meeting about the system

## Agreements
Anybody may add a component if it is used twice. Nobody may add a variant without removing one. A variant that is used in a single place lives in that place.

Tomasz will not use it before the date picker is fixed, because his screen is nothing but date pickers. Fair. It moves up in the order.

Open: who looks after the system when my contract ends? Lin would like to. Talk with Niamh.`,
  },
  {
    title: 'Error messages that help',
    tags: ['copy', 'documentation'],
    created: -9,
    updated: -5,
    body: `Draft of the guideline. Three questions, in this order, and most messages can answer them in two sentences.

1. What happened?
2. What is safe?
3. What can I do now?

| before | after |
| --- | --- |
| Error 409 | Aoife changed this berth while you were editing. Your version is kept below; choose which one to save. |
| Invalid input | The draught of the vessel must be a number in metres, for example 4.2. |
| Something went wrong | The tide service does not answer. Yesterday's curve is shown. We try again in a minute. |

## Tone
No "oops". The reader is a harbour master at five in the morning with a ferry in front of the pier. Never blame the reader, never apologise twice.

## Length
Title under 60 characters; explanation under 160. If it needs more, the screen is wrong and not the text.

Codes stay, small and grey at the end, because support needs them. The same pattern is used in the set-up, see [[Five-minute set-up: script]].`,
  },
];

export const onboardingNotes: readonly SampleNote[] = [
  {
    title: 'Where new ports give up',
    tags: ['research', 'ux'],
    created: -19,
    updated: -18,
    body: `Ten recordings of first sessions, between 6 and 51 minutes. Two people reached a schedule without calling. What stopped the others:

- **Berth list (6 of 10).** They have it as a spreadsheet, a PDF, or on the wall. The import wants a file with eleven columns in English.
- **Time zone (3 of 10).** The default is UTC. Tides then look six inches wrong or an hour late, and the trust is gone.
- **Empty dashboard (4 of 10).** They finish the set-up and see nothing, because no vessel has been announced yet.

> "It says done. What is done?" (harbour master, session 7)

One man took a photograph of his whiteboard and looked for the place to upload it. We laughed; then Niamh said that this is exactly what it should do one day.

## What I take from it
1. Paste from anywhere, guess the columns, show what was understood.
2. Ask for the town, derive the time zone and the tide station.
3. End with *their* first vessel on *their* berth, with today's tide.

Turned into steps in [[Five-minute set-up: script]].`,
  },
  {
    title: 'Five-minute set-up: script',
    tags: ['ux', 'prototype'],
    created: -15,
    updated: -1,
    isPinned: true,
    body: `The words first, screens later. Read aloud it takes just under two minutes, so five are realistic.

## 1. Where are you?
One field for the town. Under it: "Ballyhale. Irish time. Tides from the station at the outer pier." A link to correct each of the three.

## 2. Paste your berths
A large field. "Copy the list from wherever it is and paste it here. Mistakes are fine."
Then a table with what was understood. Columns that were not recognised are grey and can be named or ignored.

## 3. Who comes today?
Name of one vessel and the hour. It appears on the berth, on the tide curve, at once.

## 4. Done
"This is your port." No confetti, no tour. One line: *Invite a colleague* and *Later*.

## What can go wrong
- pasted list has merged cells: take the first value and mark it
- two berths of the same name: ask once
- town unknown: nearest tide station on a map

Texts follow [[Error messages that help]]; evidence for each step is in [[Where new ports give up]].`,
  },
  {
    title: 'Call with Niamh about the Ballyhale demo',
    tags: ['meeting'],
    created: -1,
    body: `Fifteen minutes, {{-1}}, between two of her trains.

She shows the prototype to the harbour master of Ballyhale. He is friendly, seventy, and has seen four systems come and go. He will paste a list from a mail. So the paste step must be real; the others may be pictures.

**Must work**
- paste of about twenty lines, tabs or several spaces
- German and Irish names with accents
- undo of the paste

**May be flat**
- tide station
- inviting colleagues

**Not to be shown**
- prices
- the dark theme, the chart colours are not ready

She asked whether the schedule of the launch holds. I said yes for the prototype, and that the release of the component table decides about the rest. She heard the second half, I think.

After the demo we talk about three test sessions with other ports. Gift cards were a problem last time, because public employees may not take them; a donation to the lifeboat crew is the better idea.`,
  },
];

export const carePlanNotes: readonly SampleNote[] = [
  {
    title: 'Care plan: scope and limits',
    tags: ['retainer', 'reference', 'prices'],
    created: -58,
    updated: -31,
    body: `What is in the eight hours a month and what is not. Agreed with Niamh and Sinéad, repeated here because new people ask.

## In
- security updates within two working days
- text and picture changes that take less than an hour
- one new page of an existing type each month
- report on the last day of the month

## Out
- new page types (offer)
- campaigns (offer, at least two weeks before)
- anything in the product itself

## Hours
Unused hours move to the next month once and are then gone. More than eight: I say so *before* I start, and Niamh answers yes or no in the thread.

## Response
Working days, nine to six my time. An outage of the whole site counts as urgent, I look at it within two hours. A wrong comma does not.

In the first half year they used 6.8 hours on average. Two months were over, both because of campaigns that should have been offers. The form that broke on {{-32}} took 75 minutes and was inside.`,
  },
  {
    title: 'Site statistics without cookies',
    tags: ['privacy', 'research'],
    created: -18,
    updated: -7,
    body: `The banner was the first thing that anybody saw of Tidewater. Question from Niamh: do we need it? Answer after a day of reading: not if we count differently.

## What they really look at
Rafael checked who had opened the old statistics in the last ninety days. Two people, three charts: visits by page, where from, how many reach the demo form. None of the three needs to recognise a person.

## Now
- requests are counted on the server, by page and day
- the referring site is kept without its path
- no identifier, no fingerprint, no third party

~~~sql
SELECT day, page, count(*) AS views
FROM page_views
WHERE day >= date('now', '-30 days')
GROUP BY day, page
ORDER BY views DESC;
~~~

## Effect
Banner gone since {{-7}}. The page is 90 kB lighter. Demo requests are up a little, but it is one week and I would not put it on a slide.

The privacy text became a third as long. Their lawyer added two sentences and removed four.`,
  },
];

export const tidewaterNotes: readonly SampleNote[] = [
  {
    title: 'Talk about next quarter: my notes',
    tags: ['offer', 'prices'],
    created: -6,
    updated: -3,
    body: `For the conversation with Niamh. Not to be sent.

**Where we are.** Retainer of twenty hours: eight for the site, twelve for small product work. On top two projects, which end within a few weeks of each other. Then there is a hole, for me and for them.

**What they will need**
- somebody who looks after the design system, two days a month at first
- onboarding for the second customer group, ferry operators
- the yearly report for the port authorities, which is ugly and read by people with budgets

**What I would like**
1. One project at a time, with a clear end.
2. Retainer of 24 hours in place of 20, at the new rate.
3. Lin as the person in the team for the system; I review.

**What I will not do.** On-call at weekends. Recruiting interviews. A fourth week on site.

If the rate is a problem: keep the hours, raise the price only for projects. The reasons are in [[Raising my rates: what to say]]. Do not start with the price, start with the hole.`,
  },
];
