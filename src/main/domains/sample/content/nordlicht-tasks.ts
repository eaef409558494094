import type { SampleTask } from '../sample-content.ts';

export const coverTasks: readonly SampleTask[] = [
  {
    title: 'Read the first Hafenkommissar novel to the end',
    done: -50,
    due: -48,
    minutes: 480,
    tags: ['reading'],
  },
  {
    title: 'Mood boards: fog, cranes, sodium light',
    done: -42,
    due: -42,
    minutes: 240,
    tags: ['design'],
    comments: [
      { day: -41, text: 'Anke likes the crane seen from below. No people on the covers, that is fixed.' },
    ],
  },
  {
    title: 'License the harbour night photograph for six covers',
    done: -28,
    due: -26,
    minutes: 60,
    priority: 'high',
    tags: ['licence', 'photo'],
  },
  {
    title: 'Cover 1, Kaltes Wasser: final artwork',
    done: -13,
    due: -14,
    minutes: 600,
    priority: 'high',
    tags: ['design', 'print'],
    checklist: {
      done: [
        'Spine width from Jonas',
        'Barcode in white box',
        'Back cover blurb, 640 characters',
        'PDF for the printer without warnings',
      ],
    },
  },
  {
    title: 'Cover 2, Der stille Kran: rough',
    status: 'in_progress',
    due: 1,
    planned: 0,
    minutes: 180,
    priority: 'high',
    tags: ['design'],
    comments: [
      {
        day: -1,
        text: 'Two roughs are good. The third is only there because I promised three; leave it out.',
      },
    ],
  },
  { title: 'Cover 3, Nebelhorn: read the galley proof', due: 9, planned: 6, minutes: 360, tags: ['reading'] },
  {
    title: 'Cover 3, Nebelhorn: rough',
    due: 17,
    planned: 14,
    minutes: 300,
    tags: ['design'],
    waitsFor: ['covers-system'],
  },
  { title: 'Cover 4, Schwarze Tide: rough', due: 38, minutes: 300, tags: ['design'] },
  { title: 'Cover 5, Lotsenwechsel: rough', due: 59, minutes: 300, tags: ['design'] },
  { title: 'Cover 6, Letzte Fähre: rough', due: 82, minutes: 300, tags: ['design'] },
  {
    title: 'Ask Jonas for the spine width of volume two',
    due: -1,
    minutes: 10,
    priority: 'medium',
    tags: ['print'],
    details: 'He needs the final page count from typesetting. 312 or 328 pages makes 1.4 mm difference.',
  },
  {
    title: 'Make a sheet with the series rules for the in-house team',
    due: 24,
    planned: 22,
    minutes: 240,
    tags: ['documentation'],
    checklist: {
      open: [
        'Title position and sizes',
        'The orange: values for print and screen',
        'What the crane must never do',
        'Export settings for online shops',
      ],
    },
  },
  {
    title: 'Send the covers as small images for the online catalogues',
    due: 19,
    minutes: 45,
    suggestion: 'accepted',
    tags: ['export'],
  },
  {
    title: 'Check the licence: does it include audiobooks?',
    due: 5,
    minutes: 20,
    suggestion: 'pending',
    tags: ['licence'],
  },
];

export const readerTasks: readonly SampleTask[] = [
  {
    title: 'Interview four readers about listening and reading in turns',
    done: -33,
    due: -35,
    minutes: 240,
    tags: ['research'],
  },
  { title: 'Write up the reader interviews', done: -30, due: -31, minutes: 120, tags: ['research'] },
  {
    title: 'Clickable prototype of the chapter switcher',
    status: 'waiting',
    minutes: 600,
    tags: ['prototype'],
    waitsFor: ['reader-budget'],
    comments: [
      { day: -25, text: 'On hold until the funding decision. Files are clean, can be picked up in an hour.' },
    ],
  },
  {
    title: 'Keep the prototype hosting alive while we wait',
    due: 27,
    minutes: 10,
    priority: 'low',
    tags: ['admin'],
  },
];

export const nordlichtTasks: readonly SampleTask[] = [
  {
    title: 'Write to Anke about the book fair meeting',
    due: 10,
    minutes: 15,
    tags: ['mail'],
    details: 'In German. Suggest the second morning, coffee near hall four.',
  },
  {
    title: 'Renew the residence certificate for German withholding tax',
    due: 44,
    minutes: 60,
    priority: 'high',
    tags: ['tax', 'admin'],
  },
];
