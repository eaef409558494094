import type { SampleClient } from '../sample-content.ts';
import { bookingNotes, leafletNotes, marchettiNotes } from './marchetti-notes.ts';
import { bookingTasks, leafletTasks, marchettiTasks } from './marchetti-tasks.ts';

export const marchetti: SampleClient = {
  profile: {
    name: 'Studio Dentistico Marchetti',
    email: 'segreteria@marchetti.test',
    phone: '+39 059 000 0230',
    website: 'https://marchetti.test',
    taxId: 'IT-ESEMPIO-0004',
    language: 'it',
    currency: 'EUR',
    hourlyRateMinor: 6000,
    address: {
      street: 'Viale dei Platani 22',
      city: 'Modena',
      postalCode: '41121',
      region: 'MO',
      country: 'Italia',
    },
    notes:
      'Two dentists, one hygienist, and Simona, who runs the place. Reachable between one and half past two, when the practice is closed for lunch. The dottoressa wants facts and dates, no moods.',
    tags: ['health', 'local'],
    colour: 'teal',
  },
  contacts: [
    { name: 'Laura Marchetti', role: 'Titolare', email: 'laura@marchetti.test', phone: '+39 059 000 0231' },
    { name: 'Simona Galli', role: 'Segreteria', email: 'simona@marchetti.test', phone: '+39 059 000 0230' },
  ],
  since: -75,
  tasks: marchettiTasks,
  notes: marchettiNotes,
  projects: [
    {
      name: 'Website and online booking',
      details:
        'A plain site and a booking form that people of seventy can use on a phone. Half of the calls in the morning are about moving an appointment; that is the number to bring down.',
      status: 'active',
      colour: 'teal',
      budgetMinor: 690_000,
      currency: 'EUR',
      budgetHours: 112,
      start: -51,
      due: 9,
      tags: ['web', 'health'],
      isPinned: true,
      tasks: bookingTasks,
      notes: bookingNotes,
      checkpoints: [
        {
          key: 'booking-calendar',
          title: 'Bookings arrive in the practice calendar',
          due: -11,
          reached: -8,
          evidence: [
            {
              label: 'Log of the test bookings',
              url: 'https://files.example.com/marchetti/test-bookings.csv',
            },
          ],
        },
        {
          key: 'booking-accepted',
          title: 'Practice accepts the booking form',
          details: 'After the test with five patients and the corrections.',
          due: 7,
        },
      ],
    },
    {
      name: 'Patient leaflets',
      details: 'Four short leaflets for the time after a treatment, in plain language and several languages.',
      status: 'planned',
      colour: 'rose',
      budgetMinor: 260_000,
      currency: 'EUR',
      budgetHours: 42,
      start: 22,
      due: 78,
      tags: ['print', 'health'],
      tasks: leafletTasks,
      notes: leafletNotes,
      checkpoints: [],
    },
  ],
};
