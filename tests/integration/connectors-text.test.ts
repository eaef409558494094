/** Text is taken from files in a worker: what is hostile costs its own item and nothing else. */
import { expect, onTestFinished, test } from 'vitest';
import {
  createExtractWorker,
  EXTRACT_LIMITS,
  type ExtractLimits,
} from '#main/domains/connectors/reading/extract-worker.ts';
import { workerUrl } from '#main/workers-url.ts';
import type { TextFormat } from '#shared/contracts/extract.ts';
import { makeDocx, makeDocxOf, makeEndlessPdf, makePdf } from '../support/document-files.ts';

function makeReader(limits: Partial<ExtractLimits> = {}) {
  const worker = createExtractWorker(workerUrl('extract'), { ...EXTRACT_LIMITS, ...limits });
  onTestFinished(() => worker.close());
  return async (format: TextFormat, bytes: Uint8Array | string, maxChars = 10_000) => {
    const answer = await worker.run({
      op: 'text',
      format,
      bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
      maxChars,
    });
    return 'refusal' in answer ? answer.refusal : answer.result.text;
  };
}

test('text comes out of text, HTML, PDF and Word files', async () => {
  const read = makeReader();
  expect(await read('text', 'One line\r\nand another')).toBe('One line\nand another');
  const page =
    '<html><head><title>T</title><script>no()</script></head><body><h1>Offer</h1><p>Two &amp; two</p></body></html>';
  expect(await read('html', page)).toMatch(/^Offer\s+Two & two$/);
  expect(await read('pdf', makePdf(['Invoice 42 \\(draft)', 'Second page']))).toMatch(
    /Invoice 42[^]*Second page/,
  );
  expect(await read('docx', makeDocx(['Dear Ada,', 'costs < 5 & rising']))).toMatch(
    /Dear Ada,\s+costs < 5 & rising/,
  );
});

test.each([
  ['UTF-8 with a mark', Buffer.from('\uFEFFcaffè', 'utf8')],
  ['UTF-16 with a mark', Buffer.from('\uFEFFcaffè', 'utf16le')],
  ['UTF-16 without one', Buffer.from('caffè', 'utf16le')],
  ['Windows-1252', Buffer.from('caffè', 'latin1')],
])('text in %s is understood', async (_, bytes) => {
  expect(await makeReader()('text', new Uint8Array(bytes))).toBe('caffè');
});

test('a page says itself how it is encoded', async () => {
  const page = Buffer.from('<meta charset="iso-8859-2"><p>\xb1</p>', 'latin1');
  expect(await makeReader()('html', new Uint8Array(page))).toBe('ą');
});

test('text is cut at its limit, never within a character', async () => {
  expect(await makeReader()('text', 'ab😀cd', 3)).toBe('ab');
});

test('what is no text, is damaged or is too much is refused with its reason', async () => {
  const read = makeReader();
  expect(await read('text', new Uint8Array([1, 0, 2, 3, 0, 9, 200]))).toBe('not_text');
  expect(await read('pdf', '%PDF-1.7 and nothing else')).toBe('damaged');
  expect(await read('docx', 'no archive')).toBe('damaged');
  expect(await read('docx', makeDocx(['cut off']).slice(0, 200))).toBe('damaged');
  expect(await read('text', 'the rest goes on')).toBe('the rest goes on');
});

test('a Word file that unpacks to far more than it holds is refused before it is read', async () => {
  const read = makeReader();
  const bomb = makeDocxOf(`<w:document>${' '.repeat(60_000_000)}</w:document>`);
  expect(bomb.length).toBeLessThan(100_000);
  expect(await read('docx', bomb)).toBe('bomb');
  const picture = { 'word/media/image1.png': new Uint8Array(60_000_000) };
  expect(await read('docx', makeDocx(['pictures are never unpacked'], picture))).toContain('pictures');
  const laughs = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w>&b;</w>';
  expect(await read('docx', makeDocxOf(laughs))).toBe('bomb');
});

test('a PDF that never ends costs its time and no more; the next file is read', async () => {
  const read = makeReader({ timeoutMs: 1_500 });
  await read('pdf', makePdf(['warm']));
  const startedAt = performance.now();
  expect(await read('pdf', makeEndlessPdf())).toMatch(/^(took_too_long|too_much_memory)$/);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(await read('pdf', makePdf(['still here']))).toContain('still here');
});

test('a file that fills the memory ends its thread alone', async () => {
  const read = makeReader({ memoryMb: 64, timeoutMs: 20_000 });
  expect(await read('html', `<p>${'<b>x</b>'.repeat(3_000_000)}</p>`)).toMatch(
    /^(too_much_memory|took_too_long)$/,
  );
  expect(await read('text', 'still here')).toBe('still here');
});
