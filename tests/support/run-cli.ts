import { PassThrough, Readable, Writable } from 'node:stream';
import { runCli } from '#main/hosts/cli/program.ts';

type Typed = string | ((screen: string) => string);

export type CliRun = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of stdout, which is JSON unless the command printed nothing. */
  readonly json: unknown;
};

export type CliOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** What a person types, line by line, on a terminal; where a line depends on what the screen shows, a function. */
  readonly typed?: readonly Typed[];
  readonly signal?: AbortSignal;
  readonly onOutput?: (text: string) => void;
};

/** Runs a command in this process, with streams in place of the terminal's. */
export async function runCommand(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const isTTY = options.typed !== undefined;
  const stdout = collector(isTTY, options.onOutput);
  const stderr = collector(isTTY, options.onOutput);
  const exitCode = await runCli(args, {
    stdin: isTTY ? typist(options.typed ?? [], stderr.stream) : Readable.from([options.stdin ?? '']),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: options.env ?? {},
    signal: options.signal ?? new AbortController().signal,
  });
  const lastLine = stdout.text().trimEnd().split('\n').at(-1) ?? '';
  return {
    exitCode,
    stdout: stdout.text(),
    stderr: stderr.text(),
    get json() {
      return JSON.parse(lastLine) as unknown;
    },
  };
}

function collector(isTTY: boolean, onOutput: ((text: string) => void) | undefined) {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      onOutput?.(chunk.toString());
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 100 }), text: () => text };
}

/** Types the next line each time a question has been asked. */
function typist(lines: readonly Typed[], screen: Writable): PassThrough & { isTTY: boolean } {
  const keyboard = new PassThrough();
  const left = [...lines];
  const write = screen.write.bind(screen);
  let shown = '';
  const look = (text: string): void => {
    shown += text;
    const next = text.endsWith(': ') ? left.shift() : undefined;
    const line = typeof next === 'function' ? next(shown) : next;
    if (line !== undefined) setTimeout(() => keyboard.write(`${line}\r`), 5);
  };
  screen.write = ((chunk: string | Buffer, ...rest: []) => {
    look(chunk.toString());
    return write(chunk, ...rest);
  }) as typeof screen.write;
  return Object.assign(keyboard, { isTTY: true, setRawMode: () => keyboard });
}
