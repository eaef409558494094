import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JobStatus } from '#shared/contracts/job-status.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { insertPart } from '#main/domains/notes/index.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

const HOUR_MS = 3_600_000;

function workspaceOf({ app }: TestApp) {
  const { workspace } = app.system;
  invariant(workspace, 'the workspace is open');
  return workspace;
}

/** A UUIDv7 as it would have been made so many hours ago. */
function idFrom(t: TestApp, hoursAgo: number): string {
  return createIdSource(() => t.clock.nowMs() - hoursAgo * HOUR_MS, randomBytes).next();
}

async function plant(t: TestApp, key: string, parts = 1): Promise<string> {
  await workspaceOf(t).store.write({ command: 'test.plant' }, (tx) => {
    for (let part = 0; part < parts; part += 1) insertPart(tx, key, part, randomBytes(64));
  });
  return key;
}

type Planted = {
  id: string;
  type: 'import' | 'export';
  status: JobStatus;
  uploadId?: string;
  endedAt?: number;
};

async function plantJob(t: TestApp, { id, type, status, uploadId, endedAt }: Planted): Promise<void> {
  const input = JSON.stringify(uploadId === undefined ? {} : { source: { uploadId } });
  await workspaceOf(t).store.write({ command: 'test.plant' }, (tx) =>
    tx.run({
      sql: `INSERT INTO jobs (id, type, title, status, input, unique_key, done_count, message, attempt, max_attempts, run_after,
          cancel_requested, fence, created_at, finished_at) VALUES (?, ?, '', ?, ?, ?, 0, '', 1, 3, 0, 0, 0, ?, ?)`,
      params: [id, type, status, input, uploadId ?? null, t.clock.nowMs(), endedAt ?? null],
    }),
  );
}

async function keysLeft(t: TestApp): Promise<readonly string[]> {
  const rows = await workspaceOf(t).store.reader.rows('SELECT DISTINCT sha256 FROM blob_parts ORDER BY 1');
  return rows.map(([key]) => String(key));
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function addFile({ api }: TestApp, noteId: string, text: string) {
  return api.notes.addAttachment({ noteId, name: 'a.txt', mimeType: 'text/plain', data: base64(text) });
}

describe('content that was on its way when its process was lost', () => {
  it('goes after a day when nothing names it: uploads, copies and archives', async () => {
    await using t = await makeApp();
    const upload = idFrom(t, 30);
    await plant(t, `${upload}:0`, 40);
    await plant(t, `${upload}:1`);
    await plant(t, `${upload}:list`);
    await plant(t, idFrom(t, 30), 3);
    await plant(t, `export:${idFrom(t, 30)}`);
    const cancelled = idFrom(t, 50);
    await plant(t, `${cancelled}:0`);
    const endedAt = t.clock.nowMs() - 40 * HOUR_MS;
    await plantJob(t, {
      id: idFrom(t, 49),
      type: 'import',
      status: 'cancelled',
      uploadId: cancelled,
      endedAt,
    });
    const failedExport = idFrom(t, 30);
    await plant(t, `export:${failedExport}`);
    await plantJob(t, { id: failedExport, type: 'export', status: 'failed', endedAt });

    expect(await workspaceOf(t).spareContent.collect()).toBe(7);
    expect(await keysLeft(t)).toEqual([]);
    expect(await workspaceOf(t).spareContent.collect()).toBe(0);
  });

  it('stays for a day, whatever it is', async () => {
    await using t = await makeApp();
    const upload = idFrom(t, 23);
    const keys = [`${upload}:0`, `${upload}:list`, idFrom(t, 23), `export:${idFrom(t, 23)}`];
    for (const key of keys) await plant(t, key);

    expect(await workspaceOf(t).spareContent.collect()).toBe(0);
    expect(await keysLeft(t)).toEqual([...keys].sort());

    t.clock.advanceMs(2 * HOUR_MS);
    expect(await workspaceOf(t).spareContent.collect()).toBe(4);
  });

  it.each(['paused', 'waiting', 'needs_decision', 'failed', 'set_aside'] as const)(
    'keeps the upload of an import that is %s and may still read it',
    async (status) => {
      await using t = await makeApp();
      const upload = idFrom(t, 90);
      await plant(t, `${upload}:0`);
      await plant(t, `${upload}:list`);
      await plantJob(t, { id: idFrom(t, 80), type: 'import', status, uploadId: upload });

      expect(await workspaceOf(t).spareContent.collect()).toBe(0);
      expect(await keysLeft(t)).toHaveLength(2);
    },
  );

  it('keeps the upload of a dry run that ended today: the real import comes after it', async () => {
    await using t = await makeApp();
    const upload = idFrom(t, 30);
    await plant(t, `${upload}:0`);
    const endedAt = t.clock.nowMs() - HOUR_MS;
    await plantJob(t, { id: idFrom(t, 2), type: 'import', status: 'done', uploadId: upload, endedAt });

    expect(await workspaceOf(t).spareContent.collect()).toBe(0);
    t.clock.advanceDays(1);
    expect(await workspaceOf(t).spareContent.collect()).toBe(1);
  });

  it('keeps the copies of an import that has not ended', async () => {
    await using t = await makeApp();
    await plant(t, idFrom(t, 30));
    await plantJob(t, { id: idFrom(t, 31), type: 'import', status: 'paused' });

    expect(await workspaceOf(t).spareContent.collect()).toBe(0);
  });

  it('keeps archives that can still be fetched', async () => {
    await using t = await makeApp();
    const { jobId } = await t.api.exports.start({});
    expect((await t.api.jobs.wait({ id: jobId })).status).toBe('done');
    t.clock.advanceDays(3);

    expect(await workspaceOf(t).spareContent.collect()).toBe(0);
    await expect(t.api.exports.download({ jobId, index: 0 })).resolves.toMatchObject({ index: 0 });
  });

  it('keeps what is being uploaded by a page that takes more than a day', async () => {
    await using t = await makeApp();
    const { uploadId } = await t.api.imports.beginUpload({ name: 'notes' });
    await t.api.imports.appendUpload({ uploadId, path: 'a.md', index: 0, data: base64('# A') });
    const note = await t.api.notes.create({ title: 'n' });
    const file = await t.api.notes.beginAttachment({
      noteId: note.item.id,
      name: 'b.txt',
      mimeType: 'text/plain',
      sizeBytes: 2,
    });
    await t.api.notes.appendAttachment({ uploadId: file.uploadId, index: 0, data: base64('b') });
    t.clock.advanceDays(2);

    expect(await workspaceOf(t).spareContent.collect()).toBe(0);
    // After a restart nobody can go on with them.
    const again = await t.reopen();
    expect(await workspaceOf(again).spareContent.collect()).toBe(2);
    await again.app.close();
  });

  it('never touches what an attachment names, in use, removed, or in the trash with its note', async () => {
    await using t = await makeApp();
    const kept = await t.api.notes.create({ title: 'kept' });
    const trashed = await t.api.notes.create({ title: 'trashed' });
    const inUse = await addFile(t, kept.item.id, 'in use');
    const removed = await addFile(t, kept.item.id, 'removed');
    await addFile(t, trashed.item.id, 'with its note');
    await t.api.notes.removeAttachment({ id: removed.item.id });
    await t.api.notes.update({ id: kept.item.id, patch: { body: 'another version' } });
    await t.api.notes.remove({ ids: [trashed.item.id] });
    await plant(t, 'of-another-shape');
    const before = await keysLeft(t);
    expect(before).toHaveLength(4);
    t.clock.advanceDays(40);

    expect(await workspaceOf(t).spareContent.collect()).toBe(0);
    expect(await keysLeft(t)).toEqual(before);
    await expect(t.api.notes.readAttachment({ id: inUse.item.id, index: 0 })).resolves.toMatchObject({
      data: base64('in use'),
    });
  });
});
