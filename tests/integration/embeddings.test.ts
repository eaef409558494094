import { createEmbedderThread } from '#main/engine/embeddings/embedder-thread.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEmbeddings, type EmbeddingsBench } from '../support/embeddings-bench.ts';

const never = new AbortController().signal;

function dot(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

describe('the built-in embedder', () => {
  let bench: EmbeddingsBench;
  let embeddings: EmbeddingsBench['embeddings'];
  beforeAll(async () => {
    bench = await openTestEmbeddings();
    embeddings = bench.embeddings;
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  async function vectors(texts: readonly string[], kind: 'passage' | 'query' = 'passage') {
    const embedder = await embeddings.active();
    return embedder.embed(texts, kind, never);
  }

  async function similarity(left: string, right: string): Promise<number> {
    const [one, two] = await vectors([left, right]);
    return dot(one ?? new Float32Array(), two ?? new Float32Array());
  }

  it('answers one vector of length one for each text, in their order, whatever their number', async () => {
    const { dimension } = await embeddings.active();
    const texts = Array.from({ length: 150 }, (_, index) => `note number ${index} about delivery ${index}`);
    const all = await vectors(texts);
    expect(all).toHaveLength(150);
    for (const vector of all) {
      expect(vector).toHaveLength(dimension);
      expect(dot(vector, vector)).toBeCloseTo(1, 5);
    }
    const [alone] = await vectors([texts[149] ?? '']);
    expect(alone).toEqual(all[149]);
  });

  it('gives a text without words a vector of length one too', async () => {
    const [empty, marks] = await vectors(['', '… — !']);
    expect(dot(empty ?? new Float32Array(), marks ?? new Float32Array())).toBe(1);
  });

  it('gives the same text the same numbers in another thread', async () => {
    const text = 'Fattura del secondo acconto per il negozio, 4.900 euro più IVA';
    const [here] = await vectors([text]);
    await using otherBench = await openTestEmbeddings();
    const other = otherBench.embeddings;
    const [there] = await (await other.active()).embed([text], 'passage', never);
    expect(there).toEqual(here);
  });

  it.each([
    ['inflected words', 'the invoices were paid', 'pay this invoice', 'the boat sails at dawn'],
    ['Italian of English', 'fattura in scadenza', 'invoice due', 'photo of the harbour'],
    ['another word for it', 'parcel delivery costs', 'shipping rate for a parcel', 'colours of the logo'],
    ['a misspelt word', 'subscripton page', 'subscription page', 'opening evening'],
    ['accents and case', 'PERCHÉ LA CITTÀ', 'perche la citta', 'il mare'],
  ])('puts %s nearer than what has nothing to do with it', async (_, text, near, far) => {
    expect(await similarity(text, near)).toBeGreaterThan((await similarity(text, far)) + 0.2);
  });

  it('stops with the signal and goes on with the next question', async () => {
    const embedder = await embeddings.active();
    const controller = new AbortController();
    const many = Array.from({ length: 20_000 }, (_, index) => `a long list of things, number ${index}`);
    const under = embedder.embed(many, 'passage', controller.signal);
    setTimeout(() => controller.abort(), 20);
    await expect(under).rejects.toMatchObject({ code: 'cancelled' });
    expect(await vectors(['still here'], 'query')).toHaveLength(1);
  });

  it('lets a question pass before a long row of passages', async () => {
    const embedder = await embeddings.active();
    const many = Array.from({ length: 20_000 }, (_, index) => `passage ${index} waits for its turn`);
    let isIndexed = false;
    const indexing = embedder.embed(many, 'passage', never).then(() => {
      isIndexed = true;
    });
    await embedder.embed(['which one goes first?'], 'query', never);
    expect(isIndexed).toBe(false);
    await indexing;
  });

  it('cancels what is under way when it is closed', async () => {
    await using otherBench = await openTestEmbeddings();
    const other = otherBench.embeddings;
    const embedder = await other.active();
    const many = Array.from({ length: 50_000 }, (_, index) => `passage ${index}`);
    const under = embedder.embed(many, 'passage', never);
    under.catch(() => undefined);
    await other.close();
    await expect(under).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a thread that ends in the middle of a question', () => {
  it('fails that question and no other, and another thread is started for the next', async () => {
    // In place of a model that takes the whole thread with it.
    const code = `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ id, texts }) => {
        if (texts[0] === 'end') process.exit(1);
        parentPort.postMessage({ id, vectors: new Float32Array([1]), dimension: 1 });
      });`;
    const thread = createEmbedderThread({
      workerUrl: new URL(`data:text/javascript,${encodeURIComponent(code)}`),
      spec: { kind: 'lexical', dimension: 1 },
      batchSize: 1,
      idleMs: 1_000,
    });
    expect(await thread.embed(['first'], 'query', never)).toHaveLength(1);
    const broken = thread.embed(['end'], 'query', never);
    const waiting = thread.embed(['next'], 'passage', never);
    await expect(broken).rejects.toMatchObject({ code: 'model_failed' });
    expect(await waiting).toHaveLength(1);
    await thread.close();
  });
});
