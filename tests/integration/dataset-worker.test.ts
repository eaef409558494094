import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { workerUrl } from '#main/workers-url.ts';
import { createDatasetWorker } from '#main/domains/datasets/worker/index.ts';
import { datasetCheckSchema, datasetColumnSchema } from '#shared/contracts/dataset-spec.ts';
import type { RecordPlan } from '#shared/contracts/datasets-worker.ts';

const worker = createDatasetWorker(workerUrl('datasets'));
const folder = mkdtempSync(join(tmpdir(), 'adiuva-dataset-worker-'));
afterAll(async () => {
  await worker.close();
  rmSync(folder, { recursive: true });
});

/** So many letters and then another are tried in all ways before this says no. */
const ENDLESS = '^(\\w+\\s?)*$';
const HOSTILE = `${'a'.repeat(40)}!`;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

function planOf(more: Partial<RecordPlan>): RecordPlan {
  const schema = { type: 'object', properties: { t: { type: 'string' } }, required: ['t'] };
  return { schema, columns: {}, checks: [], seed: 1, locale: 'en', references: {}, ...more };
}

describe('the threads for datasets', () => {
  it('make the same records in whatever parts they are asked for', async () => {
    const plan = await worker.openPlan(planOf({ locale: 'it' }));
    const whole = await plan.make(upTo(600));
    expect(whole.map(({ number }) => number)).toEqual(upTo(600));
    expect(await plan.make([599, 3])).toEqual([whole[599], whole[3]]);
    await plan.close();
    const again = await worker.openPlan(planOf({ locale: 'it' }));
    expect(await again.make(upTo(600))).toEqual(whole);
    await again.close();
  });

  it('end a pattern that would take for ever, name its check and go on with the others', async () => {
    const checks = [
      { kind: 'length', column: 't', min: 3 },
      { kind: 'regex', column: 't', pattern: ENDLESS, name: 'words' },
      { kind: 'code', code: 'row.t !== "two"' },
    ].map((check) => datasetCheckSchema.parse(check));
    const plan = await worker.openPlan(planOf({ checks }));
    const texts = ['one', HOSTILE, 'two', '!'];
    const outcomes = await plan.check(texts.map((t, number) => ({ number, text: JSON.stringify({ t }) })));
    expect(outcomes).toMatchObject([
      { number: 0, issues: [] },
      { number: 1, isMade: true, issues: [{ check: 'words', message: expect.stringMatching(/given up/) }] },
      { number: 2, issues: [{ check: 'code' }] },
      { number: 3, issues: [{ check: 'length t' }, { check: 'words' }] },
    ]);
    await plan.close();
  });

  it(
    'give up a record that the schema cannot be held against, and in the end the definition',
    { timeout: 180_000 },
    async () => {
      const schema = { type: 'object', properties: { t: { type: 'string', pattern: ENDLESS } } };
      const plan = await worker.openPlan(planOf({ schema }));
      const records = ['fine', HOSTILE].map((t, number) => ({ number, text: JSON.stringify({ t }) }));
      expect(await plan.finish(records)).toMatchObject([{ isMade: true }, { isMade: false, reason: 'slow' }]);
      const many = upTo(6).map((number) => ({ number, text: JSON.stringify({ t: HOSTILE }) }));
      await expect(plan.finish(many)).rejects.toMatchObject({
        code: 'invalid_input',
        message: /does not come to an end/,
      });
      await plan.close();
    },
  );

  it('refuse what cannot be worked by in words for the person', async () => {
    const column = datasetColumnSchema.parse({ kind: 'number', min: 5, max: 1 });
    await expect(worker.openPlan(planOf({ columns: { n: column } }))).rejects.toMatchObject({
      code: 'invalid_input',
      message: /"n" cannot be made: .*min is above max|"n" cannot be made: there is no number/,
    });
    await expect(worker.openPlan(planOf({ schema: { type: 'thing' } }))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('stop between two parts when the caller does', async () => {
    const plan = await worker.openPlan(planOf({}));
    const stop = new AbortController();
    const making = plan.make(upTo(20_000), stop.signal);
    stop.abort();
    await expect(making).rejects.toMatchObject({ code: 'cancelled' });
    await plan.close();
  });

  it('compare and count beside the making, and keep what they hold while it is ended', async () => {
    const index = await worker.openIndex({
      duplicates: { by: 'words', threshold: 0.9, columns: [] },
      unique: [{ check: 'u', columns: ['k'] }],
    });
    await index.add([{ number: 0, text: '{"t":"one and the same text","k":1}' }]);
    const hanging = await worker.openPlan(
      planOf({ checks: [datasetCheckSchema.parse({ kind: 'regex', column: 't', pattern: ENDLESS })] }),
    );
    const hung = hanging.check([{ number: 0, text: JSON.stringify({ t: HOSTILE }) }]);
    expect(
      await index.offer([
        { number: 1, text: '{"t":"one and the same text","k":2}' },
        { number: 2, text: '{"t":"not at all alike","k":1}' },
      ]),
    ).toEqual([
      { number: 1, alike: { number: 0, similarity: 1 }, twins: [] },
      { number: 2, alike: null, twins: [{ check: 'u', number: 0 }] },
    ]);
    await hung;
    await index.remove([0]);
    expect(await index.offer([{ number: 1, text: '{"t":"one and the same text","k":2}' }])).toMatchObject([
      { alike: null },
    ]);
    await index.close();
    await expect(index.remove([1])).rejects.toMatchObject({ code: 'conflict' });
    await hanging.close();
    const stats = await worker.openStats({ facets: [], duplicates: null });
    await stats.add(
      upTo(600).map((number) => ({
        number,
        text: `{"n":${number}}`,
        review: 'open',
        facets: {},
        issues: [],
        scores: {},
      })),
    );
    expect(await stats.result()).toMatchObject({
      records: 600,
      columns: [{ path: 'n', numbers: { max: 599 } }],
    });
    await stats.close();
  });

  it('write and read Parquet by descriptors that main has opened', async () => {
    const path = join(folder, 'records.parquet');
    const fd = openSync(path, 'w');
    const schema = {
      type: 'object',
      properties: { n: { type: 'integer' }, t: { type: 'string' } },
      required: ['n'],
    };
    const sink = await worker.createParquet({ fd, schema, columns: ['n', 't'] });
    const texts = upTo(700).map((n) => JSON.stringify(n % 2 === 0 ? { n } : { n, t: `text ${n}` }));
    await sink.write(texts);
    expect(await sink.finish()).toEqual({ records: 700, sizeBytes: fstatSync(fd).size });
    await sink.close();
    closeSync(fd);
    const input = openSync(path, 'r');
    const file = await worker.openParquet({ fd: input, sizeBytes: fstatSync(input).size });
    expect(file.columns.map(({ kind }) => kind)).toEqual(['integer', 'text']);
    expect(await file.read(0, file.records)).toEqual(texts);
    await file.close();
    closeSync(input);
  });
});
