import type { SampleTask } from '../sample-content.ts';

export const designSystemTasks: readonly SampleTask[] = [
  {
    title: 'Inventory of every button in the dashboard',
    done: -46,
    due: -46,
    minutes: 180,
    tags: ['audit'],
    comments: [{ day: -46, text: '41 buttons, 9 greys. Screenshots are on the board.' }],
  },
  { title: 'Name the colour tokens by role', done: -34, due: -35, minutes: 150, tags: ['tokens'] },
  {
    title: 'Workshop with the four front-end developers',
    done: -27,
    due: -27,
    at: '10:00',
    minutes: 180,
    tags: ['meeting'],
  },
  {
    title: 'Table component: sorting, density, empty state',
    status: 'in_progress',
    due: 2,
    planned: 1,
    minutes: 540,
    priority: 'high',
    tags: ['components', 'dev'],
    subtasks: [
      {
        title: 'Column header with sort direction for screen readers',
        done: -2,
        minutes: 90,
        tags: ['accessibility', 'dev'],
      },
      {
        title: 'Compact density for the port overview',
        status: 'in_progress',
        due: 1,
        planned: 1,
        minutes: 120,
        tags: ['dev'],
      },
      { title: 'Empty state with the next step in it', due: 2, minutes: 60, tags: ['copy', 'design'] },
    ],
  },
  {
    title: 'Dark theme values for charts',
    due: -5,
    minutes: 180,
    priority: 'medium',
    tags: ['tokens', 'charts'],
    comments: [
      {
        day: -5,
        text: 'The tide curve and the berth bars are too close in deuteranopia. Trying blue and amber.',
      },
    ],
  },
  {
    title: 'Write the guideline for error messages',
    due: 11,
    planned: 9,
    minutes: 150,
    tags: ['copy', 'documentation'],
  },
  {
    title: 'Date range picker without a calendar trap',
    due: 22,
    planned: 16,
    minutes: 480,
    tags: ['components', 'dev', 'accessibility'],
  },
  {
    title: 'Move the first team over to the new components',
    due: 33,
    minutes: 240,
    tags: ['migration'],
    waitsFor: ['system-release'],
  },
  { title: 'Visual regression run on the component pages', due: 20, minutes: 180, tags: ['testing', 'dev'] },
  {
    title: 'Close the old pattern page with a pointer to the new one',
    due: 40,
    minutes: 30,
    priority: 'low',
    tags: ['documentation'],
    waitsFor: ['system-release'],
  },
];

export const onboardingTasks: readonly SampleTask[] = [
  { title: 'Watch ten recordings of first sessions', done: -23, due: -23, minutes: 240, tags: ['research'] },
  {
    title: 'Map where new harbour masters give up',
    done: -18,
    due: -19,
    minutes: 120,
    tags: ['research', 'ux'],
  },
  {
    title: 'Import screen: explain the berth list format with an example',
    done: -4,
    due: -4,
    minutes: 210,
    tags: ['design', 'copy'],
    suggestion: 'accepted',
  },
  {
    title: 'Prototype of the five-minute set-up',
    status: 'in_progress',
    due: 0,
    planned: -1,
    minutes: 120,
    priority: 'urgent',
    tags: ['prototype', 'ux'],
    checklist: {
      done: ['Port name and time zone', 'Berth list by copy and paste'],
      open: [
        'First vessel with real tide data',
        'Invite a colleague, can be skipped',
        'What happens when the list has mistakes',
      ],
    },
    comments: [
      {
        day: -1,
        text: 'Niamh shows it to the port of Ballyhale tomorrow afternoon. Needs the paste step, the rest may be flat.',
      },
    ],
  },
  {
    title: 'Record three test sessions with harbour staff',
    due: 13,
    planned: 12,
    minutes: 240,
    tags: ['research', 'testing'],
    waitsFor: ['onboarding-prototype'],
  },
  { title: 'Rewrite the seven welcome mails as three', due: 16, minutes: 180, tags: ['copy'] },
  {
    title: 'Handover session with the product team',
    due: 47,
    at: '11:00',
    minutes: 120,
    tags: ['handover', 'meeting'],
  },
  {
    title: 'Measure time to first schedule before and after',
    due: 56,
    minutes: 120,
    tags: ['analytics'],
    waitsFor: ['onboarding-shipped'],
  },
  {
    title: 'Summarise this week’s session recordings for Niamh',
    due: 4,
    minutes: 45,
    suggestion: 'pending',
    tags: ['research'],
  },
];

export const carePlanTasks: readonly SampleTask[] = [
  {
    title: 'Update dependencies of the marketing site',
    due: 1,
    minutes: 60,
    tags: ['maintenance', 'dev'],
    repeats: { rrule: 'FREQ=WEEKLY;INTERVAL=2', mode: 'completion', catchUp: 'one' },
    checklist: { open: ['Read the changelogs', 'Build and compare screenshots', 'Deploy before noon'] },
  },
  {
    title: 'Monthly care report with hours used',
    due: 0,
    dueOn: 'month_end',
    minutes: 40,
    tags: ['billing', 'report'],
    repeats: { rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1', mode: 'schedule', catchUp: 'all' },
  },
  {
    title: 'Broken form on the pricing page',
    done: -32,
    due: -32,
    minutes: 75,
    priority: 'urgent',
    tags: ['bug'],
    comments: [
      {
        day: -32,
        text: 'The mail provider had changed its answer. Fixed in 50 minutes, 25 for the test that would have told us.',
      },
    ],
  },
  { title: 'New customer story: Porto Sereno', done: -14, due: -13, minutes: 180, tags: ['content'] },
  {
    title: 'Replace the cookie banner by nothing',
    done: -7,
    due: -8,
    minutes: 120,
    tags: ['privacy', 'dev'],
    details: 'Statistics without cookies since the last release, so no consent is needed.',
  },
  {
    title: 'Certificate warning on the status page',
    due: -1,
    minutes: 30,
    priority: 'high',
    tags: ['bug', 'maintenance'],
  },
  {
    title: 'Landing page for the ferry operators campaign',
    due: 27,
    planned: 23,
    minutes: 420,
    tags: ['design', 'dev'],
  },
];

export const tidewaterTasks: readonly SampleTask[] = [
  {
    title: 'Retainer invoice for Tidewater',
    due: 1,
    dueOn: 'month_start',
    minutes: 15,
    priority: 'medium',
    tags: ['billing'],
    repeats: { rrule: 'FREQ=MONTHLY;BYMONTHDAY=1', mode: 'schedule', catchUp: 'all' },
  },
  { title: 'Talk with Niamh about next quarter’s hours', due: 35, minutes: 45, tags: ['meeting', 'offer'] },
  {
    title: 'Book the train and ferry for the on-site week in Dublin',
    due: 61,
    minutes: 60,
    priority: 'low',
    tags: ['travel'],
  },
];
