import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '#tools/build/parts.ts';
import { ARCHITECTURE } from '#tools/lint/architecture.ts';
import { checkSource } from '#tools/lint/rules.ts';
import { filesOf, namesOf } from '#tools/scaffold/domain-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-domain-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('the names of a domain', () => {
  expect(namesOf('time-entries')).toEqual({
    domain: 'time-entries',
    camel: 'timeEntries',
    door: 'TimeEntries',
    item: 'TimeEntry',
    entity: 'time_entry',
  });
});

test.each(['invoices', 'time-entries'])('a new domain %s keeps the architecture', (domain) => {
  const table = { ...ARCHITECTURE, domains: [...ARCHITECTURE.domains, domain] };
  const violations = [...filesOf(namesOf(domain))].flatMap(([path, source]) =>
    checkSource(table, { path, source }),
  );
  expect(violations).toEqual([]);
});

test('a new domain passes the linter', async () => {
  for (const [path, text] of filesOf(namesOf('time-entries'))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const config = ['-c', join(ROOT, '.oxlintrc.json')];
  const lint = spawnSync(join(ROOT, 'node_modules/.bin/oxlint'), [...config, folder], {
    encoding: 'utf8',
    cwd: folder,
  });
  expect(lint.stdout).toContain('0 errors');
  expect(lint.status).toBe(0);
});
