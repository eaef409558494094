/** The e-mail scanner on dovecot: in the sandbox, through the gate, into the inbox. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newMailbox, startDovecot, type MailServer } from '../support/dovecot.ts';
import { INJECTIONS, LABELLED_MAILS, sourceOf, type LabelledMail } from '../support/labelled-mail.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { openShippedPlugin, type ShippedPlugin } from '../support/run-plugin.ts';

/** The app's clock stands on 21 November 2026, a Saturday. */
const SENT_AT = Date.parse('2026-11-20T08:00:00Z');

let server: MailServer;
beforeAll(async () => {
  server = await startDovecot();
});
afterAll(() => server.stop());

async function addAccount({ api }: TestApp, user: string): Promise<string> {
  const { host, port, password: secret } = server;
  const kind = 'imap' as const;
  const account = { kind, name: `${user} at work`, host, port, tlsMode: 'none' as const, user, secret };
  return (await api.connectors.email.add(account)).id;
}

async function openScanner(made: TestApp, accounts: readonly string[]): Promise<ShippedPlugin> {
  const scanner = await openShippedPlugin(made, 'email-scanner');
  await scanner.grant(
    { type: 'read_workspace', resource: '*' },
    { type: 'write_workspace', resource: 'kind:task' },
    ...accounts.map((resource) => ({ type: 'read_email', resource }) as const),
  );
  return scanner;
}

const deliver = (user: string, mails: readonly LabelledMail[], from = 0) =>
  server.deliver(
    user,
    mails.map((labelled, index) => sourceOf(labelled, from + index, SENT_AT + index * 1_000)),
  );

function labelled(subject: string): LabelledMail {
  const found = LABELLED_MAILS.find((one) => one.subject === subject);
  if (found === undefined) throw new Error(`no labelled mail has the subject ${subject}`);
  return found;
}

const pending = async ({ api }: TestApp) =>
  (await api.proposals.list({ statuses: ['pending'], limit: 200 })).items;

test('a mail becomes a proposed task with client, project, due day, priority and source', async () => {
  await using made = await makeApp();
  const { item: client } = await made.api.clients.create({
    name: 'Harrow & Finch',
    website: 'https://harrowfinch.example',
  });
  const { item: project } = await made.api.projects.create({
    name: 'Books',
    clientId: client.id,
    status: 'active',
  });
  await deliver('anna', [
    labelled('Invoice for October'),
    labelled('Thank you'),
    labelled('URGENTE copertina'),
  ]);
  await using scanner = await openScanner(made, [await addAccount(made, 'anna')]);
  expect(await scanner.result({ lookBackDays: 3650 })).toMatchObject({ read: 3, proposed: 2 });
  const proposals = await pending(made);
  const invoice = proposals.find(({ preview }) => preview.subject === 'Send Tom the invoice for October');
  expect(invoice).toMatchObject({
    actionId: 'tasks.create',
    principal: 'plugin:email-scanner',
    projectId: project.id,
    clientId: client.id,
    reason: 'Tom Harrow asks for it in a mail.',
    sources: [
      {
        source: 'email',
        label: 'Invoice for October · Tom Harrow',
        url: 'message:%3Clabelled-0%40mail.example%3E',
        excerpt: 'could you please send me the invoice for October by Friday?',
      },
    ],
  });
  await made.api.proposals.approve({
    items: [{ id: invoice?.id ?? '', argumentsHash: invoice?.argumentsHash ?? '' }],
  });
  const { items } = await made.api.tasks.list({ text: 'invoice' });
  // The Friday after the Friday on which it was sent.
  expect(items).toMatchObject([{ dueDate: '2026-11-27', priority: 'medium', projectId: project.id }]);
  const urgent = proposals.find(({ preview }) => preview.subject?.includes('copertina'));
  expect(urgent?.preview.fields).toContainEqual(
    expect.objectContaining({ field: 'priority', after: 'urgent' }),
  );
  // Nothing but the sentence is kept of a mail.
  expect(JSON.stringify(proposals)).not.toContain('Accounts is closing the month');
});

test('what was read is not read again, and a mail is proposed once, also from two accounts', async () => {
  await using made = await makeApp();
  const asked = labelled('Invoice for October');
  const [first, second] = [newMailbox('first'), newMailbox('second')];
  await deliver(first, [asked]);
  await deliver(second, [asked]);
  const accounts = [await addAccount(made, first), await addAccount(made, second)];
  await using scanner = await openScanner(made, accounts);
  const all = { lookBackDays: 3650 };
  expect(await scanner.result(all)).toMatchObject({ accounts: 2, read: 2, proposed: 1, known: 1 });
  expect(await scanner.result(all)).toMatchObject({ read: 0, proposed: 0 });
  // The same thing asked for again in the same conversation.
  await deliver(first, [{ ...asked, subject: `Re: ${asked.subject}` }], 7);
  expect(await scanner.result(all)).toMatchObject({ read: 1, proposed: 0, known: 1 });
  expect(await pending(made)).toHaveLength(1);
});

test('mail that gives orders to the program changes nothing and is at most an ordinary proposal', async () => {
  await using made = await makeApp();
  await made.api.tasks.create({ title: 'Stays' });
  await deliver('mallory', INJECTIONS);
  await using scanner = await openScanner(made, [await addAccount(made, 'mallory')]);
  const { calls } = (await scanner.run({ lookBackDays: 3650 })).used;
  expect(calls).toBeLessThan(30);
  const proposals = await pending(made);
  expect(proposals.length).toBeLessThanOrEqual(INJECTIONS.length);
  for (const { actionId, risk } of proposals) expect([actionId, risk]).toEqual(['tasks.create', 'low']);
  const log = await made.api.activity.list({ principal: 'plugin:email-scanner', limit: 200 });
  const effects = new Set(
    log.items.filter(({ effect }) => effect !== 'read').map(({ actionId }) => actionId),
  );
  expect([...effects]).toEqual(proposals.length > 0 ? ['tasks.create'] : []);
  const { items } = await made.api.tasks.list({ text: 'Stays' });
  expect(items).toHaveLength(1);
});

test('an account that cannot be read is told and does not hold up the others', async () => {
  await using made = await makeApp();
  await deliver('working', [labelled('Invoice for October')]);
  const working = await addAccount(made, 'working');
  const broken = await made.api.connectors.email.add({
    kind: 'imap',
    name: 'Broken',
    host: server.host,
    port: server.port,
    tlsMode: 'none',
    user: 'broken',
    secret: 'not-the-word',
  });
  await using scanner = await openScanner(made, [broken.id, working]);
  const result = await scanner.result({ lookBackDays: 3650 });
  expect(result).toMatchObject({
    read: 1,
    proposed: 1,
    problems: [expect.stringContaining('refused the user name')],
  });
});

test('a revoked account is refused at the next call, and nothing of it is read', async () => {
  await using made = await makeApp();
  await deliver('revoked', [labelled('Invoice for October')]);
  const account = await addAccount(made, 'revoked');
  await using scanner = await openScanner(made, []);
  const [grant = ''] = await scanner.grant({ type: 'read_email', resource: account });
  await made.api.permissions.revoke({ id: grant });
  expect(await scanner.result({ lookBackDays: 3650 })).toMatchObject({ accounts: 0, read: 0 });
  expect(await pending(made)).toEqual([]);
});

test('the labelled mails, read off the server, are told apart as by the rules alone', async () => {
  await using made = await makeApp();
  await deliver('many', LABELLED_MAILS);
  await using scanner = await openScanner(made, [await addAccount(made, 'many')]);
  const result = await scanner.result({ lookBackDays: 3650 });
  const wanted = LABELLED_MAILS.filter(({ wants }) => wants).length;
  expect(result).toMatchObject({ read: LABELLED_MAILS.length });
  const { proposed, known } = result as { proposed: number; known: number };
  expect(proposed + known).toBeGreaterThanOrEqual(wanted * 0.75);
  expect(proposed + known).toBeLessThanOrEqual(wanted / 0.85);
});
