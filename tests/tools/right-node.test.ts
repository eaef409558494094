import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '#tools/build/parts.ts';

const PROGRAM = join(ROOT, 'bin', 'right-node.mjs');

let folder: string;
let script: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-node-'));
  script = join(folder, 'script.ts');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A Node on the path that is too old for us, as Debian's is. */
function findOldNode(): string | undefined {
  const nodes = (process.env['PATH'] ?? '').split(delimiter).map((path) => join(path, 'node'));
  return nodes.find((node) => {
    const version = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout ?? '';
    const major = Number.parseInt(version, 10);
    return major >= 18 && major < 22;
  });
}

const oldNode = findOldNode();

async function run(node: string, args: readonly string[]) {
  await writeFile(
    script,
    `const major: number = Number.parseInt(process.versions.node);
     console.log(JSON.stringify({ isRight: major >= 22, isMain: import.meta.main, args: process.argv.slice(2) }));
     process.exitCode = 7;`,
  );
  const { stdout, status } = spawnSync(node, [PROGRAM, script, ...args], { encoding: 'utf8' });
  return { answer: JSON.parse(stdout) as unknown, status };
}

test('runs a TypeScript program as the main one, with its arguments and its exit code', async () => {
  expect(await run(process.execPath, ['--only', 'e2e'])).toEqual({
    answer: { isRight: true, isMain: true, args: ['--only', 'e2e'] },
    status: 7,
  });
});

test.skipIf(oldNode === undefined)(
  'a Node that is too old hands over to the one beside the packages',
  async () => {
    expect(await run(oldNode ?? '', ['a b'])).toEqual({
      answer: { isRight: true, isMain: true, args: ['a b'] },
      status: 7,
    });
  },
);

test('passes SIGTERM on, and ends as the program ended', async () => {
  await writeFile(
    script,
    `process.on('SIGTERM', () => { console.log('closed'); process.exit(5); });
     setInterval(() => undefined, 1000);
     console.log('ready');`,
  );
  const child = spawn(process.execPath, [PROGRAM, script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    said += String(chunk);
    if (said === 'ready\n') child.kill('SIGTERM');
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect({ said, code: child.exitCode }).toEqual({ said: 'ready\nclosed\n', code: 5 });
});
