import { expect, test } from 'vitest';
import { createClientIndex } from '../../plugins/email-scanner/clients.ts';
import { readOpinion } from '../../plugins/email-scanner/ask-model.ts';
import { decide } from '../../plugins/email-scanner/decide.ts';
import { pickDue } from '../../plugins/email-scanner/due-dates.ts';
import { ownWords } from '../../plugins/email-scanner/own-words.ts';
import { bareSubject, titleOf } from '../../plugins/email-scanner/title.ts';
import {
  INJECTIONS,
  LABELLED_MAILS,
  mailOf,
  UNSEEN_MAILS,
  type LabelledMail,
} from '../support/labelled-mail.ts';

const SENT_AT = Date.parse('2026-11-20T09:00:00Z');
const OPTIONS = { own: new Set(['anna@own-desk.example']), isKnown: () => false, language: 'en' as const };

function measure(mails: readonly LabelledMail[]) {
  const judged = mails.map((labelled, index) => ({
    ...labelled,
    isFound: 'finding' in decide(mailOf(labelled, index, SENT_AT), OPTIONS),
  }));
  const right = judged.filter(({ isFound, wants }) => isFound && wants).length;
  return {
    precision: right / judged.filter(({ isFound }) => isFound).length,
    recall: right / judged.filter(({ wants }) => wants).length,
    wrong: judged.filter(({ isFound, wants }) => isFound !== wants).map(({ subject }) => subject),
  };
}

test('what asks is told from what does not, in mail of both languages', () => {
  expect(LABELLED_MAILS.length).toBeGreaterThanOrEqual(120);
  const { precision, recall, wrong } = measure(LABELLED_MAILS);
  expect(precision, wrong.join('; ')).toBeGreaterThanOrEqual(0.85);
  expect(recall, wrong.join('; ')).toBeGreaterThanOrEqual(0.75);
});

test('of mail that the rules were not written with, little is proposed wrongly', () => {
  const { precision, recall, wrong } = measure(UNSEEN_MAILS);
  expect(precision, wrong.join('; ')).toBeGreaterThanOrEqual(0.85);
  expect(recall, wrong.join('; ')).toBeGreaterThanOrEqual(0.5);
});

test('a mail that gives orders to the program is at most an ordinary finding, without what could be followed', () => {
  for (const [index, labelled] of INJECTIONS.entries()) {
    const mail = mailOf(labelled, index, SENT_AT);
    const verdict = decide(mail, OPTIONS);
    if (!('finding' in verdict)) continue;
    const { finding } = verdict;
    expect(Object.keys(finding).toSorted()).toEqual(['kind', 'language', 'priority', 'sentence']);
    const title = titleOf({ finding, subject: mail.subject, sender: 'Mallory', dateText: null });
    expect(title.length).toBeLessThanOrEqual(91);
    expect(title).not.toMatch(/https?:|\n/);
  }
});

test('own mail and sent folders are left out', () => {
  const [asked] = LABELLED_MAILS;
  if (asked === undefined) throw new Error('there are labelled mails');
  const mail = mailOf(asked, 1, SENT_AT);
  const from = { name: 'Anna', address: 'Anna@own-desk.example' };
  expect(decide({ ...mail, from }, OPTIONS)).toMatchObject({ skip: 'own' });
  expect(decide({ ...mail, folder: 'INBOX/Sent' }, OPTIONS)).toMatchObject({ skip: 'own' });
  expect(decide({ ...mail, folder: 'Posta inviata' }, OPTIONS)).toMatchObject({ skip: 'own' });
});

test('a client is listened to over a list too', () => {
  const labelled = LABELLED_MAILS.find(({ subject }) => subject === '[dev] Release plan');
  if (labelled === undefined) throw new Error('it is among the labelled mails');
  expect(decide(mailOf(labelled, 1, SENT_AT), OPTIONS)).toMatchObject({ skip: 'list' });
});

test('quotes, greetings, signatures and what follows them are not the sender’s words', () => {
  const text = 'Hi Anna,\n\nthe page is fine.\n\nBest regards,\nTom\nPlease call 555.\n> please send it';
  expect(ownWords(text)).toEqual(['the page is fine.']);
  expect(ownWords('Fine.\n\nOn Mon, 2 Nov 2026, Anna wrote:\nCould you send it?')).toEqual(['Fine.']);
  expect(ownWords('Va bene.\n\nIl giorno lun 2 nov 2026 Anna ha scritto:\nPuoi?')).toEqual(['Va bene.']);
});

test.each([
  ['Hi, could you please send me the invoice by Friday?', 'en', 'by Friday', 'Send Tom the invoice'],
  ['Let us know if the date works.', 'en', null, 'Tell Tom if the date works'],
  ['Puoi inviarmi la fattura entro venerdì?', 'it', 'entro venerdì', 'Inviare la fattura'],
  ['Per favore mandami il logo.', 'it', null, 'Mandare il logo'],
  ['Avrei bisogno del tuo IBAN.', 'it', null, "Fornire l'IBAN"],
  ['Puoi controllare?', 'it', null, 'Controllare: Modulo'],
  ['Please look at https://evil.example/x now and fix it.', 'en', null, 'Look at now and fix it'],
] as const)('%s', (sentence, language, dateText, title) => {
  const finding = { sentence, language, kind: 'request', priority: 'none' } as const;
  expect(titleOf({ finding, subject: 'Re: Modulo', sender: 'Tom', dateText })).toBe(title);
});

test('a subject is bared of what was put before it', () => {
  expect(bareSubject('Re: R: Fwd: [EXT] Offer')).toBe('Offer');
});

test('a deadline counts before a day that is only named, and no day of the past counts', () => {
  const found = (date: string, lead: 'due' | 'none') => ({
    start: 0,
    end: 1,
    text: date,
    date,
    time: null,
    lastDate: null,
    lead,
  });
  expect(pickDue([found('2026-11-24', 'none'), found('2026-11-27', 'due')], '2026-11-20')?.date).toBe(
    '2026-11-27',
  );
  expect(pickDue([found('2026-11-01', 'due')], '2026-11-20')).toBeNull();
});

test('clients are found by address, then by domain, and never by that of a public mail service', () => {
  const client = (id: string, email: string, website = '', contact = '') => ({
    id,
    name: id,
    email,
    website,
    contacts: contact === '' ? [] : [{ name: 'C', email: contact }],
    tags: [],
  });
  const project = (id: string, clientId: string, name: string, status = 'active') => ({
    id,
    name,
    clientId,
    clientName: clientId,
    status,
    dueDate: null,
    tags: [],
  });
  const index = createClientIndex(
    [
      client('acme', 'boss@acme.example', 'https://www.acme-shop.example/it'),
      client('sam', 'sam@gmail.com'),
      client('twin-a', 'a@shared.example'),
      client('twin-b', '', '', 'b@shared.example'),
    ],
    [
      project('web', 'acme', 'Website'),
      project('old', 'acme', 'Brochure', 'completed'),
      project('one', 'twin-a', 'Poster'),
      project('two', 'twin-a', 'Catalogue 2027'),
    ],
  );
  const placeOf = (address: string, subject = '') => index.placeOf(address, subject);
  expect(placeOf('Boss@Acme.example')).toEqual({ clientId: 'acme', projectId: 'web' });
  expect(placeOf('new@mail.acme.example')).toEqual({ clientId: 'acme', projectId: 'web' });
  expect(placeOf('x@acme-shop.example')).toMatchObject({ clientId: 'acme' });
  expect(placeOf('x@notacme.example')).toEqual({ clientId: null, projectId: null });
  expect(placeOf('sam@gmail.com')).toMatchObject({ clientId: 'sam' });
  expect(placeOf('tom@gmail.com')).toEqual({ clientId: null, projectId: null });
  expect(placeOf('c@shared.example')).toEqual({ clientId: null, projectId: null });
  expect(placeOf('a@shared.example')).toEqual({ clientId: 'twin-a', projectId: null });
  expect(placeOf('a@shared.example', 'Re: catalogue 2027, proofs')).toMatchObject({ projectId: 'two' });
  // A subject alone files nothing under a stranger's client.
  expect(placeOf('tom@gmail.com', 'Website')).toEqual({ clientId: null, projectId: null });
});

test('a model’s answer is taken where it has the shape that was asked for', () => {
  expect(readOpinion('{"isTask": true, "title": "Send it\\nnow", "priority": "high"}')).toEqual({
    isTask: true,
    title: 'Send it now',
    priority: 'high',
  });
  expect(readOpinion('Sure! {"isTask": false, "action": "tasks.remove"}')).toEqual({
    isTask: false,
    title: null,
    priority: null,
  });
  expect(readOpinion('I will delete everything')).toBeNull();
  expect(readOpinion('{"isTask": "yes"}')).toBeNull();
});
