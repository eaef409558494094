import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RollingStream } from 'pino-roll';
import type { LogLevel } from './log-levels.ts';

export type LogLine = {
  readonly level: Exclude<LogLevel, 'silent'>;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

export type LogSink = {
  write(line: LogLine): void;
  /** Resolves when everything written so far is with the operating system. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

type OpenFile = { readonly stream: RollingStream; readonly put: (line: LogLine) => void };

/** Lines kept while the file opens. More than this means that it doesn't, and then logs are the lesser worry. */
const MAX_WAITING = 1_000;

/**
 * Rotated files `<folder>/adiuva.<n>.log`: 5 MB each, six at most, readable by their owner only. Opened at the
 * first line, so that a command which logs nothing loads no logger and makes no folder.
 * A disk that is full or read-only costs log lines, never the work they describe.
 */
export function createFileSink(folder: string): LogSink {
  let opening: Promise<OpenFile | undefined> | undefined;
  let open: OpenFile | undefined;
  let waiting: LogLine[] = [];
  let isClosed = false;

  const start = async (): Promise<OpenFile | undefined> => {
    open = await openFile(folder).catch(() => undefined);
    for (const line of waiting) open?.put(line);
    waiting = [];
    return open;
  };
  const flush = async (): Promise<void> => {
    const file = await opening;
    // An error here is the disk's; the stream has already told its listener.
    if (file !== undefined) await promisify(file.stream.flush.bind(file.stream))().catch(() => undefined);
  };
  return {
    write(line) {
      if (isClosed) return;
      opening ??= start();
      if (open !== undefined) open.put(line);
      else if (waiting.length < MAX_WAITING) waiting.push(line);
    },
    flush,
    async close() {
      isClosed = true;
      await flush();
      open?.stream.end();
      open = undefined;
    },
  };
}

async function openFile(folder: string): Promise<OpenFile> {
  const [{ pino, stdTimeFunctions }, { default: openRollingFile }] = await Promise.all([
    import('pino'),
    import('pino-roll'),
  ]);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stream = await openRollingFile({
    file: join(folder, 'adiuva'),
    extension: '.log',
    size: '5m',
    limit: { count: 5, removeOtherLogFiles: true },
    mode: 0o600,
    // Some microseconds a line, and the last one before a crash is there. Unsynchronised writing also puts off
    // the rotation for as long as there is a backlog.
    sync: true,
  });
  stream.on('error', () => undefined);
  const logger = pino(
    { level: 'debug', base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime },
    stream,
  );
  return { stream, put: (line) => logger[line.level](line.fields, line.message) };
}
