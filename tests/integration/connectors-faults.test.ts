import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createMailParser } from '#main/domains/connectors/email/mail-parser.ts';
import { makeApp } from '../support/make-app.ts';
import { makeCalendar, sampleWeek } from '../support/made-calendar.ts';
import { startRadicale } from '../support/radicale.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a message that keeps the parser busy is given up alone; what waits behind it is read', async () => {
  const parser = createMailParser({ parseMs: 25 });
  try {
    const plain = (name: string) => bytes(`From: a@b.example\nSubject: ${name}\n\nHello\n`);
    expect(await parser.parse(plain('first'), false)).toMatchObject({ mail: { subject: 'first' } });
    const nested = '<table><tr><td>x'.repeat(60_000);
    const hostile = bytes(`From: a@b.example\nSubject: slow\nContent-Type: text/html\n\n${nested}`);
    const [slow, behind, last] = await Promise.all([
      parser.parse(hostile, false),
      parser.parse(plain('behind'), false),
      parser.parse(plain('last'), false),
    ]);
    expect(slow).toMatchObject({ refused: { reason: 'took_too_long' } });
    expect(behind).toMatchObject({ mail: { subject: 'behind' } });
    expect(last).toMatchObject({ mail: { subject: 'last' } });
  } finally {
    await parser.close();
  }
});

/** The server behind, as one that knows no sync tokens. */
async function withoutSyncTokens(target: string) {
  let refused = 0;
  const { hostname, port } = new URL(target);
  const relay = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (body.includes('sync-collection')) {
      refused += 1;
      answer.writeHead(403).end();
      return;
    }
    const { method = 'GET', url = '/', headers } = incoming;
    const onward = httpRequest({ hostname, port, method, path: url, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    onward.end(body);
  };
  const server = createServer((incoming, answer) => void relay(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    urlOf: (url: string) => `http://127.0.0.1:${own}${new URL(url).pathname}`,
    refused: () => refused,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

test('a calendar server that knows no sync tokens is followed by comparing what it has', async () => {
  await using made = await makeApp();
  const radicale = await startRadicale();
  const url = await radicale.makeCalendar('work');
  const proxy = await withoutSyncTokens(url);
  try {
    const [first, second] = sampleWeek('2026-11-23');
    if (!first || !second) throw new Error('no events');
    for (const one of [first, second]) await radicale.put(url, `${one.uid}.ics`, makeCalendar([one]));
    const { calendar } = made.api.connectors;
    const { id } = await calendar.add({
      kind: 'caldav',
      name: 'Work',
      location: proxy.urlOf(url),
      user: 'me',
      secret: 'calendar-secret',
    });
    const titles = async () => {
      const { connectors } = made.app.workspace();
      const range = { from: Date.parse('2026-11-01'), to: Date.parse('2026-12-31'), limit: 200 };
      const { items } = await connectors.calendar.listEvents(
        { sources: [id], ...range },
        AbortSignal.timeout(30_000),
      );
      return [...new Set(items.map(({ title }) => title))].sort();
    };
    await calendar.refresh({ id });
    const before = await titles();
    expect(before.length).toBeGreaterThan(0);
    const moved = makeCalendar([{ ...first, title: 'Moved to the lake' }]);
    await radicale.put(url, `${first.uid}.ics`, moved);
    await calendar.refresh({ id });
    expect(await titles()).toContain('Moved to the lake');
    expect(proxy.refused()).toBeGreaterThanOrEqual(2);
  } finally {
    await proxy.stop();
    await radicale.stop();
  }
});
