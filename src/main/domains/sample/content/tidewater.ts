import type { SampleClient } from '../sample-content.ts';
import { carePlanNotes, designSystemNotes, onboardingNotes, tidewaterNotes } from './tidewater-notes.ts';
import { carePlanTasks, designSystemTasks, onboardingTasks, tidewaterTasks } from './tidewater-tasks.ts';

export const tidewater: SampleClient = {
  profile: {
    name: 'Tidewater Analytics',
    email: 'accounts@tidewater.test',
    phone: '+353 20 910 0142',
    website: 'https://tidewater.test',
    taxId: 'IE-SAMPLE-0005',
    language: 'en',
    currency: 'EUR',
    hourlyRateMinor: 8000,
    address: {
      street: '12 Ropewalk Quay',
      city: 'Dublin',
      postalCode: 'D02 XX00',
      region: '',
      country: 'Ireland',
    },
    notes:
      'Software for small ports: berths, tides, ferry schedules. Twenty-two people, remote, everything in writing. Retainer of 20 hours a month plus projects. They decide fast and change their mind with data.',
    tags: ['software', 'retainer'],
    colour: 'sky',
  },
  contacts: [
    {
      name: 'Niamh Doyle',
      role: 'Head of product',
      email: 'niamh@tidewater.test',
      phone: '+353 20 910 0143',
    },
    { name: 'Rafael Duarte', role: 'Engineering', email: 'rafael@tidewater.test' },
    { name: 'Sinéad Walsh', role: 'Accounts', email: 'accounts@tidewater.test' },
  ],
  since: -260,
  tasks: tidewaterTasks,
  notes: tidewaterNotes,
  projects: [
    {
      name: 'Dashboard design system',
      details: 'From 41 buttons to four. Tokens, a dozen components and the rules that keep them few.',
      status: 'active',
      colour: 'violet',
      budgetMinor: 1_840_000,
      currency: 'EUR',
      budgetHours: 220,
      start: -50,
      due: 42,
      tags: ['design-system', 'web'],
      tasks: designSystemTasks,
      notes: designSystemNotes,
      checkpoints: [
        {
          key: 'system-tokens',
          title: 'Tokens agreed with engineering',
          due: -28,
          reached: -27,
          evidence: [
            {
              label: 'Merged change with the tokens',
              url: 'https://code.example.com/tidewater/dashboard/changes/412',
            },
          ],
        },
        {
          key: 'system-release',
          title: 'First release with twelve components',
          details: 'Used by at least one team in production for a week.',
          due: 25,
        },
      ],
    },
    {
      name: 'Onboarding redesign',
      details: 'A new port should see its first schedule within five minutes. Today it takes a phone call.',
      status: 'active',
      colour: 'sky',
      budgetMinor: 980_000,
      currency: 'EUR',
      budgetHours: 120,
      start: -25,
      due: 58,
      tags: ['ux', 'web'],
      isPinned: true,
      tasks: onboardingTasks,
      notes: onboardingNotes,
      checkpoints: [
        {
          key: 'onboarding-prototype',
          title: 'Prototype shown to the first port',
          due: 3,
          evidence: [{ label: 'Prototype', url: 'https://prototype.example.com/tidewater/onboarding' }],
        },
        { key: 'onboarding-shipped', title: 'New set-up is on for all new ports', due: 49 },
      ],
    },
    {
      name: 'Marketing site care plan',
      details: 'Updates, small changes and a report at the end of each month. Eight hours of the retainer.',
      status: 'active',
      colour: 'rose',
      budgetMinor: 64_000,
      currency: 'EUR',
      budgetHours: 8,
      start: -58,
      tags: ['maintenance', 'retainer'],
      tasks: carePlanTasks,
      notes: carePlanNotes,
      checkpoints: [],
    },
  ],
};
