import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initTRPC, TRPCError } from '@trpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectControl, type ControlClient } from '#main/hosts/control/control-client.ts';
import { startControlSocket, type ControlSocket } from '#main/hosts/control/control-server.ts';
import { AppError } from '#shared/errors.ts';

/** A router of this test's own: what is tested is the way to it. */
const trpc = initTRPC.create({
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: {
      ...shape.data,
      appCode: error.cause instanceof AppError ? error.cause.code : null,
      details: error.cause instanceof AppError ? error.cause.details : {},
    },
  }),
});
let liveStreams = 0;
let aborted = 0;
const router = trpc.router({
  echo: trpc.procedure.input(z.unknown().optional()).query(({ input }) => input),
  nothing: trpc.procedure.mutation(() => undefined),
  missing: trpc.procedure.query(() => {
    const cause = new AppError('not_found', 'It is not here.', { details: { id: 7 } });
    throw new TRPCError({ code: 'NOT_FOUND', message: cause.message, cause });
  }),
  slow: trpc.procedure.input(z.number()).mutation(async ({ input, signal }) => {
    signal?.addEventListener('abort', () => (aborted += 1));
    await new Promise((resolve) => setTimeout(resolve, input));
    return 'finished';
  }),
  ticks: trpc.procedure.input(z.number()).subscription(async function* ({ input, signal }) {
    liveStreams += 1;
    try {
      for (let tick = 0; tick < input && signal?.aborted !== true; tick += 1) {
        yield tick;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    } finally {
      liveStreams -= 1;
    }
  }),
});
const app = { router, createContext: () => ({}) };
const hostCalls = { openLink: (input: unknown) => ({ link: 'http://127.0.0.1:1/open#code', input }) };

let dataDir: string;
let server: ControlSocket;
let client: ControlClient;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'adiuva-control-'));
  server = await startControlSocket(app, { dataDir, host: 'web', hostCalls });
  client = (await connectControl(dataDir))!;
});
afterEach(async () => {
  await client.close();
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function rawSocket(): Promise<Socket> {
  const socket = connect({ path: server.address });
  await new Promise((resolve) => socket.once('connect', resolve));
  // Unread answers would keep it from closing.
  return socket.resume();
}

function frame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const header = Buffer.alloc(4);
  header.writeUInt32BE(body.length);
  return Buffer.concat([header, body]);
}

async function collect(values: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('calls', () => {
  test('says who holds the folder', () => {
    expect(client).toMatchObject({ pid: process.pid, host: 'web' });
  });

  test('any JSON goes there and back, also nothing and a great deal', async () => {
    for (const value of [null, 0, '', 'ciao è ☕', [1, [2]], { a: { b: null } }, 'x'.repeat(5_000_000)]) {
      expect(await client.call('echo', value)).toEqual(value);
    }
    expect(await client.call('echo', undefined)).toBeUndefined();
    expect(await client.call('nothing', undefined)).toBeUndefined();
  });

  test('many at once come back to who asked', async () => {
    const values = Array.from({ length: 60 }, (_, index) => ({ index, text: 'y'.repeat(index * 1_000) }));
    expect(await Promise.all(values.map((value) => client.call('echo', value)))).toEqual(values);
  });

  test('an error keeps its message, code and details', async () => {
    await expect(client.call('missing', undefined)).rejects.toMatchObject({
      message: 'It is not here.',
      shape: { code: 'NOT_FOUND', appCode: 'not_found', details: { id: 7 } },
    });
    await expect(client.call('slow', 'not a number')).rejects.toMatchObject({
      shape: { code: 'BAD_REQUEST' },
    });
    for (const path of ['no.such', 'constructor', '__proto__', '']) {
      await expect(client.call(path, undefined)).rejects.toMatchObject({ shape: { code: 'NOT_FOUND' } });
    }
  });

  test('a subscription gives its values in order and ends', async () => {
    expect(await collect(client.stream('ticks', 5))).toEqual([0, 1, 2, 3, 4]);
    expect(liveStreams).toBe(0);
  });

  test('a subscription stops there when it is left here', async () => {
    for await (const tick of client.stream('ticks', 1_000_000)) if (tick === 3) break;
    await expect.poll(() => liveStreams).toBe(0);
  });

  test('a signal cancels a call and a subscription', async () => {
    const abort = new AbortController();
    const running = collect(client.stream('ticks', 1_000_000, abort.signal));
    await expect.poll(() => liveStreams).toBe(1);
    abort.abort();
    await running;
    expect(liveStreams).toBe(0);
    const before = aborted;
    const second = new AbortController();
    const call = client.call('slow', 50, second.signal);
    setTimeout(() => second.abort(), 10);
    await call;
    expect(aborted).toBe(before + 1);
  });

  test('the host answers questions of its own, and no others', async () => {
    expect(await client.callHost('openLink', 1)).toEqual({ link: 'http://127.0.0.1:1/open#code', input: 1 });
    await expect(client.callHost('toString')).rejects.toMatchObject({ shape: { appCode: 'not_found' } });
  });
});

describe('who may call', () => {
  test('socket and control file are the owner’s alone', async () => {
    expect((await stat(join(dataDir, 'control.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(server.address)).mode & 0o777).toBe(0o600);
  });

  test('without the token nothing is answered', async () => {
    const { token } = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8')) as { token: string };
    const wrong = [
      { type: 'hello', version: 1, token: 'A'.repeat(token.length) },
      { type: 'hello', version: 1 },
      { type: 'hello', version: 2, token },
      { type: 'call', id: 1, path: 'echo', input: 1 },
      'hello',
      null,
    ];
    for (const message of wrong) {
      const socket = await rawSocket();
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => undefined);
      socket.write(frame(message));
      await closed;
      expect(answer).toBe('');
    }
  });

  test('a first message that is long or no JSON ends the connection before it is read', async () => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(0xffff_ffff);
    for (const bytes of [header, Buffer.from([0, 0, 0, 3, 1, 2, 3])]) {
      const socket = await rawSocket();
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(bytes);
      await closed;
      expect(socket.destroyed).toBe(true);
    }
    expect(await client.call('echo', 'still here')).toBe('still here');
  });

  test('a malformed message after the hello ends that connection only', async () => {
    const { token } = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8')) as { token: string };
    for (const message of [
      { type: 'call' },
      { type: 'call', id: -1, path: 'echo' },
      { type: 'other', id: 1 },
      [],
    ]) {
      const socket = await rawSocket();
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(Buffer.concat([frame({ type: 'hello', version: 1, token }), frame(message)]));
      await closed;
    }
    expect(await client.call('echo', 1)).toBe(1);
  });

  test('a message cut into single bytes is read all the same', async () => {
    const { token } = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8')) as { token: string };
    const socket = await rawSocket();
    const bytes = Buffer.concat([
      frame({ type: 'hello', version: 1, token }),
      frame({ type: 'call', id: 9, path: 'echo', input: 'in pieces' }),
    ]);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    for (const byte of bytes) socket.write(Buffer.from([byte]));
    await expect.poll(() => answer).toContain('"type":"result","id":9,"data":"in pieces"');
    socket.destroy();
  });

  test.runIf(process.getuid?.() === 0)('a control file of another user is not believed', async () => {
    const { chown } = await import('node:fs/promises');
    await chown(join(dataDir, 'control.json'), 12_345, 12_345);
    expect(await connectControl(dataDir)).toBeUndefined();
    await chown(join(dataDir, 'control.json'), 0, 0);
  });
});

describe('beginning and end', () => {
  test('a second process is refused while the first answers', async () => {
    await expect(startControlSocket(app, { dataDir, host: 'cli' })).rejects.toMatchObject({
      code: 'store_in_use',
      details: { pid: process.pid },
    });
    expect(await client.call('echo', 1)).toBe(1);
  });

  test('what a killed process left behind is replaced', async () => {
    const left = await readFile(join(dataDir, 'control.json'));
    await client.close();
    await server.close();
    await writeFile(join(dataDir, 'control.json'), left, { mode: 0o600 });
    await writeFile(join(dataDir, 'control.sock'), '');
    expect(await connectControl(dataDir)).toBeUndefined();
    server = await startControlSocket(app, { dataDir, host: 'web' });
    client = (await connectControl(dataDir))!;
    expect(await client.call('echo', 'again')).toBe('again');
  });

  test('without a control file, with an empty or a strange one, nobody is found', async () => {
    await client.close();
    await server.close();
    expect(await connectControl(dataDir)).toBeUndefined();
    for (const content of ['', '{', '{"version":1}', 'null']) {
      await writeFile(join(dataDir, 'control.json'), content);
      expect(await connectControl(dataDir)).toBeUndefined();
    }
    expect(await connectControl(join(dataDir, 'no such folder'))).toBeUndefined();
  });

  test('closing lets a running call finish, ends subscriptions and leaves no file', async () => {
    const call = client.call('slow', 100);
    const ticks = collect(client.stream('ticks', 1_000_000));
    await expect.poll(() => liveStreams).toBe(1);
    await server.close();
    expect(await call).toBe('finished');
    await ticks;
    expect(liveStreams).toBe(0);
    expect(await readdir(dataDir)).toEqual([]);
    await expect(client.call('echo', 1)).rejects.toMatchObject({ code: 'host_unavailable' });
  });

  test('a path too long for a socket is replaced by one in a private folder', async () => {
    const deep = join(dataDir, 'a'.repeat(60), 'b'.repeat(60));
    await mkdir(deep, { recursive: true });
    const second = await startControlSocket(app, { dataDir: deep, host: 'cli' });
    const other = (await connectControl(deep))!;
    expect(second.address.startsWith(deep)).toBe(false);
    expect((await stat(join(second.address, '..'))).mode & 0o777).toBe(0o700);
    expect(await other.call('echo', 'far')).toBe('far');
    await other.close();
    await second.close();
    await expect(stat(join(second.address, '..'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.runIf(process.getuid?.() !== 0)('a folder that can’t be written is said', async () => {
    await client.close();
    await server.close();
    await chmod(dataDir, 0o500);
    await expect(startControlSocket(app, { dataDir, host: 'cli' })).rejects.toMatchObject({ code: 'EACCES' });
    await chmod(dataDir, 0o700);
  });
});
