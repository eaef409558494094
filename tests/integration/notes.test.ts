import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';

describe('notes', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await makeApp();
  });
  afterEach(() => test[Symbol.asyncDispose]());

  it('links by title, both ways, and carries a new title into the links', async () => {
    const { api } = test;
    const { item: target } = await api.notes.create({ title: 'Brand Voice', body: 'Calm.' });
    const { item: source } = await api.notes.create({
      title: 'Kick-off',
      body: 'See [[brand voice|the guide]] and [[Missing page]].\n\n```\n[[not a link]]\n```',
    });
    expect((await api.notes.get({ id: target.id })).backlinks.map((link) => link.noteId)).toEqual([
      source.id,
    ]);
    expect((await api.notes.get({ id: source.id })).outgoing).toEqual([
      { title: 'brand voice', noteId: target.id },
      { title: 'Missing page', noteId: null },
    ]);
    await api.notes.update({ id: target.id, patch: { title: 'Tone of Voice' } });
    expect((await api.notes.get({ id: source.id })).body).toContain('[[Tone of Voice|the guide]]');
    await api.changes.undo();
    expect((await api.notes.get({ id: source.id })).body).toContain('[[brand voice|the guide]]');
    expect((await api.notes.get({ id: target.id })).title).toBe('Brand Voice');
  });

  it('folds the saves of one edit into one step of undo', async () => {
    const { api, clock } = test;
    const { item } = await api.notes.create({ title: 'Typing', body: 'start' });
    for (const body of ['start a', 'start ab', 'start abc']) {
      clock.advanceMs(1000);
      await api.notes.update({ id: item.id, patch: { body } });
    }
    await api.changes.undo();
    expect((await api.notes.get({ id: item.id })).body).toBe('start');
    await api.changes.redo();
    expect((await api.notes.get({ id: item.id })).body).toBe('start abc');
  });

  it('keeps the text from before an editing session, compares it and brings it back', async () => {
    const { api, clock } = test;
    const { item } = await api.notes.create({ title: 'History', body: 'The first text.' });
    clock.advanceMs(3_600_000);
    await api.notes.update({ id: item.id, patch: { body: 'The second text.' } });
    const versions = await api.notes.versions({ id: item.id });
    expect(versions).toHaveLength(1);
    const version = await api.notes.version({ id: versions[0]?.id ?? '' });
    expect(version.diff.filter((part) => part.kind === 'removed').map((part) => part.text)).toEqual([
      'first',
    ]);
    expect(version.diff.filter((part) => part.kind === 'added').map((part) => part.text)).toEqual(['second']);
    await api.notes.restoreVersion({ versionId: versions[0]?.id ?? '' });
    expect((await api.notes.get({ id: item.id })).body).toBe('The first text.');
    expect(await api.notes.versions({ id: item.id })).toHaveLength(2);
  });

  it('refuses to overwrite what was changed elsewhere', async () => {
    const { api } = test;
    const { item } = await api.notes.create({ title: 'Two windows', body: 'one' });
    await api.notes.update({ id: item.id, patch: { body: 'from the other window' } });
    const late = api.notes.update({ id: item.id, patch: { body: 'mine', baseUpdatedAt: item.updatedAt } });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await api.notes.get({ id: item.id })).body).toBe('from the other window');
  });

  it('keeps a file with a note, whole, and the same content once', async () => {
    const { api, app } = test;
    const { item: note } = await api.notes.create({ title: 'With a file' });
    const bytes = randomBytes(1_300_000);
    const upload = await api.notes.beginAttachment({
      noteId: note.id,
      name: '../../etc/plan.pdf',
      mimeType: 'application/pdf',
      sizeBytes: bytes.length,
    });
    const size = 512 * 1024;
    for (let index = 0; index * size < bytes.length; index += 1) {
      const data = bytes.subarray(index * size, (index + 1) * size).toString('base64');
      await api.notes.appendAttachment({ uploadId: upload.uploadId, index, data });
    }
    const { item } = await api.notes.finishAttachment({ uploadId: upload.uploadId });
    expect(item.name).toBe('plan.pdf');
    const parts = [];
    const first = await api.notes.readAttachment({ id: item.id });
    for (let index = 0; index < first.partCount; index += 1) {
      parts.push(Buffer.from((await api.notes.readAttachment({ id: item.id, index })).data, 'base64'));
    }
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);

    const data = Buffer.from('the same few bytes').toString('base64');
    await api.notes.addAttachment({ noteId: note.id, name: 'a.txt', mimeType: 'text/plain', data });
    await api.notes.addAttachment({ noteId: note.id, name: 'b.txt', mimeType: 'text/plain', data });
    expect((await api.notes.get({ id: note.id })).attachments).toHaveLength(3);
    expect(app.system.workspace).not.toBeNull();
    const rows = await app.system.workspace?.store.reader.rows(
      'SELECT count(DISTINCT sha256) FROM blob_parts',
    );
    expect(rows?.[0]?.[0]).toBe(2);
  });

  it('adds nothing of an upload that ends early', async () => {
    const { api } = test;
    const { item: note } = await api.notes.create({ title: 'Cut off' });
    const { uploadId } = await api.notes.beginAttachment({
      noteId: note.id,
      name: 'x.bin',
      mimeType: '',
      sizeBytes: 100,
    });
    await api.notes.appendAttachment({ uploadId, index: 0, data: Buffer.alloc(40).toString('base64') });
    await expect(api.notes.finishAttachment({ uploadId })).rejects.toThrow(/ended before/);
    expect((await api.notes.get({ id: note.id })).attachments).toHaveLength(0);
  });
});
