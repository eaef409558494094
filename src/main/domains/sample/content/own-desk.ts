import type { SampleNote, SampleTask } from '../sample-content.ts';

/** What belongs to no client: the business itself. */
export const ownTasks: readonly SampleTask[] = [
  {
    title: 'Plan the week over coffee',
    due: 1,
    dueOn: 'monday',
    minutes: 30,
    tags: ['routine'],
    repeats: { rrule: 'FREQ=WEEKLY', mode: 'schedule', catchUp: 'skip' },
  },
  {
    title: 'Put receipts into the folder for the accountant',
    due: -7,
    dueOn: 'friday',
    minutes: 30,
    tags: ['admin', 'tax'],
    repeats: { rrule: 'FREQ=WEEKLY', mode: 'schedule', catchUp: 'one' },
  },
  {
    title: 'Quarterly VAT: send everything to Dottoressa Lenzi',
    due: 25,
    minutes: 120,
    priority: 'high',
    tags: ['tax'],
    repeats: { rrule: 'FREQ=MONTHLY;INTERVAL=3', mode: 'schedule', catchUp: 'one' },
  },
  {
    title: 'Restore one file from the back-up, just to see',
    due: 7,
    minutes: 20,
    tags: ['admin'],
    repeats: { rrule: 'FREQ=MONTHLY', mode: 'completion', catchUp: 'one' },
  },
  {
    title: 'Rewrite the three case studies on my own site',
    status: 'in_progress',
    due: 32,
    minutes: 480,
    priority: 'low',
    tags: ['marketing', 'copy'],
    subtasks: [
      { title: 'Case study: the coffee roastery', due: 20, minutes: 150, tags: ['copy'] },
      { title: 'Case study: a library on six boards', done: -17, minutes: 150, tags: ['copy'] },
    ],
  },
  {
    title: 'Renew professional liability insurance',
    done: -57,
    due: -58,
    minutes: 45,
    priority: 'high',
    tags: ['admin'],
  },
  {
    title: 'Answer the enquiry from the bicycle workshop',
    due: 0,
    minutes: 20,
    priority: 'medium',
    tags: ['lead', 'mail'],
    details: 'Small site, no shop. Perhaps something for Matteo instead of me.',
  },
  { title: 'Repair the office lamp or finally throw it away', minutes: 30, tags: ['errand'] },
  { title: 'Read the new rules for electronic invoices abroad', minutes: 45, tags: ['tax', 'reading'] },
  { title: 'Compare two standing desks', minutes: 30, priority: 'low', tags: ['someday'] },
  { title: 'Lunch with Matteo about sharing big jobs', done: -21, due: -21, minutes: 90, tags: ['network'] },
  { title: 'Ten days off, write it into all calendars', due: 80, minutes: 15, tags: ['holiday'] },
];

export const ownNotes: readonly SampleNote[] = [
  {
    title: 'Price list for small jobs',
    tags: ['prices', 'reference'],
    created: -110,
    updated: -10,
    body: `For myself, so that I do not invent a new number on the phone. Without VAT. Rounded, and including one round of corrections.

| job | hours | price |
| --- | --- | --- |
| business card, print-ready | 4 | 260 |
| menu, two pages | 6 | 390 |
| menu board with allergens | 14 | 900 |
| landing page on an existing site | 12 | 840 |
| newsletter template | 8 | 540 |
| accessibility check, five pages | 10 | 700 |
| half-day on site | 4 | 320 |

## Always add
- content review: 15 percent, whenever the client writes the texts
- hand-over to trades (sign painter, printer, carpenter): 2 hours
- urgent, which means within three working days: plus 30 percent

## Never
Free drafts for a pitch. Logos for a friend of a friend. A price before I know who decides.

If somebody says it is too much, take something *out* of the job and leave the rate alone. Larger work goes by offer, see [[Raising my rates: what to say]].`,
  },
  {
    title: 'Raising my rates: what to say',
    tags: ['prices', 'business'],
    created: -70,
    updated: -6,
    body: `My rate has been the same for two years. Rent, insurance and software went up by about eleven percent. So this is not a rise; it is catching up.

## Order
1. New clients: new rate, from now on, no explanation.
2. Tidewater: with the talk about the next quarter.
3. Nordlicht: at the next title, not in the middle of the series.
4. Bellarosa: once the shop is live, and gently.
5. Museum: prices are fixed in the order, nothing to do.

## Sentences that work
> "From next quarter my rate is 86 euro. Everything that we have agreed already stays as it is."

> "I would rather tell you early than round up hours."

## Sentences that do not
Anything that begins with "unfortunately". Anything with "inflation", because they have it too.

## If they say no
Fewer hours for the same money, or a longer notice, or a fixed day each month, which is easier for me to plan. What I do not do is keep the old rate "for this year": that sentence has cost me about four thousand euro so far.`,
  },
  {
    title: 'Launch day checklist',
    tags: ['checklist', 'launch', 'template'],
    created: -180,
    updated: -45,
    isPinned: true,
    body: `My template. Copy it for each project and delete what does not apply; add what went wrong last time.

## Before
- [ ] Who can say stop? Name and phone number
- [ ] Domain belongs to the client, not to me
- [ ] Lifetime of DNS entries lowered the day before
- [ ] Redirects tested with real old addresses
- [ ] Forms tested from outside, with an address at another provider
- [ ] Back-up made, and *restored* once
- [ ] The way back is written down

## On the day
- [ ] Not a Friday, not before a holiday
- [ ] Switch in the morning
- [ ] Certificate, home page, one form, one search
- [ ] Error log open until lunch
- [ ] Tell the client what to look at, and what not to worry about

## After
- [ ] Week one: look at the log every morning
- [ ] Old system stays for fourteen days
- [ ] Invoice
- [ ] Ask for one sentence I may quote

Used so far for seven launches. The point that found most trouble is the fifth: forms that only worked inside the client's own network.`,
  },
  {
    title: 'Weekly review',
    tags: ['routine', 'business'],
    created: -28,
    updated: -5,
    body: `Questions for Monday morning, thirty minutes, with coffee from the roastery and the phone in the other room.

1. What did I finish that I can invoice?
2. Who is waiting for me? Who am I waiting for?
3. Which date would hurt if it moved?
4. Is there an afternoon without meetings? If not, make one.
5. What did I promise by word of mouth and never wrote down?

## {{-5}}
- Privacy texts for the dental practice are the thing that can move the launch. Call, do not mail.
- Two projects end within the same fortnight. Nobody's fault, but no new start before that.
- Hours last week: 37, of which 29 billable. Good.
- I said yes to a worksheet for schools in the corridor of the museum. Is that in the budget? No.

## {{-12}}
- First book cover is at the printer. Celebrate at least until Tuesday.
- Shipping prices arrived as a photo. Ask for a table next time.
- Hours: 41, billable 27. The difference was the invoice portal, see [[Come si fattura al museo]].`,
  },
  {
    title: 'Enquiry: bicycle workshop',
    tags: ['lead'],
    created: -2,
    updated: -1,
    body: `Phone call from a workshop near the station. Two brothers, repairs and a few hand-built frames. They found me through the board in the café next to the roastery.

**They want** a site "like the menu": clear, a bit warm. Prices of repairs, opening hours, a page on the frames. No shop. A way to say "your bicycle is ready", which today is a phone call that nobody answers.

**Budget** "not much", which turned out to be about 1,500.

## Think about it
- Three pages from a good template: 12 hours, fits.
- Text messages when a bicycle is ready: similar to the reminder in the dental practice, but a separate thing with monthly costs.
- When? Not before the next six weeks.

## Options
1. Say yes for later, with a fixed price.
2. Pass it on to Matteo, who has time and likes bicycles.
3. Only the pages from me, the messages from an existing service.

I lean to the second. He sent me the library boards last year, and it would be a fair exchange. The numbers are in [[Price list for small jobs]].`,
  },
  {
    title: 'Lunch with Matteo: sharing big jobs',
    tags: ['network', 'meeting'],
    created: -21,
    updated: -20,
    body: `Trattoria behind the market, {{-21}}, tagliatelle. We both say no to the same kind of job: too large for one, too small for an agency.

## What we would try
- One of us signs the contract and is the face for the client.
- The other works for a fixed part, agreed before, at **80 percent** of the client rate. The rest is for the risk and the talking.
- Each keeps the rights to show the work.
- If we disagree, the one who signed decides. Afterwards we talk.

## Rules that sound obvious and are not
1. No direct contact with the client without the other knowing.
2. Hours in the same list, visible to both.
3. Holidays are announced two months before.

## First candidate
A site for a wine consortium, 300 hours, offer due in the autumn. He does the back end, I do the rest.

Things we did not settle: insurance, and what happens when one is ill. He asks his accountant and I ask mine. No company, for now. A letter of two pages is enough, and he writes the first version.`,
  },
];
