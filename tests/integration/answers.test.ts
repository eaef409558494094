import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Answer, AnswerPart } from '#shared/contracts/answers.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

let test: TestApp;

beforeEach(async () => {
  test = await makeApp({ withSample: true });
}, 60_000);
afterEach(async () => {
  await test[Symbol.asyncDispose]();
});

const ask = (text: string, rest: Partial<Parameters<TestApp['api']['answers']['ask']>[0]> = {}) =>
  test.api.answers.ask({ text, ...rest });

function part<T extends AnswerPart['type']>({ parts }: Answer, type: T) {
  return parts.find((one): one is Extract<AnswerPart, { type: T }> => one.type === type);
}
const textOf = (answer: Answer) => part(answer, 'text')?.text ?? '';
const titlesOf = (answer: Answer) =>
  answer.parts.flatMap((one) => (one.type === 'items' ? one.items.map(({ title }) => title) : []));

async function projectId(text: string): Promise<string> {
  const { items } = await test.api.projects.list({ text, archived: 'include', limit: 1 });
  return items[0]?.id ?? '';
}

it('tells what is due, each with a link to it, and says once that no model is in use', async () => {
  const answer = await ask('What is due this week?');
  expect(answer).toMatchObject({ intent: 'due', method: 'command', locale: 'en' });
  expect(textOf(answer)).toMatch(/^\d+ tasks are due this week, Monday 16 November to Sunday 22 November\./);
  const items = part(answer, 'items');
  expect(items?.items.length).toBeGreaterThan(3);
  expect(items?.items.every(({ link, date }) => link.startsWith('adiuva://task/') && date !== null)).toBe(
    true,
  );
  expect(JSON.stringify(answer).match(/no language model/gi)).toHaveLength(1);
});

it('answers in the language of the question', async () => {
  const answer = await ask('Che cosa è in ritardo?');
  expect(answer).toMatchObject({ intent: 'overdue', locale: 'it' });
  expect(textOf(answer)).toContain('in ritardo');
  expect(answer.note).toContain('nessun modello');
});

it('proposes a task from a line, with its project, date and hour, and changes nothing', async () => {
  const before = (await test.api.tasks.list({ text: 'discuss the labels' })).total;
  const answer = await ask(
    'add task discuss the labels in project Single-origin packaging due friday at 15:00',
  );
  const [proposal] = part(answer, 'proposals')?.proposals ?? [];
  const waiting = await test.api.proposals.get({ id: proposal?.proposalId ?? '' });
  expect(waiting).toMatchObject({
    status: 'pending',
    actionId: 'tasks.create',
    principal: 'assistant:general',
    input: { title: 'discuss the labels', dueDate: '2026-11-27', dueTime: '15:00' },
    projectId: await projectId('Single-origin packaging'),
  });
  const made = await test.api.tasks.list({ text: 'discuss the labels', withSuggestions: false });
  expect(made.total).toBe(before);
});

it('says what is missing instead of guessing', async () => {
  expect(textOf(await ask('add task'))).toContain('needs a title');
  expect(textOf(await ask('what did I promise'))).toContain('Promised to whom');
  expect(textOf(await ask('summarise'))).toContain('A summary of what');
  expect(textOf(await ask('what did I promise Zebedeus & Sons'))).toContain('“Zebedeus & Sons”');
  expect(textOf(await ask('add task write an offer in project Nowhere'))).toContain(
    'no project called “Nowhere”',
  );
});

it('tells what was promised to a client, named by a person of it, with the passages it rests on', async () => {
  const answer = await ask('What did I promise Marta?');
  expect(textOf(answer)).toContain('Marta Bellarosa (Torrefazione Bellarosa)');
  expect(titlesOf(answer)).toContain('Label artwork approved for print');
  expect(answer.citations.length).toBeGreaterThan(0);
  for (const citation of answer.citations) {
    expect(citation.quote).not.toBe('');
    expect(citation.link).toMatch(/^adiuva:\/\//);
  }
});

it('quotes the passage that says it, in either language', async () => {
  for (const [question, words] of [
    ['who decides about taste at the roastery?', 'Marta decides about taste'],
    ['how much do I charge for a business card', 'business card'],
    ['which paper did we choose for the labels', 'uncoated'],
  ] as const) {
    const answer = await ask(question);
    expect(answer.method).toBe('extract');
    expect(answer.citations.map(({ quote }) => quote).join('\n')).toContain(words);
  }
});

it('takes a loose command for a question where it names something else', async () => {
  expect(await ask('what tasks mention the printer')).toMatchObject({
    intent: 'question',
    method: 'extract',
  });
});

it('runs the operators of the search line', async () => {
  const answer = await ask('tag:billing is:open type:task');
  expect(titlesOf(answer)).toContain('Invoice the second instalment of the shop');
});

it('plans the coming week by proposals, within hours and due dates; asked again it proposes the same ones', async () => {
  const answer = await ask('Plan my week');
  const plan = part(answer, 'plan');
  expect(plan?.days.map(({ date }) => date)).toEqual([
    '2026-11-23',
    '2026-11-24',
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
  ]);
  const proposed = plan?.days.flatMap(({ entries }) => entries.filter(({ isProposed }) => isProposed)) ?? [];
  const { proposals = [] } = part(answer, 'proposals') ?? {};
  expect(proposals.length).toBe(proposed.length);
  expect(proposals.length).toBeGreaterThan(3);
  const untouched = await test.api.tasks.get({ id: proposed[0]?.id ?? '' });
  expect(untouched.plannedDate).toBeNull();
  const again = part(await ask('Plan my week'), 'proposals');
  expect(again?.proposals.map(({ proposalId }) => proposalId)).toEqual(
    proposals.map(({ proposalId }) => proposalId),
  );
});

it('sees a day with more work than hours as a conflict', async () => {
  const answer = await ask('Are there conflicts next week?');
  expect(part(answer, 'items')?.items[0]?.detail).toMatch(/of work for 7 h of free time/);
});

it('stays within the project that was chosen, whatever the question names', async () => {
  const scope = { projectId: await projectId('Single-origin packaging'), clientId: null };
  for (const text of [
    'what is due this month',
    'what did I promise Nordlicht',
    'which paper for the labels',
    'plan my week',
  ]) {
    const answer = await ask(text, { scope });
    const places = answer.parts.flatMap((one) => (one.type === 'items' ? one.items : []));
    expect(places.every(({ projectName }) => projectName === 'Single-origin packaging')).toBe(true);
    expect(answer.citations.every(({ projectName }) => projectName === 'Single-origin packaging')).toBe(true);
  }
});

it('knows the client of the project that was chosen, and answers for that project', async () => {
  const scope = { projectId: await projectId('Single-origin packaging'), clientId: null };
  const answer = await ask('What did I promise Bellarosa?', { scope });
  expect(answer).toMatchObject({ intent: 'promised', method: 'command' });
  expect(part(answer, 'text')?.text).toContain('Torrefazione Bellarosa');
  const places = answer.parts.flatMap((one) => (one.type === 'items' ? one.items : []));
  expect(places.length).toBeGreaterThan(0);
  expect(new Set(places.map(({ projectName }) => projectName))).toEqual(new Set(['Single-origin packaging']));
  expect(answer.citations.every(({ projectName }) => projectName === 'Single-origin packaging')).toBe(true);
  const other = await ask('What did I promise Nordlicht?', { scope });
  expect(other.method).toBe('extract');
});

it('finds nothing of a private client in a question that does not name it', async () => {
  const { items } = await test.api.clients.list({ text: 'Bellarosa' });
  const ids = items.map(({ id }) => id);
  await test.api.clients.update({ ids, patch: { isPrivate: true } });
  try {
    const hidden = await ask('who decides about taste at the roastery?');
    expect(hidden.citations.some(({ clientName }) => clientName === 'Torrefazione Bellarosa')).toBe(false);
    const named = await ask('What did I promise Bellarosa?');
    expect(named.citations.some(({ clientName }) => clientName === 'Torrefazione Bellarosa')).toBe(true);
  } finally {
    await test.api.clients.update({ ids, patch: { isPrivate: false } });
  }
});

it('answers anything without failing', async () => {
  for (const text of [
    '',
    '   ',
    '???',
    '"',
    "'; DROP TABLE tasks; --",
    '<script>',
    '[[',
    '\u0000',
    'x'.repeat(2000),
    '😀',
  ])
    expect((await ask(text)).parts.length).toBeGreaterThan(0);
});

it('reckons with the calendar: events that overlap, work that is due meanwhile, and hours that are taken', async () => {
  const at = (time: string) => new Date(`2026-11-24T${time}:00`).getTime();
  const event = (id: string, title: string, from: string, to: string) => ({
    id,
    title,
    startsAt: at(from),
    endsAt: at(to),
  });
  await test.api.actions.invoke({
    id: 'timeline.put_events',
    input: {
      events: [
        event('a', 'Dentist', '09:00', '12:00'),
        event('b', 'Call with the bank', '11:30', '12:30'),
        event('c', 'Workshop', '13:00', '19:00'),
      ],
    },
  });
  const { item } = await test.api.tasks.create({
    title: 'Hand in the form',
    dueDate: '2026-11-24',
    dueTime: '10:00',
  });
  const found = part(await ask('Are there conflicts on 24 November?'), 'items');
  const details = found?.items.map(({ detail }) => detail).join('\n');
  expect(details).toContain('“Dentist” and “Call with the bank” overlap');
  expect(details).toContain('“Hand in the form” is due while “Dentist” goes on');
  const meetings = part(await ask('what meetings do I have on 24 November'), 'items');
  expect(meetings?.items.map(({ title }) => title)).toEqual(['Dentist', 'Call with the bank', 'Workshop']);
  const day = part(await ask('Plan next week'), 'plan')?.days.find(({ date }) => date === '2026-11-24');
  expect(day).toMatchObject({ busyMinutes: 570, freeMinutes: 0 });
  expect(day?.entries.find(({ id }) => id === item.id)).toMatchObject({ time: '10:00', isProposed: false });
});
