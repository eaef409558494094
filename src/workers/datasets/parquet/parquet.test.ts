import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { openParquetFile } from './read-parquet.ts';
import { createParquetSink } from './write-parquet.ts';

const folder = mkdtempSync(join(tmpdir(), 'adiuva-parquet-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

async function written(schema: JsonSchema, columns: readonly string[], texts: readonly string[]) {
  const path = join(folder, `${(files += 1)}.parquet`);
  const out = openSync(path, 'wx');
  const sink = createParquetSink({ fd: out, schema, columns });
  for (let from = 0; from < texts.length; from += 250) sink.write(texts.slice(from, from + 250));
  const facts = sink.finish();
  closeSync(out);
  const fd = openSync(path, 'r');
  const file = await openParquetFile({ fd, sizeBytes: fstatSync(fd).size });
  expect(facts).toEqual({ sizeBytes: fstatSync(fd).size, records: texts.length });
  return { file, close: () => closeSync(fd) };
}

const SCHEMA: JsonSchema = {
  type: 'object',
  required: ['id', 'note', 'rate'],
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    note: { type: ['string', 'null'] },
    rate: { type: 'number' },
    ok: { type: 'boolean' },
    maybe: { type: ['integer', 'null'] },
    tags: { type: 'array', items: { type: 'string' } },
    any: {},
  },
};
const NAMES = Object.keys(SCHEMA['properties'] as object);
const record = fc.record(
  {
    id: fc.oneof(fc.maxSafeInteger(), fc.constant(2 ** 60)),
    name: fc.string({ unit: 'grapheme' }),
    note: fc.option(fc.string()),
    rate: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    ok: fc.boolean(),
    maybe: fc.option(fc.integer()),
    tags: fc.array(fc.string()),
    any: fc.jsonValue(),
  },
  { requiredKeys: ['id', 'note', 'rate'], noNullPrototype: true },
);

describe('a Parquet file', () => {
  it('gives back what was written, missing values and nulls apart', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (records) => {
        const texts = records.map((one) => JSON.stringify(one));
        const { file, close } = await written(SCHEMA, NAMES, texts);
        const back = (await file.read(0, texts.length)).map((text) => JSON.parse(text) as unknown);
        close();
        expect(back).toEqual(texts.map((text) => JSON.parse(text) as unknown));
      }),
      { numRuns: 60 },
    );
  });

  it('has Parquet types where the schema has one, and is read in parts', async () => {
    const texts = Array.from({ length: 45_000 }, (_, id) =>
      JSON.stringify({ id, note: `note ${id % 7}`, rate: id / 3 }),
    );
    const { file, close } = await written(SCHEMA, ['id', 'note', 'rate', 'tags'], texts);
    expect(file.facts).toEqual({
      records: 45_000,
      columns: [
        { name: 'id', kind: 'integer', isNullable: true },
        { name: 'note', kind: 'text', isNullable: true },
        { name: 'rate', kind: 'number', isNullable: true },
        { name: 'tags', kind: 'json', isNullable: true },
      ],
    });
    expect(await file.read(19_990, 20_010)).toEqual(texts.slice(19_990, 20_010));
    expect(await file.read(44_999, 50_000)).toEqual(texts.slice(44_999));
    close();
  });

  it('is refused where a record does not keep to the schema, and where it is none', async () => {
    await expect(written(SCHEMA, ['id'], ['{"id":1}', '{"id":"x"}'])).rejects.toThrow(
      /Record 2 has a value in "id"/,
    );
    const fd = openSync(import.meta.filename, 'r');
    await expect(openParquetFile({ fd, sizeBytes: fstatSync(fd).size })).rejects.toThrow(/no Parquet file/);
    closeSync(fd);
  });
});
