import type { SampleTask } from '../sample-content.ts';

export const shopTasks: readonly SampleTask[] = [
  {
    title: 'Export the product list from the old shop',
    details:
      'CSV with weights, roast level and grind options. Ettore says the stock column is wrong, ignore it.',
    done: -44,
    due: -43,
    minutes: 45,
    tags: ['content', 'migration'],
  },
  {
    title: 'Sketch the coffee subscription flow on paper first',
    done: -37,
    due: -36,
    minutes: 120,
    priority: 'medium',
    tags: ['ux'],
    comments: [
      {
        day: -37,
        text: 'Three steps are enough: taste, rhythm, address. Payment stays on the provider page.',
      },
    ],
  },
  {
    title: 'Product page: layout for phone and desktop',
    done: -24,
    due: -25,
    minutes: 360,
    priority: 'high',
    tags: ['design'],
    checklist: {
      done: [
        'Photo and name above the fold',
        'Grind picker with six options',
        'Tasting notes as words, no radar chart',
        'Weight changes price per kilo',
      ],
    },
  },
  {
    title: 'Ask Davide for the shipping price table',
    done: -20,
    due: -22,
    minutes: 15,
    tags: ['content'],
    comments: [
      { day: -22, text: 'He is at the trade fair until the end of the week.' },
      { day: -20, text: 'Got it as a photo of a printed sheet. Typed it into the note about rates.' },
    ],
  },
  {
    title: 'Build the checkout with guest orders',
    details: 'No account required. Codice fiscale field only when the customer asks for an invoice.',
    status: 'in_progress',
    priority: 'high',
    due: 4,
    planned: 1,
    minutes: 720,
    tags: ['dev', 'checkout'],
    subtasks: [
      { title: 'Address form with Italian provinces', done: -5, minutes: 150, tags: ['dev'] },
      {
        title: 'Shipping rates by weight and country',
        status: 'in_progress',
        due: 1,
        planned: 1,
        minutes: 180,
        tags: ['dev'],
      },
      { title: 'Show VAT line for business customers', due: 3, planned: 2, minutes: 90, tags: ['dev'] },
      {
        title: 'Order confirmation mail in Italian and English',
        due: 4,
        planned: 3,
        minutes: 120,
        tags: ['dev', 'copy'],
      },
    ],
    comments: [
      {
        day: -3,
        text: 'Marta wants the gift note on the packing slip, not on the invoice. Small change, do it with the mail.',
      },
    ],
  },
  {
    title: 'Test a real card payment with 1 euro',
    priority: 'urgent',
    due: 7,
    minutes: 30,
    tags: ['checkout', 'testing'],
    waitsFor: ['shop-checkout-ready'],
  },
  {
    title: 'Write redirects for the 140 old product addresses',
    due: 21,
    planned: 18,
    minutes: 180,
    tags: ['dev', 'seo', 'migration'],
    details: 'The old shop used numeric ids. Keep the blog addresses exactly as they are.',
  },
  {
    title: 'Photograph the four blends without the new labels',
    status: 'cancelled',
    due: -15,
    minutes: 240,
    tags: ['photo'],
    comments: [
      { day: -17, text: 'Dropped: Marta prefers to wait for the printed labels so that we shoot only once.' },
    ],
  },
  {
    title: 'Chase Ettore for tasting notes of the Ethiopia lots',
    priority: 'medium',
    due: -4,
    minutes: 15,
    tags: ['content', 'waiting'],
    status: 'waiting',
    comments: [
      { day: -8, text: 'He will cup them on Tuesday.' },
      { day: -4, text: 'Nothing yet. Call, do not write.' },
    ],
  },
  {
    title: 'Contrast check of the copper text on cream',
    due: 2,
    minutes: 30,
    tags: ['accessibility'],
    suggestion: 'pending',
    details: 'The price line on product cards looks lighter than the rest of the page.',
  },
  {
    title: 'Train Davide: adding a product, refunding an order',
    due: 30,
    at: '15:00',
    minutes: 90,
    tags: ['handover'],
    waitsFor: ['shop-launch'],
  },
  {
    title: 'Invoice the second instalment of the shop',
    priority: 'high',
    due: 8,
    minutes: 20,
    tags: ['billing'],
    waitsFor: ['shop-checkout-ready'],
  },
];

export const packagingTasks: readonly SampleTask[] = [
  {
    title: 'Collect die lines for the 250 g and 1 kg bags',
    done: -31,
    due: -30,
    minutes: 30,
    tags: ['print'],
  },
  {
    title: 'Three label directions for the Guatemala Huehuetenango',
    done: -19,
    due: -20,
    minutes: 480,
    priority: 'high',
    tags: ['design', 'print'],
    comments: [
      {
        day: -19,
        text: 'Marta chose the second, the one with the contour lines. Davide would have taken the third.',
      },
    ],
  },
  {
    title: 'Redraw the mountain contours as vectors',
    done: -9,
    due: -10,
    minutes: 240,
    tags: ['illustration'],
  },
  {
    title: 'Legal text for labels: origin, roast date, lot, recycling mark',
    status: 'in_progress',
    priority: 'high',
    due: -2,
    minutes: 90,
    tags: ['copy', 'print'],
    checklist: {
      done: ['Net weight in the required height', 'Producer address'],
      open: [
        'Lot number position agreed with the filling machine',
        'Recycling code for the new film',
        'English line for export bags',
      ],
    },
  },
  {
    title: 'Order one digital proof of each label from the printer',
    due: 3,
    planned: 1,
    minutes: 30,
    priority: 'medium',
    tags: ['print'],
    waitsFor: ['labels-approved'],
  },
  {
    title: 'Check the proof next to the old bags in daylight',
    due: 11,
    minutes: 45,
    tags: ['print'],
  },
  {
    title: 'Send print-ready files with bleed and spot varnish layer',
    due: 16,
    planned: 15,
    minutes: 120,
    priority: 'high',
    tags: ['print'],
    waitsFor: ['labels-approved'],
  },
  {
    title: 'Compare prices for compostable bags at 2,000 pieces',
    due: 12,
    minutes: 60,
    tags: ['research', 'print'],
    suggestion: 'pending',
  },
];

export const menuTasks: readonly SampleTask[] = [
  { title: 'Measure the wall behind the counter', done: -56, due: -56, minutes: 60, tags: ['on-site'] },
  { title: 'Typeset the menu board in two columns', done: -41, due: -42, minutes: 240, tags: ['design'] },
  {
    title: 'Proofread allergens with Marta',
    done: -29,
    due: -30,
    minutes: 45,
    tags: ['copy'],
    priority: 'medium',
  },
  {
    title: 'Hand the window lettering over to the sign painter',
    done: -21,
    due: -21,
    minutes: 60,
    tags: ['print'],
  },
  {
    title: 'Send the final invoice for menu and signage',
    done: -12,
    due: -12,
    minutes: 15,
    tags: ['billing'],
  },
];

export const bellarosaTasks: readonly SampleTask[] = [
  {
    title: 'Monthly call with Marta and Davide',
    due: 6,
    at: '10:30',
    minutes: 45,
    tags: ['meeting'],
    repeats: { rrule: 'FREQ=MONTHLY', mode: 'schedule', catchUp: 'one' },
  },
  {
    title: 'Bring back the sample bags lent by the roastery',
    due: 0,
    minutes: 20,
    priority: 'low',
    tags: ['errand'],
  },
];
