import type { SampleClient } from '../sample-content.ts';
import { boardNotes, harrowFinchNotes, portfolioNotes } from './harrow-finch-notes.ts';
import { boardTasks, harrowFinchTasks, portfolioTasks } from './harrow-finch-tasks.ts';

export const harrowFinch: SampleClient = {
  profile: {
    name: 'Harrow & Finch Architects',
    email: 'studio@harrowfinch.test',
    phone: '+44 20 7946 0188',
    website: 'https://harrowfinch.test',
    taxId: 'GB-SAMPLE-0003',
    language: 'en',
    currency: 'GBP',
    hourlyRateMinor: 6500,
    address: {
      street: '3 Foundry Yard',
      city: 'Bristol',
      postalCode: 'BS1 0XX',
      region: '',
      country: 'United Kingdom',
    },
    notes:
      'Nine people, mostly housing and small public buildings. Tom and Eleanor disagree about everything visible; Priya turns it into a decision. One hour behind us, so afternoon calls suit both sides.',
    tags: ['architecture', 'web'],
    colour: 'slate',
  },
  contacts: [
    {
      name: 'Priya Nair',
      role: 'Studio manager',
      email: 'priya@harrowfinch.test',
      phone: '+44 20 7946 0189',
    },
    { name: 'Eleanor Finch', role: 'Partner', email: 'eleanor@harrowfinch.test' },
    { name: 'Tom Harrow', role: 'Partner', email: 'tom@harrowfinch.test' },
  ],
  since: -140,
  tasks: harrowFinchTasks,
  notes: harrowFinchNotes,
  projects: [
    {
      name: 'Portfolio website',
      details:
        'Eight projects told well in place of sixty shown badly. The plans are the heart: every visitor should be able to walk through them.',
      status: 'active',
      colour: 'slate',
      budgetMinor: 1_150_000,
      currency: 'GBP',
      budgetHours: 170,
      start: -34,
      due: 52,
      tags: ['web'],
      tasks: portfolioTasks,
      notes: portfolioNotes,
      checkpoints: [
        {
          key: 'portfolio-direction',
          title: 'Home page direction decided',
          due: -14,
          reached: -13,
          evidence: [
            {
              label: 'Priya’s summary of the decision',
              url: 'https://mail.example.com/threads/hf-home-direction',
            },
          ],
        },
        {
          key: 'portfolio-template',
          title: 'Project page approved with one real project',
          details: 'Mill Lane House, complete with plans, on a phone and on the big screen in their studio.',
          due: 10,
          evidence: [
            { label: 'Preview of Mill Lane House', url: 'https://preview.harrowfinch.test/mill-lane-house' },
          ],
        },
        { key: 'portfolio-live', title: 'Website is live', due: 51 },
      ],
    },
    {
      name: 'Competition boards: Quayside Library',
      details:
        'Six A1 boards for an open competition. Second place, which made everybody happier than expected.',
      status: 'completed',
      colour: 'sky',
      budgetMinor: 240_000,
      currency: 'GBP',
      budgetHours: 38,
      start: -58,
      due: -38,
      completed: -35,
      tags: ['print', 'competition'],
      tasks: boardTasks,
      notes: boardNotes,
      checkpoints: [
        {
          key: 'boards-handed-in',
          title: 'Boards handed in',
          due: -38,
          reached: -38,
          evidence: [
            { label: 'Courier receipt', url: 'https://files.example.com/harrow-finch/courier-receipt.pdf' },
            { label: 'Jury report', url: 'https://competition.example.com/quayside/jury-report' },
          ],
        },
      ],
    },
  ],
};
