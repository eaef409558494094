import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { allRecords, jobEnd, runningClock } from '../support/dataset-making.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

vi.setConfig({ testTimeout: 120_000 });

let app: TestApp;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-dataset-places-'));
  app = await makeApp({ clock: runningClock() });
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function imported(name: string, source: { path: string } | { uploadId: string }) {
  const { jobId, datasetId } = await app.api.datasets.imports.start({ source, into: { name } });
  expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', error: null });
  return datasetId;
}

const valuesOf = async (datasetId: string) =>
  (await allRecords(app, datasetId)).map(({ value }): unknown => value);

async function uploaded(name: string, content: Uint8Array): Promise<{ uploadId: string }> {
  const { uploadId } = await app.api.imports.beginUpload({ name });
  const data = Buffer.from(content).toString('base64');
  await app.api.imports.appendUpload({ uploadId, path: name, index: 0, data });
  return { uploadId };
}

async function downloaded(jobId: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let index = 0, count = 1; index < count; index += 1) {
    const part = await app.api.datasets.exports.download({ jobId, index });
    parts.push(Buffer.from(part.data, 'base64'));
    count = part.partCount;
  }
  return Buffer.concat(parts);
}

test('a browser uploads what it brings in, looked at first, and fetches what goes out', async () => {
  const rows = Array.from({ length: 600 }, (_, id) => ({ id, name: `Name ${id}` }));
  const source = await uploaded('names.json', Buffer.from(JSON.stringify({ items: rows })));
  const seen = await app.api.datasets.imports.inspect({ source });
  expect(seen).toMatchObject({ name: 'names.json', format: 'json', records: 600, columns: ['id', 'name'] });
  expect(seen.sample).toHaveLength(20);
  const datasetId = await imported('names', source);
  expect(await valuesOf(datasetId)).toEqual(rows);
  const { jobId } = await app.api.datasets.exports.start({
    datasetId,
    formats: ['parquet', 'csv'],
    as: 'zip',
    card: { license: 'mit' },
  });
  expect(await jobEnd(app, jobId)).toMatchObject({ status: 'done', result: { name: 'names.zip' } });
  const files = unzipSync(await downloaded(jobId));
  expect(Object.keys(files).toSorted()).toEqual(['README.md', 'names.csv', 'names.parquet']);
  const parquet = await uploaded('names.parquet', files['names.parquet'] ?? new Uint8Array());
  expect(await valuesOf(await imported('back', parquet))).toEqual(rows);
  const csv = await uploaded('names.csv', files['names.csv'] ?? new Uint8Array());
  expect(await valuesOf(await imported('table', csv))).toEqual(rows);
});

test('an export that cannot be written leaves nothing behind', async () => {
  await writeFile(join(folder, 'in.jsonl'), '{"a":1}\n');
  const datasetId = await imported('few', { path: join(folder, 'in.jsonl') });
  const start = (path: string) => app.api.datasets.exports.start({ datasetId, formats: ['parquet'], path });
  const { jobId } = await start(join(folder, 'nowhere', 'out.parquet'));
  expect((await jobEnd(app, jobId)).status).toBe('failed');
  await expect(start('out.parquet')).rejects.toThrow(/named in full/);
  expect(await readdir(folder)).toEqual(['in.jsonl']);
  await app.api.datasets.records.review({ datasetId, review: 'rejected', numbers: [0] });
  await expect(start(join(folder, 'out.parquet'))).rejects.toThrow(/No record is there/);
});
