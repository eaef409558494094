import type { SampleClient } from '../sample-content.ts';
import { auditNotes, exhibitionNotes, museoNotes } from './museo-notes.ts';
import { auditTasks, exhibitionTasks, museoTasks } from './museo-tasks.ts';

export const museo: SampleClient = {
  profile: {
    name: 'Museo della Laguna',
    email: 'comunicazione@museolaguna.test',
    phone: '+39 041 000 0377',
    website: 'https://museolaguna.test',
    taxId: 'IT-ESEMPIO-0006',
    language: 'it',
    currency: 'EUR',
    hourlyRateMinor: 5500,
    address: {
      street: 'Fondamenta del Sale 2',
      city: 'Chioggia',
      postalCode: '30015',
      region: 'VE',
      country: 'Italia',
    },
    notes:
      'Small public museum about salt, fishing and wind. Wonderful people, slow administration. Every order needs a code before work begins; without the code the invoice comes back.',
    tags: ['culture', 'public'],
    colour: 'rose',
  },
  contacts: [
    { name: 'Chiara Zennaro', role: 'Curator', email: 'zennaro@museolaguna.test', phone: '+39 041 000 0378' },
    {
      name: 'Alvise Dolfin',
      role: 'Communication',
      email: 'dolfin@museolaguna.test',
      phone: '+39 041 000 0379',
    },
  ],
  since: -95,
  tasks: museoTasks,
  notes: museoNotes,
  projects: [
    {
      name: 'Exhibition microsite: Sale e vento',
      details:
        'A day on the lagoon told in one long scroll, twelve objects, and the voices of the last salt workers.',
      status: 'active',
      colour: 'rose',
      budgetMinor: 870_000,
      currency: 'EUR',
      budgetHours: 150,
      start: -42,
      due: 45,
      tags: ['web', 'exhibition'],
      isPinned: true,
      tasks: exhibitionTasks,
      notes: exhibitionNotes,
      checkpoints: [
        {
          key: 'microsite-story',
          title: 'Story and prototype approved by the curator',
          due: -9,
          reached: -10,
          evidence: [
            { label: 'Prototype as shown', url: 'https://prototype.example.com/museo/sale-e-vento' },
            { label: 'Minutes of the meeting', url: 'https://files.example.com/museo/minutes-prototype.pdf' },
          ],
        },
        { key: 'microsite-texts', title: 'All texts final in Italian and English', due: 20 },
      ],
    },
    {
      name: 'Accessibility audit of the museum site',
      details:
        'Fifteen pages against WCAG 2.2 AA, with a report the museum can hand to the ministry. Starts when the order is signed.',
      status: 'planned',
      colour: 'moss',
      budgetMinor: 340_000,
      currency: 'EUR',
      budgetHours: 56,
      start: 50,
      due: 88,
      tags: ['audit', 'accessibility'],
      tasks: auditTasks,
      notes: auditNotes,
      checkpoints: [
        {
          key: 'audit-order',
          title: 'Order with code received',
          details: 'No work before the code is here.',
          due: 41,
        },
      ],
    },
  ],
};
