import type { Readable, Writable } from 'node:stream';

/** The process's surroundings, as arguments, so that a command can be run inside a test. */
export type Terminal = {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C and by a request to end. */
  readonly signal: AbortSignal;
};

/** Where answers go: JSON to stdout for programs, text to stderr for people. */
export type Output = {
  readonly isJson: boolean;
  /**
   * The command's answer: the JSON value on stdout when `--json` was given or stdout is not a terminal, the
   * text on stderr otherwise.
   */
  answer(value: unknown, text: () => string): Promise<void>;
  /** JSON on stdout whatever was asked for. */
  json(value: unknown): Promise<void>;
  /** A line for people. */
  say(text: string): void;
};

export function createOutput(terminal: Terminal, options: { readonly json: boolean }): Output {
  const isJson = options.json || terminal.stdout.isTTY !== true;
  const json = (value: unknown): Promise<void> =>
    writeAll(terminal.stdout, `${JSON.stringify(value ?? null)}\n`);
  return {
    isJson,
    json,
    answer: (value, text) => (isJson ? json(value) : writeAll(terminal.stderr, `${text()}\n`)),
    say: (text) => void terminal.stderr.write(`${text}\n`),
  };
}

/** Resolves when a pipe has taken the text: a process that ends before that cuts it off. */
export function writeAll(stream: Writable, text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // A reader that went away (`| head`) is no failure of ours.
  stream.write(text, () => resolve());
  return promise;
}

/** Control characters in someone's title could rewrite the terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
