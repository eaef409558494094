import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { AppError } from '#shared/errors.ts';
import type { Terminal } from './terminal.ts';

export function canPrompt(terminal: Terminal): boolean {
  return terminal.stdin.isTTY === true && terminal.stderr.isTTY === true;
}

/** Asks on the terminal and shows what is typed. */
export function ask(terminal: Terminal, question: string): Promise<string> {
  return readLine(terminal, question, terminal.stderr);
}

/** Asks without showing what is typed. */
export async function askHidden(terminal: Terminal, question: string): Promise<string> {
  // The question is written by us, and what the line editor echoes goes nowhere.
  terminal.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await readLine(terminal, '', nowhere);
  terminal.stderr.write('\n');
  return answer;
}

function readLine(terminal: Terminal, question: string, output: Writable): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const lines = createInterface({ input: terminal.stdin, output, terminal: true });
  let answer: string | undefined;
  lines.on('SIGINT', () => lines.close());
  lines.on('close', () => {
    if (answer === undefined) reject(new AppError('cancelled', 'Cancelled. Nothing was changed.'));
    else resolve(answer);
  });
  lines.question(question, (text) => {
    answer = text;
    lines.close();
  });
  return promise;
}
