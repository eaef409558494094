import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommand, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CANARY = 'Zzcanary-41c7';
const PASSPHRASE = `${CANARY} passphrase`;

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'adiuva-cli-log-'));
  expect((await adiuva(['init', '--no-keychain'])).exitCode).toBe(0);
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

function adiuva(args: readonly string[]): Promise<CliRun> {
  const env = { ADIUVA_PASSPHRASE: PASSPHRASE, ADIUVA_LOG: 'debug' };
  return runCommand(['--data-dir', dataDir, ...args], { env });
}

async function readLog(): Promise<Record<string, unknown>[]> {
  const folder = join(dataDir, 'logs');
  const texts = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  );
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
}

describe('the log at its most talkative', () => {
  test('holds no word of what a person wrote, and neither does any other file in the clear', async () => {
    const call = (path: string, input: object): Promise<CliRun> =>
      adiuva(['call', path, JSON.stringify(input)]);
    const client = await call('clients.create', { name: `${CANARY} Srl`, notes: CANARY, taxId: CANARY });
    const clientId = (client.json as { item: { id: string } }).item.id;
    await call('projects.create', { name: `${CANARY} site`, clientId, description: CANARY });
    await call('notes.create', {
      title: `${CANARY} note`,
      body: `# ${CANARY}\n[[${CANARY}]]`,
      tags: [CANARY],
    });
    await adiuva(['add', `${CANARY} invoice friday #${CANARY}`]);
    await adiuva(['search', `${CANARY} tag:${CANARY}`]);
    await adiuva(['list', 'tasks', '--text', CANARY]);
    // Failures too: their messages may quote.
    await call('tasks.create', { title: CANARY, dueDate: CANARY });
    await call(`tasks.${CANARY}`, { title: CANARY });
    await adiuva(['list', 'tasks', '--project', CANARY]);

    const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
    expect(files.map(({ name }) => name)).toContain('logs');
    for (const file of files) {
      if (!file.isFile()) continue;
      const content = await readFile(join(file.parentPath, file.name));
      expect([file.name, content.includes(CANARY)]).toEqual([file.name, false]);
      expect([file.name, content.toString('latin1').toLowerCase().includes('zzcanary')]).toEqual([
        file.name,
        false,
      ]);
    }
  });

  test('one request id leads from the call to its SQL', async () => {
    const lines = await readLog();
    const call = lines.find(
      ({ msg, procedure }) => msg === 'procedure done' && procedure === 'clients.create',
    );
    expect(call?.['request']).toMatch(/^[0-9a-f-]{36}$/);
    const statements = lines.filter(
      ({ msg, request }) => msg === 'statement' && request === call?.['request'],
    );
    expect(statements.map(({ sql }) => String(sql)).join('\n')).toMatch(/insert into/i);
    const failed = lines.find(
      ({ msg, procedure }) => msg === 'procedure failed' && procedure === 'tasks.create',
    );
    expect(failed).toMatchObject({ error: { code: 'BAD_REQUEST' } });
  });
});
