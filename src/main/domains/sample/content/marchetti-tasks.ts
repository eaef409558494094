import type { SampleTask } from '../sample-content.ts';

export const bookingTasks: readonly SampleTask[] = [
  {
    title: 'Sit in the waiting room for a morning and listen',
    done: -49,
    due: -49,
    minutes: 210,
    tags: ['research', 'on-site'],
  },
  {
    title: 'List of visit types with real durations',
    done: -39,
    due: -40,
    minutes: 90,
    tags: ['content'],
    comments: [
      {
        day: -39,
        text: 'Simona knows them by heart. First visit is 50 minutes and not 30 as on the old site.',
      },
    ],
  },
  {
    title: 'Booking form: three questions, no login',
    done: -22,
    due: -24,
    minutes: 480,
    priority: 'high',
    tags: ['dev', 'ux'],
  },
  {
    title: 'Connect the booking form to the practice calendar',
    done: -8,
    due: -11,
    minutes: 600,
    priority: 'high',
    tags: ['dev', 'integration'],
    comments: [
      {
        day: -11,
        text: 'Their calendar server closes the connection after 30 seconds. Reconnect and read only the changed days.',
      },
      {
        day: -8,
        text: 'Stable for three days. Two test bookings went through while Simona was typing in the same day.',
      },
    ],
  },
  {
    title: 'Privacy texts with the practice’s consultant',
    priority: 'high',
    due: -6,
    minutes: 60,
    status: 'waiting',
    tags: ['legal', 'copy'],
    details: 'Health data: the form must not ask for symptoms. Only name, phone, type of visit.',
  },
  {
    title: 'Usability test with five patients over sixty',
    due: 0,
    at: '15:30',
    minutes: 120,
    priority: 'high',
    tags: ['testing', 'on-site'],
    checklist: {
      done: ['Five people confirmed by Simona', 'Consent sheet in large print'],
      open: ['Charge both tablets', 'Bring the paper version of the form', 'Small thank-you for each'],
    },
  },
  { title: 'Fix what the usability test shows', due: 5, planned: 2, minutes: 240, tags: ['dev', 'ux'] },
  {
    title: 'Reminder text message the day before a visit',
    due: 4,
    planned: 3,
    minutes: 180,
    tags: ['dev', 'integration'],
  },
  {
    title: 'Show Simona how to block a holiday',
    due: 8,
    at: '13:15',
    minutes: 45,
    tags: ['handover', 'on-site'],
    waitsFor: ['booking-accepted'],
  },
  {
    title: 'Go live with the new address and forward the old one',
    due: 9,
    minutes: 120,
    priority: 'high',
    tags: ['launch', 'dev'],
    waitsFor: ['booking-accepted'],
    comments: [
      {
        day: -2,
        text: 'Dottoressa Marchetti wants it before her congress. There are two days of margin, no more.',
      },
    ],
  },
  {
    title: 'Larger touch targets for the day picker',
    due: 3,
    minutes: 60,
    suggestion: 'accepted',
    tags: ['accessibility', 'dev'],
  },
  { title: 'Add opening hours to the map listings', due: 14, minutes: 30, priority: 'low', tags: ['seo'] },
];

export const leafletTasks: readonly SampleTask[] = [
  {
    title: 'Collect the questions patients ask after an extraction',
    due: 24,
    minutes: 60,
    tags: ['research', 'content'],
  },
  { title: 'Agree on the four leaflet topics', due: 30, minutes: 45, tags: ['meeting'] },
  {
    title: 'Illustration style: line drawings without blood',
    due: 46,
    planned: 40,
    minutes: 300,
    tags: ['illustration'],
  },
  {
    title: 'Translate the leaflets for Ukrainian and Arabic speaking patients',
    due: 71,
    minutes: 120,
    tags: ['copy', 'translation'],
    details: 'Right-to-left layout for Arabic. Ask the cultural centre who they trust.',
  },
];

export const marchettiTasks: readonly SampleTask[] = [
  {
    title: 'Back-up check of the practice website',
    due: 13,
    minutes: 15,
    tags: ['maintenance'],
    repeats: { rrule: 'FREQ=MONTHLY', mode: 'schedule', catchUp: 'one' },
  },
  {
    title: 'Send the signed data processing agreement',
    done: -44,
    due: -44,
    minutes: 20,
    tags: ['legal', 'admin'],
  },
  {
    title: 'Offer for yearly care of the booking system',
    due: 11,
    planned: 8,
    minutes: 60,
    tags: ['offer', 'billing'],
  },
];
