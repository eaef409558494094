import type { SampleClient } from '../sample-content.ts';
import { coverNotes, nordlichtNotes, readerNotes } from './nordlicht-notes.ts';
import { coverTasks, nordlichtTasks, readerTasks } from './nordlicht-tasks.ts';

export const nordlicht: SampleClient = {
  profile: {
    name: 'Nordlicht Verlag',
    email: 'herstellung@nordlicht.test',
    phone: '+49 40 66969 120',
    website: 'https://nordlicht.test',
    taxId: 'DE-BEISPIEL-0002',
    language: 'de',
    currency: 'EUR',
    hourlyRateMinor: 7000,
    address: {
      street: 'Speicherweg 7',
      city: 'Hamburg',
      postalCode: '20457',
      region: '',
      country: 'Deutschland',
    },
    notes:
      'Independent publisher, eleven people, crime and maritime history. Everything is planned two seasons ahead and then changed in the last week. Invoices need the order number that production gives for each title.',
    tags: ['publishing', 'print'],
    colour: 'indigo',
  },
  contacts: [
    {
      name: 'Anke Petersen',
      role: 'Programme director',
      email: 'petersen@nordlicht.test',
      phone: '+49 40 66969 121',
    },
    { name: 'Jonas Reimann', role: 'Production', email: 'reimann@nordlicht.test', phone: '+49 40 66969 134' },
  ],
  since: -310,
  tasks: nordlichtTasks,
  notes: nordlichtNotes,
  projects: [
    {
      name: 'Hafenkommissar series covers',
      details:
        'Six covers for one crime series. One system that carries all six; each volume must stand alone on a table.',
      status: 'active',
      colour: 'indigo',
      budgetMinor: 960_000,
      currency: 'EUR',
      budgetHours: 130,
      start: -52,
      due: 88,
      tags: ['print', 'books'],
      isPinned: true,
      tasks: coverTasks,
      notes: coverNotes,
      checkpoints: [
        {
          key: 'covers-first',
          title: 'Volume one goes to the printer',
          due: -12,
          reached: -12,
          evidence: [
            { label: 'Printer’s confirmation', url: 'https://mail.example.com/threads/kaltes-wasser-print' },
          ],
        },
        {
          key: 'covers-system',
          title: 'Series system approved by the sales team',
          details: 'Shown with volumes one and two side by side.',
          due: 12,
        },
        { key: 'covers-all', title: 'All six covers delivered', due: 88 },
      ],
    },
    {
      name: 'Reading app prototype',
      details:
        'Switch between e-book and audiobook at the same sentence. Paused: the publisher waits for a funding decision.',
      status: 'on_hold',
      colour: 'slate',
      budgetMinor: 540_000,
      currency: 'EUR',
      budgetHours: 76,
      start: -45,
      due: 70,
      tags: ['app', 'research'],
      tasks: readerTasks,
      notes: readerNotes,
      checkpoints: [
        {
          key: 'reader-budget',
          title: 'Funding decision of the culture office',
          due: 29,
          evidence: [
            {
              label: 'Application as submitted',
              url: 'https://files.example.com/nordlicht/funding-application.pdf',
            },
          ],
        },
      ],
    },
  ],
};
