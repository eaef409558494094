import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EmailBatch } from '#shared/contracts/connectors.ts';
import { newMailbox, startDovecot, type MailServer } from '../support/dovecot.ts';
import { startLyingImap } from '../support/lying-imap.ts';
import { makeMail } from '../support/made-mail.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

const READER = 'plugin:email-scanner';
const soon = () => AbortSignal.timeout(60_000);

let server: MailServer;
let made: TestApp;
let folder: string;

beforeAll(async () => {
  server = await startDovecot();
  made = await makeApp();
  folder = await mkdtemp(join(tmpdir(), 'adiuva-mails-'));
});
afterAll(async () => {
  await made[Symbol.asyncDispose]();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const email = () => made.app.workspace().connectors.email;

const inputFor = (user: string, port = server.port) => ({
  kind: 'imap' as const,
  name: user,
  host: server.host,
  port,
  tlsMode: 'none' as const,
  user,
  secret: server.password,
});

async function readAll(account: string, limit = 200): Promise<EmailBatch> {
  const items: EmailBatch['items'] = [];
  const refused: EmailBatch['refused'] = [];
  for (let after: string | undefined; ;) {
    const batch = await email().listNew({ account, reader: READER, limit, after }, soon());
    items.push(...batch.items);
    refused.push(...batch.refused);
    if (!batch.hasMore) return { ...batch, items, refused };
    after = batch.cursor;
  }
}

const sorted = (words: readonly (string | null)[]) =>
  words.map(String).toSorted((left, right) => left.localeCompare(right));

const acknowledge = (account: string, cursor: string) =>
  email().acknowledge({ account, reader: READER, cursor });

describe('an account on dovecot', () => {
  test('says why it cannot be reached: password, TLS, a closed port, a name that is none', async () => {
    const api = made.api.connectors.email;
    expect(await api.test(inputFor('me'))).toMatchObject({ ok: true });
    const wrong = await api.test({ ...inputFor('me'), secret: 'not-the-word' });
    expect(wrong).toMatchObject({ ok: false, code: 'sign_in_refused' });
    const tls = { ...inputFor('me'), host: 'localhost', port: server.tlsPort, tlsMode: 'tls' as const };
    expect(await api.test(tls)).toMatchObject({ ok: false, code: 'tls_untrusted' });
    const { certificate } = server;
    expect(await api.test({ ...tls, trustedCertificate: certificate })).toMatchObject({ ok: true });
    const starttls = { ...tls, port: server.port, tlsMode: 'starttls' as const };
    expect(await api.test(starttls)).toMatchObject({ ok: false, code: 'tls_untrusted' });
    expect(await api.test({ ...starttls, trustedCertificate: certificate })).toMatchObject({ ok: true });
    expect(await api.test(inputFor('me', 1))).toMatchObject({ ok: false, code: 'unreachable' });
    const nowhere = { ...inputFor('me'), host: 'nowhere.invalid' };
    expect(await api.test(nowhere)).toMatchObject({ ok: false, code: 'unreachable' });
  });

  test('takes an access token in place of a password, and says so when it is no longer good', async () => {
    const api = made.api.connectors.email;
    const { secret: _, ...account } = inputFor('anna');
    const byToken = { ...account, auth: 'oauth2' as const };
    expect(await api.test({ ...byToken, secret: server.token })).toMatchObject({ ok: true });
    const ended = await api.test({ ...byToken, secret: 'a-token-of-nobody' });
    expect(ended).toMatchObject({ ok: false, code: 'sign_in_refused' });
    await server.deliver('anna', makeMail({ count: 3 }));
    const { id } = await api.add({ ...byToken, secret: server.token });
    const { items } = await readAll(id);
    expect(new Set(items.map(({ messageId }) => messageId)).size).toBe(3);
  });

  test('lists its mail in batches, once it is acknowledged never again', async () => {
    const often = newMailbox('often');
    await server.deliver(often, makeMail({ count: 450 }));
    const { id } = await made.api.connectors.email.add(inputFor(often));
    expect(await made.api.connectors.email.folders({ id })).toMatchObject([
      { path: 'INBOX', messages: 450, isChosen: true },
    ]);
    const all = await readAll(id);
    expect(all.refused).toEqual([]);
    expect(new Set(all.items.map(({ messageId }) => messageId)).size).toBe(450);
    const letter = all.items.find(({ subject }) => subject === 'Fattura di ottobre #1');
    expect(letter).toMatchObject({ isReply: false, isAutomatic: false, from: { name: 'Giulia Marchetti' } });
    expect(letter?.textExcerpt).toContain('entro venerdì');
    expect(all.items.find(({ subject }) => subject.startsWith('Weekly letter'))).toMatchObject({
      isAutomatic: true,
      listId: expect.stringContaining('weekly.letters.example'),
    });
    expect(all.items.some(({ hasAttachments }) => hasAttachments)).toBe(true);

    // What was not acknowledged is listed again: a run that failed loses nothing.
    expect((await readAll(id)).items).toHaveLength(450);
    await acknowledge(id, all.cursor);
    expect((await readAll(id)).items).toEqual([]);
    await server.deliver(often, makeMail({ count: 3, from: 451 }));
    expect((await readAll(id)).items).toHaveLength(3);
    const other = await email().listNew({ account: id, reader: 'plugin:other', limit: 5 }, soon());
    expect(other.items).toHaveLength(5);
  });

  test('that is numbered anew is looked through again and repeats nothing', async () => {
    const moved = newMailbox('moved');
    await server.deliver(moved, makeMail({ count: 30 }));
    const { id } = await made.api.connectors.email.add(inputFor(moved));
    const first = await readAll(id);
    await acknowledge(id, first.cursor);
    // The connection must not remember the old numbers either.
    await made.api.connectors.email.update({ id, patch: { name: 'Moved' } });
    await server.renumber(moved);
    await server.deliver(moved, makeMail({ count: 2, from: 31 }));
    const second = await readAll(id);
    const uidValidity = (cursor: string) => /\d{6,}/.exec(cursor)?.[0];
    expect(uidValidity(second.cursor)).not.toBe(uidValidity(first.cursor));
    // Both numberings begin at 1: the new mail lies at numbers that were read before.
    expect(sorted(second.items.map(({ messageId }) => messageId))).toEqual([
      '<made-31@mail.example>',
      '<made-32@mail.example>',
    ]);
  });

  test('gives a reason for a message that cannot be read, and the rest goes on', async () => {
    const [good = ''] = makeMail({ count: 1, from: 900 });
    let deep = 'From: a@b.example\nMessage-ID: <deep@x>\n';
    for (let level = 0; level < 60; level += 1)
      deep += `Content-Type: multipart/mixed; boundary="b${level}"\n\n--b${level}\n`;
    const many = Array.from({ length: 1_200 }, () => '--b\nContent-Type: text/plain\n\nx\n').join('');
    const parts = `From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\n${many}--b--\n`;
    const charset =
      'From: a@b.example\nSubject: Caff\xe8\nMessage-ID: <charset@x>\nContent-Type: text/plain; charset=no-such-set\n\nil caff\xe8 \xff\xfe\n';
    const liar = newMailbox('liar');
    await server.deliver(liar, [deep, parts, charset, good]);
    const { id } = await made.api.connectors.email.add(inputFor(liar));
    const batch = await readAll(id);
    expect(sorted(batch.refused.map(({ reason }) => reason))).toEqual(['too_deep', 'too_many_parts']);
    const read = batch.items.map(({ messageId }) => messageId);
    expect(sorted(read)).toEqual(['<charset@x>', '<made-900@mail.example>']);
    expect(batch.items.find(({ messageId }) => messageId === '<charset@x>')?.textExcerpt).toContain(
      'il caff',
    );
    await acknowledge(id, batch.cursor);
    expect((await readAll(id)).refused).toEqual([]);
  });
});

test('a server that breaks off in the middle of a message costs that message alone', async () => {
  const texts = makeMail({ count: 5 }).map((text) => text.replace(/\r?\n/g, '\r\n'));
  const liar = await startLyingImap({
    messages: new Map(texts.map((text, index) => [index + 1, text])),
    cutUid: 3,
  });
  try {
    const { id } = await made.api.connectors.email.add(inputFor('cut', liar.port));
    const batch = await readAll(id);
    expect(batch.items.map(({ uid }) => uid)).toEqual([1, 2, 4, 5]);
    expect(batch.refused).toMatchObject([{ uid: 3, reason: 'not_delivered' }]);
    expect(liar.connections()).toBeLessThanOrEqual(4);
  } finally {
    await liar.stop();
  }
});

test('mail in files is read like mail on a server, and grows like it', async () => {
  const [one = '', two = '', three = '', four = ''] = makeMail({ count: 4, from: 700 });
  const asMbox = (text: string) => `From someone Sat Nov 21 10:00:00 2026\n${text}\n`;
  const mbox = join(folder, 'archive.mbox');
  await writeFile(mbox, asMbox(one) + asMbox(two));
  await writeFile(join(folder, 'single.eml'), three);
  await writeFile(join(folder, 'notes.txt'), 'not a mail');
  const { id } = await made.api.connectors.email.add({ kind: 'files', name: 'Old mail', path: folder });
  const ids = (batch: EmailBatch) => sorted(batch.items.map(({ messageId }) => messageId));
  const first = await readAll(id);
  expect(ids(first)).toEqual([700, 701, 702].map((number) => `<made-${number}@mail.example>`));
  await acknowledge(id, first.cursor);
  expect((await readAll(id)).items).toEqual([]);
  await writeFile(mbox, asMbox(one) + asMbox(two) + asMbox(four));
  expect(ids(await readAll(id))).toEqual(['<made-703@mail.example>']);
});

test('a password is never shown, and not taken along to another server', async () => {
  const secret = 'a-very-secret-word';
  const { id } = await made.api.connectors.email.add({ ...inputFor('secretive'), secret });
  expect(JSON.stringify(await made.api.connectors.email.list())).not.toContain(secret);
  const patch = { host: 'mail.elsewhere.example' };
  await expect(made.api.connectors.email.update({ id, patch })).rejects.toThrow('Enter the password again');
  await made.api.connectors.email.remove({ id });
  await expect(made.api.connectors.email.get({ id })).rejects.toThrow('does not exist any more');
});

test('a plugin without the right is refused before anything is asked of the server', async () => {
  const user = newMailbox('asked');
  await server.deliver(user, makeMail({ count: 9 }));
  const { id } = await made.api.connectors.email.add(inputFor(user));
  const plugin = { kind: 'plugin' as const, name: 'nosy', version: '1.0.0', contentHash: 'a'.repeat(64) };
  const { actions } = made.app.workspace();
  await expect(actions.invoke('email.list_new', { account: id }, plugin)).rejects.toMatchObject({
    code: 'forbidden',
  });
  const answer = await actions.invoke('email.list_new', { account: id, limit: 5 }, { kind: 'user' });
  expect(answer).toMatchObject({ status: 'done', output: { hasMore: true } });
});
