import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEgress, type EgressEntry } from '#main/engine/egress/index.ts';
import { defineDownloadJob, DOWNLOAD_JOB } from '#main/engine/embeddings/index.ts';
import { createJobs, type JobDefinition, type Jobs } from '#main/engine/jobs/index.ts';
import type { CatalogueModel } from '#shared/contracts/embeddings.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { dot, openTestEmbeddings, type EmbeddingsBench } from '../support/embeddings-bench.ts';
import { catalogueOf, serveModel, type Misbehave } from '../support/model-server.ts';
import { writeTinyModel } from '../support/tiny-sentence-model.ts';

const never = new AbortController().signal;

describe('a sentence model from a folder', () => {
  let bench: EmbeddingsBench;
  let folder = '';
  beforeAll(async () => {
    bench = await openTestEmbeddings();
    folder = join(bench.folder, 'tiny');
    await writeTinyModel(folder);
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it('is copied, run once and listed, and the built-in one stays chosen', async () => {
    const added = await bench.embeddings.addFolder(folder, { name: 'tiny' }, never);
    expect(added).toMatchObject({ kind: 'onnx', name: 'tiny', dimension: 16, maxTokens: 64, isLocal: true });
    expect(added).toMatchObject({ isActive: false, isReady: true });
    expect((await bench.embeddings.list()).map((one) => one.isActive)).toEqual([true, false]);
  });

  it('is chosen, tells of it, and answers vectors of its own: one meaning in two languages, one vector', async () => {
    const { embeddings } = bench;
    const added = await embeddings.addFolder(folder, { name: 'tiny' }, never);
    let told = 0;
    const stop = embeddings.onChange(() => void (told += 1));
    await embeddings.choose(added.id);
    stop();
    expect(told).toBe(1);
    const embedder = await embeddings.active();
    expect(embedder.id).toBe(added.id);
    const texts = ['invoice', 'fattura', 'harbour', `invoice ${'late '.repeat(400)}`, ''];
    const vectors = await embedder.embed(texts, 'passage', never);
    for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
    expect(dot(vectors[0], vectors[1])).toBeCloseTo(1, 5);
    expect(dot(vectors[0], vectors[2])).toBeLessThan(0.8);
    // The others in a batch fill a text up to their length: that must not change its vector.
    const [alone] = await embedder.embed(['invoice'], 'query', never);
    expect(dot(alone, vectors[0])).toBeCloseTo(1, 5);
  });

  it('is the same embedder wherever the same files come from, and another one for other files', async () => {
    const { embeddings } = bench;
    const first = await embeddings.addFolder(folder, { name: 'tiny' }, never);
    const elsewhere = join(bench.folder, 'elsewhere');
    await writeTinyModel(elsewhere);
    expect((await embeddings.addFolder(elsewhere, { name: 'again' }, never)).id).toBe(first.id);
    const wider = join(bench.folder, 'wider');
    await writeTinyModel(wider, { hidden: 24, layers: 2 }, 'flat');
    const other = await embeddings.addFolder(wider, { name: 'wider' }, never);
    expect(other.id).not.toBe(first.id);
    expect(other.dimension).toBe(24);
    await embeddings.remove(other.id);
  });

  it('does not need the folder it came from, and is there in the next process', async () => {
    const added = await bench.embeddings.addFolder(folder, { name: 'tiny' }, never);
    await bench.embeddings.choose(added.id);
    await rm(folder, { recursive: true });
    const again = await bench.reopen();
    const [vector] = await (await again.active()).embed(['porto'], 'query', never);
    expect(vector).toHaveLength(16);
    await writeTinyModel(folder);
  });

  it('gives way to the built-in one when its files are gone, and when it is removed', async () => {
    const { embeddings } = bench;
    const added = await embeddings.addFolder(folder, { name: 'tiny' }, never);
    await embeddings.choose(added.id);
    await rm(embeddings.modelsDir, { recursive: true });
    expect((await embeddings.active()).dimension).toBe(384);
    expect(await embeddings.find(added.id)).toBeNull();
    expect((await embeddings.list())[1]).toMatchObject({ isReady: false });
    await embeddings.addFolder(folder, { name: 'tiny' }, never);
    expect((await embeddings.active()).id).toBe(added.id);
    await embeddings.remove(added.id);
    expect((await embeddings.active()).dimension).toBe(384);
    expect(await readdir(embeddings.modelsDir)).toEqual([]);
  });

  it.each([
    ['nothing', async () => undefined, 'There is no config.json'],
    ['no model', async (at: string) => rm(join(at, 'onnx'), { recursive: true }), 'no model.onnx'],
    ['a damaged model', async (at: string) => truncate(join(at, 'onnx/model.onnx'), 300), 'damaged'],
    [
      'a tokenizer of something else',
      async (at: string) => writeFile(join(at, 'tokenizer.json'), '[]'),
      'tokenizer',
    ],
    ['broken JSON', async (at: string) => writeFile(join(at, 'config.json'), '{'), 'not valid JSON'],
    [
      'a wrong dimension',
      async (at: string) => writeFile(join(at, 'config.json'), '{"hidden_size":7}'),
      'something else',
    ],
  ])(
    'is refused with the reason when the folder holds %s, and nothing stays',
    async (what, spoil, reason) => {
      const at = await mkdtemp(join(bench.folder, 'spoilt-'));
      if (what !== 'nothing') await writeTinyModel(at);
      await spoil(at);
      await expect(bench.embeddings.addFolder(at, { name: what }, never)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining(reason),
      });
      expect(await readdir(bench.embeddings.modelsDir)).toEqual([]);
    },
  );
});

/** A server with a model of about 5 MB, the embedders, and a job engine whose clock is moved past every wait. */
async function openDownload(misbehave: Misbehave = () => false, spoil = (model: CatalogueModel) => model) {
  const bench = await openTestEmbeddings();
  const folder = join(bench.folder, 'served');
  await writeTinyModel(folder, { hidden: 384, layers: 8 });
  const server = await serveModel(folder, misbehave);
  const model = spoil(await catalogueOf(folder, server.port));
  const ledger: EgressEntry[] = [];
  const { embeddings, store } = bench;
  const definition = defineDownloadJob({
    egress: createEgress({ ledger: { note: (entry) => void ledger.push(entry) } }),
    configured: [{ host: '127.0.0.1', port: server.port }],
    catalogue: [model],
    modelsDir: embeddings.modelsDir,
    adopt: (from, facts, signal) => embeddings.addFolder(from, facts, signal),
  });
  let aheadMs = 0;
  const startJobs = async (): Promise<Jobs> => {
    const jobs = createJobs({
      store,
      ids: createIdSource(Date.now, (size) => new Uint8Array(size).fill(Math.random() * 255)),
      nowMs: () => Date.now() + aheadMs,
      random: () => 0,
      definitions: [definition as JobDefinition<never>],
      onError: () => undefined,
    });
    await jobs.start();
    return jobs;
  };
  const jobs = await startJobs();
  return {
    bench,
    server,
    ledger,
    model,
    jobs,
    begin: () =>
      jobs.enqueue({ type: DOWNLOAD_JOB, title: 'tiny', input: { id: 'tiny' }, uniqueKey: 'tiny' }),
    async ended(id: string) {
      for (;;) {
        const job = await jobs.get(id);
        if (['done', 'failed', 'cancelled'].includes(job.status)) return job;
        // Waits between tries pass at once.
        aheadMs += 60_000;
        await sleep(20);
      }
    },
    async [Symbol.asyncDispose]() {
      await jobs.stop();
      await server.close();
      await bench[Symbol.asyncDispose]();
    },
  };
}

describe('a model that is downloaded', () => {
  it('is fetched, checked and listed; the ledger has every byte of it', async () => {
    await using download = await openDownload();
    const job = await download.ended(await download.begin());
    expect(job.status).toBe('done');
    const { embeddings } = download.bench;
    const [, added] = await embeddings.list();
    expect(added).toMatchObject({ kind: 'onnx', name: 'tiny', dimension: 384, maxTokens: 32 });
    const total = download.model.files.reduce((sum, file) => sum + file.sizeBytes, 0);
    expect(download.ledger.reduce((sum, entry) => sum + entry.receivedBytes, 0)).toBe(total);
    expect(download.ledger.every((entry) => entry.feature === 'model-download')).toBe(true);
    expect(job).toMatchObject({ doneCount: total, totalCount: total });
    expect(await readdir(embeddings.modelsDir)).toHaveLength(1);
  });

  it('goes on where it was cut off, and does not fetch again what is there', async () => {
    let cuts = 0;
    await using download = await openDownload((request, response, bytes) => {
      if (!request.url?.endsWith('.onnx') || cuts === 2) return false;
      cuts += 1;
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      if (from > 0) response.setHeader('content-range', `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
      response.setHeader('content-length', bytes.length - from);
      response.writeHead(from > 0 ? 206 : 200);
      response.write(bytes.subarray(from, from + 1_000_000), () => setTimeout(() => response.destroy(), 50));
      return true;
    });
    expect((await download.ended(await download.begin())).status).toBe('done');
    const asked = download.server.seen.filter(({ path }) => path.endsWith('.onnx')).map(({ range }) => range);
    expect(asked).toEqual([undefined, 'bytes=1000000-', 'bytes=2000000-']);
    expect(download.server.seen.filter(({ path }) => path === '/config.json')).toHaveLength(1);
  });

  it('begins anew with a server that knows no ranges', async () => {
    let isCut = false;
    await using download = await openDownload((request, response, bytes) => {
      if (!request.url?.endsWith('.onnx')) return false;
      if (isCut) {
        response.writeHead(200).end(bytes);
        return true;
      }
      isCut = true;
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 500_000), () => setTimeout(() => response.destroy(), 50));
      return true;
    });
    expect((await download.ended(await download.begin())).status).toBe('done');
  });

  it('is thrown away when a file is another than it should be', async () => {
    await using download = await openDownload(
      () => false,
      (model) => ({ ...model, files: model.files.map((file) => ({ ...file, sha256: 'a'.repeat(64) })) }),
    );
    const job = await download.ended(await download.begin());
    expect(job).toMatchObject({ status: 'failed' });
    expect(JSON.stringify(job)).toContain('not the model that was asked for');
    expect(await download.bench.embeddings.list()).toHaveLength(1);
  });

  it('takes no more than the size that is written down, whatever is sent', async () => {
    await using download = await openDownload((request, response) => {
      if (request.url !== '/config.json') return false;
      response.writeHead(200).end(Buffer.alloc(5_000_000));
      return true;
    });
    const job = await download.ended(await download.begin());
    expect(job.status).toBe('failed');
    expect(Math.max(...download.ledger.map((entry) => entry.receivedBytes))).toBeLessThan(1_000_000);
  });

  it('is cancelled in the middle of a file, and what has come is kept for another time', async () => {
    let isSlow = true;
    await using download = await openDownload((request, response, bytes) => {
      if (!isSlow || !request.url?.endsWith('.onnx')) return false;
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 100_000));
      return true;
    });
    const first = await download.begin();
    while (!download.server.seen.some(({ path }) => path.endsWith('.onnx'))) await sleep(10);
    await sleep(100);
    await download.jobs.cancel(first);
    expect((await download.ended(first)).status).toBe('cancelled');
    isSlow = false;
    expect((await download.ended(await download.begin())).status).toBe('done');
    expect(download.server.seen.at(-1)?.range).toBe('bytes=100000-');
  });
});
