import type { SampleTask } from '../sample-content.ts';

export const exhibitionTasks: readonly SampleTask[] = [
  {
    title: 'Visit the salt pans with the curator',
    done: -40,
    due: -40,
    minutes: 420,
    tags: ['research', 'on-site'],
  },
  {
    title: 'Choose twelve objects for the microsite',
    done: -30,
    due: -29,
    minutes: 120,
    tags: ['content', 'meeting'],
  },
  {
    title: 'Scroll prototype: one day on the lagoon from dawn to night',
    done: -10,
    due: -12,
    minutes: 720,
    priority: 'high',
    tags: ['prototype', 'dev'],
    comments: [
      { day: -10, text: 'Chiara cried a little at the evening light. Alvise asked if it can be faster.' },
    ],
  },
  {
    title: 'Clear the rights for the 1954 documentary clip',
    status: 'waiting',
    priority: 'high',
    due: -7,
    minutes: 45,
    tags: ['licence', 'video'],
    comments: [{ day: -9, text: 'The archive asks for the exact seconds: 00:41 to 01:12.' }],
  },
  {
    title: 'Object pages with zoom and a spoken description',
    status: 'in_progress',
    due: 14,
    planned: 7,
    minutes: 600,
    tags: ['dev', 'accessibility'],
    subtasks: [
      { title: 'Cut the recordings of the salt workers', done: -1, minutes: 180, tags: ['audio'] },
      {
        title: 'Transcripts in Italian and English',
        due: 8,
        planned: 7,
        minutes: 240,
        tags: ['copy', 'accessibility'],
      },
      { title: 'Player that remembers the position', due: 12, planned: 10, minutes: 150, tags: ['dev'] },
    ],
  },
  {
    title: 'Reduced-motion version of the scroll story',
    due: 12,
    minutes: 180,
    priority: 'medium',
    tags: ['accessibility', 'dev'],
  },
  {
    title: 'Send the English texts to the translator for a second look',
    due: 0,
    minutes: 20,
    tags: ['copy', 'translation'],
  },
  {
    title: 'QR labels for the twelve showcases',
    due: 29,
    planned: 25,
    minutes: 120,
    tags: ['print', 'on-site'],
    waitsFor: ['microsite-texts'],
  },
  {
    title: 'Test the site on the museum’s own wireless network',
    due: 36,
    minutes: 90,
    tags: ['testing', 'on-site'],
  },
  {
    title: 'Opening evening: be there, phone charged',
    due: 45,
    at: '18:00',
    minutes: 180,
    tags: ['on-site', 'launch'],
  },
  {
    title: 'Ask the school office about a worksheet for classes',
    due: 18,
    minutes: 30,
    suggestion: 'pending',
    tags: ['education'],
  },
];

export const auditTasks: readonly SampleTask[] = [
  { title: 'Write the offer for the accessibility audit', done: -16, due: -15, minutes: 90, tags: ['offer'] },
  { title: 'Pick the fifteen pages to be tested', due: 52, minutes: 60, tags: ['audit'] },
  {
    title: 'Keyboard and screen reader tests',
    due: 66,
    planned: 62,
    minutes: 600,
    tags: ['audit', 'accessibility', 'testing'],
    waitsFor: ['audit-order'],
  },
  {
    title: 'Write the report with priorities for the ministry',
    due: 85,
    minutes: 480,
    tags: ['audit', 'report'],
    waitsFor: ['audit-order'],
  },
];

export const museoTasks: readonly SampleTask[] = [
  { title: 'Register on the public procurement portal', done: -53, due: -55, minutes: 90, tags: ['admin'] },
  {
    title: 'Upload the electronic invoice with the order code',
    due: -9,
    minutes: 25,
    priority: 'urgent',
    tags: ['billing', 'admin'],
    comments: [
      {
        day: -9,
        text: 'Rejected: the order code has changed since the new budget year. Alvise is looking for the right one.',
      },
    ],
  },
  {
    title: 'Return the photographs borrowed from the archive',
    due: 73,
    minutes: 60,
    priority: 'low',
    tags: ['errand'],
  },
];
