import type { SampleClient } from '../sample-content.ts';
import { bellarosaNotes, menuNotes, packagingNotes, shopNotes } from './bellarosa-notes.ts';
import { bellarosaTasks, menuTasks, packagingTasks, shopTasks } from './bellarosa-tasks.ts';

export const bellarosa: SampleClient = {
  profile: {
    name: 'Torrefazione Bellarosa',
    email: 'bottega@bellarosa.test',
    phone: '+39 051 000 0114',
    website: 'https://bellarosa.test',
    taxId: 'IT-ESEMPIO-0001',
    language: 'it',
    currency: 'EUR',
    hourlyRateMinor: 5500,
    address: {
      street: 'Via del Tiglio 14',
      city: 'Bologna',
      postalCode: '40138',
      region: 'BO',
      country: 'Italia',
    },
    notes:
      'Family roastery since 1961. Marta decides about taste and money, Davide about everything that has a screen. Call before nine or after six: during the day the roaster is too loud. They pay on time, by bank transfer, and always ask for the invoice in Italian.',
    tags: ['food', 'retail', 'long-term'],
    colour: 'gold',
  },
  contacts: [
    { name: 'Marta Bellarosa', role: 'Owner', email: 'marta@bellarosa.test', phone: '+39 051 000 0115' },
    {
      name: 'Davide Bellarosa',
      role: 'Shop and orders',
      email: 'davide@bellarosa.test',
      phone: '+39 051 000 0116',
    },
    { name: 'Ettore Gualandi', role: 'Head roaster', email: 'ettore@bellarosa.test' },
  ],
  since: -420,
  tasks: bellarosaTasks,
  notes: bellarosaNotes,
  projects: [
    {
      name: 'Online shop relaunch',
      details:
        'New shop with subscriptions for the roastery. Fixed price in three instalments. Success for Marta: fewer phone orders on Saturday morning. Success for Davide: he can add a coffee without calling me.',
      status: 'active',
      colour: 'gold',
      budgetMinor: 1_480_000,
      currency: 'EUR',
      budgetHours: 240,
      start: -48,
      due: 34,
      tags: ['web', 'e-commerce'],
      isPinned: true,
      tasks: shopTasks,
      notes: shopNotes,
      checkpoints: [
        {
          key: 'shop-structure',
          title: 'Structure and wireframes agreed',
          due: -32,
          reached: -33,
          evidence: [
            {
              label: 'Signed wireframes (PDF)',
              url: 'https://files.example.com/bellarosa/wireframes-signed.pdf',
            },
          ],
        },
        {
          key: 'shop-design',
          title: 'Page designs signed off',
          due: -18,
          reached: -16,
          evidence: [
            {
              label: 'Marta’s mail: approved with one change',
              url: 'https://mail.example.com/threads/bellarosa-design',
            },
            { label: 'Design file', url: 'https://design.example.com/bellarosa/shop' },
          ],
        },
        {
          key: 'shop-checkout-ready',
          title: 'Checkout works end to end on the staging site',
          details: 'Order, payment, confirmation mail and refund, done once by Davide without help.',
          due: 6,
          evidence: [{ label: 'Staging shop', url: 'https://staging.bellarosa.test' }],
        },
        {
          key: 'shop-launch',
          title: 'New shop is live',
          details: 'On a Tuesday, never before a weekend.',
          due: 28,
        },
      ],
    },
    {
      name: 'Single-origin packaging',
      details: 'Labels for four single-origin coffees on the existing bags: one system, four landscapes.',
      status: 'active',
      colour: 'coral',
      budgetMinor: 320_000,
      currency: 'EUR',
      budgetHours: 52,
      start: -35,
      due: 18,
      tags: ['print', 'packaging'],
      tasks: packagingTasks,
      notes: packagingNotes,
      checkpoints: [
        {
          key: 'labels-direction',
          title: 'Direction chosen',
          due: -18,
          reached: -18,
          evidence: [
            {
              label: 'Photo of the chosen mock-up',
              url: 'https://files.example.com/bellarosa/labels-direction-2.jpg',
            },
          ],
        },
        { key: 'labels-approved', title: 'Label artwork approved for print', due: 2 },
      ],
    },
    {
      name: 'Café menu and signage',
      details: 'Menu board, takeaway menu and window lettering for the bar next to the roastery.',
      status: 'completed',
      colour: 'moss',
      budgetMinor: 190_000,
      currency: 'EUR',
      budgetHours: 30,
      start: -59,
      due: -14,
      completed: -12,
      tags: ['print', 'signage'],
      tasks: menuTasks,
      notes: menuNotes,
      checkpoints: [
        {
          key: 'menu-installed',
          title: 'Board and lettering installed',
          due: -14,
          reached: -14,
          evidence: [
            {
              label: 'Photos after the installation',
              url: 'https://files.example.com/bellarosa/bar-installed',
            },
          ],
        },
      ],
    },
  ],
};
