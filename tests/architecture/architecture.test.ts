import { describe, expect, test } from 'vitest';
import { ARCHITECTURE } from '#tools/lint/architecture.ts';
import { checkTree } from '#tools/lint/check-tree.ts';
import { checkSource, type GENERAL_RULES } from '#tools/lint/rules.ts';
import type { Architecture } from '#tools/lint/table-types.ts';

type Plant = readonly [path: string, source: string];

/** One file a row that breaks that row and nothing else. */
const BREAKS_ROW: Readonly<Record<string, Plant>> = {
  shared: ['src/shared/kernel/clock.ts', `import { hostname } from 'node:os';`],
  sdk: ['src/sdk/index.ts', `import type { Store } from '#main/db/client.ts';`],
  plugin: ['plugins/mail/index.ts', `import { find } from '../git/find.ts';`],
  preload: ['src/preload/index.ts', `import { readFileSync } from 'node:fs';`],
  'worker-sqlite': ['src/workers/sqlite/index.ts', `import { tasks } from '#main/db/tables/tasks.ts';`],
  'worker-mail': ['src/workers/mail/index.ts', `import { accounts } from '#main/db/tables/connectors.ts';`],
  'worker-calendar': ['src/workers/calendar/index.ts', `import { request } from 'node:https';`],
  'worker-extract': [
    'src/workers/extract/index.ts',
    `import { fileEntries } from '#main/db/tables/file-sources.ts';`,
  ],
  'worker-plugin-host': [
    'src/workers/plugin-host/index.ts',
    `import { createSandbox } from '#main/engine/sandbox/index.ts';`,
  ],
  'worker-embedder': [
    'src/workers/embedder/index.ts',
    `import { createEmbeddings } from '#main/engine/embeddings/index.ts';`,
  ],
  'worker-vault': ['src/workers/vault/index.ts', `import { createStore } from '#main/db/client.ts';`],
  'worker-datasets': [
    'src/workers/datasets/index.ts',
    `import { datasetRecords } from '#main/db/tables/datasets.ts';`,
  ],
  worker: ['src/workers/python/index.ts', `import { open } from '../plugin/open.ts';`],
  'host-control': ['src/main/hosts/control/server.ts', `import { startWebHost } from '../web/index.ts';`],
  'host-electron': [
    'src/main/hosts/electron/index.ts',
    `import { createTasks } from '#main/domains/tasks/index.ts';`,
  ],
  'host-web': ['src/main/hosts/web/index.ts', `import { app } from 'electron';`],
  'host-cli': ['src/main/hosts/cli/index.ts', `import { app } from '../electron/index.ts';`],
  'host-verify': [
    'src/main/hosts/verify/index.ts',
    `import { verifyVault } from '#main/engine/vault/verify.ts';`,
  ],
  compose: ['src/main/compose.ts', `import { tasksStore } from '#main/domains/tasks/tasks.store.ts';`],
  api: ['src/main/api/root.ts', `import { createTasks } from '#main/domains/tasks/index.ts';`],
  'domain-router': [
    'src/main/domains/tasks/tasks.router.ts',
    `import { tasksStore } from './tasks.store.ts';`,
  ],
  'domain-store': [
    'src/main/domains/tasks/tasks.store.ts',
    `import { publicProcedure } from '#main/api/trpc.ts';`,
  ],
  'domain-door': ['src/main/domains/tasks/index.ts', `export { tasks } from '#main/db/tables/tasks.ts';`],
  connector: ['src/main/domains/connectors/email/imap.ts', `import { connect } from 'node:net';`],
  agents: ['src/main/domains/agents/langgraph.ts', `import { ChatOpenAI } from '@langchain/openai';`],
  'domain-inner': ['src/main/domains/tasks/tasks.service.ts', `import { eq } from 'drizzle-orm';`],
  secrets: [
    'src/main/engine/secrets/key-slots.ts',
    `import { invoke } from '#main/engine/actions/invoke.ts';`,
  ],
  'vault-format': [
    'src/main/engine/vault/format/header.ts',
    `import { openStore } from '#main/db/client.ts';`,
  ],
  egress: ['src/main/engine/egress/index.ts', `import { createTasks } from '#main/domains/tasks/index.ts';`],
  'model-providers': [
    'src/main/engine/models/providers/index.ts',
    `const answer = await fetch('https://api.openai.com/v1/models');`,
  ],
  vectors: ['src/main/engine/vectors/index.ts', `import { notes } from '#main/db/tables/notes.ts';`],
  'engine-store': ['src/main/engine/jobs/jobs.store.ts', `import { readFile } from 'node:fs/promises';`],
  'vault-targets': [
    'src/main/engine/vault/targets/s3-target.ts',
    `const answer = await fetch('https://s3.example.org/');`,
  ],
  engine: ['src/main/engine/jobs/jobs.ts', `import type { Task } from '#main/domains/tasks/index.ts';`],
  'db-driver': ['src/main/db/driver/driver.ts', `import { tasks } from '#main/db/tables/tasks.ts';`],
  'db-pages': ['src/main/db/pages/page-cipher.ts', `import { tasks } from '#main/db/tables/tasks.ts';`],
  'db-tables': ['src/main/db/tables/tasks.ts', `import { randomUUID } from 'node:crypto';`],
  db: ['src/main/db/client.ts', `import Database from 'better-sqlite3-multiple-ciphers';`],
  log: ['src/main/log/logger.ts', `import { readKey } from '#main/engine/secrets/read-key.ts';`],
  'cloud-store': ['cloud/src/vaults/objects.store.ts', `import { rm } from 'node:fs/promises';`],
  'cloud-db': ['cloud/src/db/open.ts', `import { createAuth } from '../accounts/auth.service.ts';`],
  'cloud-blobs': ['cloud/src/blobs/folder-blobs.ts', `import { vaults } from '../db/tables.ts';`],
  'cloud-routes': ['cloud/src/vaults/object.routes.ts', `import { objectVersions } from '../db/tables.ts';`],
  'cloud-services': ['cloud/src/vaults/objects.service.ts', `import fastify from 'fastify';`],
  'cloud-facts': ['cloud/src/tiers.ts', `import { setTier } from './accounts/accounts.store.ts';`],
  'cloud-root': ['cloud/src/start.ts', `import { systemClock } from '#shared/kernel/clock.ts';`],
  'main-root': ['src/main/paths.ts', `import { compose } from './compose.ts';`],
  'renderer-app': ['src/renderer/app/shell.tsx', `import { openStore } from '#main/db/client.ts';`],
  'renderer-routes': [
    'src/renderer/routes/tasks.$id.tsx',
    `import { Shell } from '#renderer/app/shell.tsx';`,
  ],
  'renderer-features': [
    'src/renderer/features/tasks/list.tsx',
    `import { NoteCard } from '#renderer/features/notes/card.tsx';`,
  ],
  'renderer-entities': [
    'src/renderer/entities/tasks/row.tsx',
    `import { List } from '#renderer/features/tasks/list.tsx';`,
  ],
  'renderer-api': ['src/renderer/api/client.ts', `import { appRouter } from '#main/api/root.ts';`],
  'renderer-code': [
    'src/renderer/ui/code-editor.tsx',
    `import { DatasetPage } from '#renderer/features/datasets/page/dataset-page.tsx';`,
  ],
  'renderer-ui': [
    'src/renderer/ui/button.tsx',
    `import { TaskRow } from '#renderer/entities/tasks/row.tsx';`,
  ],
  'renderer-lib': ['src/renderer/lib/format.ts', `import { Button } from '#renderer/ui/button.tsx';`],
};

const BREAKS_RULE: Readonly<Record<keyof typeof GENERAL_RULES, Plant>> = {
  zone: ['src/elsewhere/thing.ts', 'export const thing = 1;'],
  'no-parent-of-parent': [
    'src/shared/contracts/tasks.ts',
    `import type { Id } from '../../shared/kernel/id.ts';`,
  ],
  'no-export-star': ['src/shared/contracts/tasks.ts', `export * from './task-rules.ts';`],
  extension: ['src/shared/contracts/tasks.ts', `import { rule } from './task-rules.js';`],
  'no-computed-import': ['src/main/db/client.ts', 'export const load = (name: string) => import(name);'],
  'node-prefix': ['src/main/db/client.ts', `import { readFileSync } from 'fs';`],
  vm: ['src/main/engine/sandbox/run.ts', `import { runInNewContext } from 'node:vm';`],
  name: ['src/shared/kernel/dateUtils.ts', 'export const day = 1;'],
  'domain-order': [
    'src/main/domains/clients/clients.service.ts',
    `import type { Tasks } from '#main/domains/tasks/index.ts';`,
  ],
};

function rulesBrokenBy([path, source]: Plant, table: Architecture = ARCHITECTURE): string[] {
  return checkSource(table, { path, source }).map(({ rule }) => rule);
}

describe('the architecture table', () => {
  test('holds for the whole tree', () => {
    const places = checkTree(ARCHITECTURE).map(({ file, line, message }) => `${file}:${line} ${message}`);
    expect(places).toEqual([]);
  });

  test('has a planted violation for each of its rows', () => {
    expect(Object.keys(BREAKS_ROW).toSorted()).toEqual(ARCHITECTURE.zones.map(({ name }) => name).toSorted());
  });

  test.each(Object.entries(BREAKS_ROW))('the row %s catches what is planted for it', (row, plant) => {
    expect(rulesBrokenBy(plant)).toEqual([row]);
  });

  test.each(Object.entries(BREAKS_RULE))('the rule %s catches what is planted for it', (rule, plant) => {
    expect(rulesBrokenBy(plant)).toEqual([rule]);
  });

  test('says where, what and why', () => {
    const source = `import { z } from 'zod';\n\nimport { app } from 'electron';\n`;
    const why = ARCHITECTURE.zones.find(({ name }) => name === 'shared')?.why;
    expect(checkSource(ARCHITECTURE, { path: 'src/shared/contracts/tasks.ts', source })).toEqual([
      {
        file: 'src/shared/contracts/tasks.ts',
        line: 3,
        rule: 'shared',
        message: 'shared imports the package electron',
        why,
      },
    ]);
  });
});

describe('the SDK', () => {
  test('is imported by its bare name, as a plugin from elsewhere does', () => {
    expect(rulesBrokenBy(['plugins/mail/index.ts', `import { definePlugin } from '#sdk';`])).toEqual([]);
    expect(rulesBrokenBy(['src/shared/contracts/a.ts', `import type { Plugin } from '#sdk';`])).toEqual([
      'shared',
    ]);
  });
});

describe('what no row allows is refused', () => {
  test.each(ARCHITECTURE.zones.map(({ name, files }) => ({ name, files })))(
    'an unknown package in $name',
    ({ name }) => {
      const [path = ''] = BREAKS_ROW[name] ?? [];
      expect(rulesBrokenBy([path, `import anything from 'left-pad';`])).toEqual([name]);
    },
  );

  test('an import of a file that has no zone', () => {
    expect(rulesBrokenBy(['src/main/compose.ts', `import { thing } from './elsewhere/thing.ts';`])).toEqual([
      'zone',
    ]);
  });

  test('a domain that is not in the list', () => {
    expect(rulesBrokenBy(['src/main/domains/invoices/index.ts', 'export const a = 1;'])).toEqual([
      'domain-order',
    ]);
  });

  test('a domain behind the door of another', () => {
    const source = `import { assertOpen } from '#main/domains/projects/project-rules.ts';`;
    expect(rulesBrokenBy(['src/main/domains/tasks/tasks.service.ts', source])).toEqual(['domain-order']);
  });
});

describe('every way to reach out is seen', () => {
  const service = 'src/main/domains/tasks/tasks.service.ts';
  test.each([
    ['an import for its effect', `import 'drizzle-orm';`],
    ['a type', `import type { SQL } from 'drizzle-orm';`],
    ['a type in place', `let sql: import('drizzle-orm').SQL;`],
    ['a re-export', `export { eq } from 'drizzle-orm/sqlite-core';`],
    ['a lazy import', `const load = () => import('drizzle-orm');`],
    ['a lazy import in a template', 'const load = () => import(`drizzle-orm`);'],
    ['a worker file', `const url = new URL('../../hosts/web/index.ts', import.meta.url);`],
    ['a call of fetch', `export const get = () => fetch('http://127.0.0.1');`],
    ['a call of fetch by its owner', `export const get = () => globalThis.fetch('http://127.0.0.1');`],
    ['a socket', `export const socket = new WebSocket('ws://127.0.0.1');`],
    ['a network module', `import { request } from 'node:https';`],
  ])('%s', (_what, source) => {
    expect(checkSource(ARCHITECTURE, { path: service, source })).toHaveLength(1);
  });

  test('and what is allowed passes', () => {
    const source = [
      `import { z } from 'zod';`,
      `import type { TasksStore } from './tasks.store.ts';`,
      `import type { Projects } from '#main/domains/projects/index.ts';`,
      `import { AppError } from '#shared/errors.ts';`,
      `const load = () => import('chrono-node');`,
      `const data = new URL('./words.json', import.meta.url);`,
    ].join('\n');
    expect(checkSource(ARCHITECTURE, { path: service, source })).toEqual([]);
  });

  test('a type may come from where a value may not', () => {
    const path = 'src/renderer/api/client.ts';
    const source = `import type { AppRouter } from '#main/api/root.ts';`;
    expect(checkSource(ARCHITECTURE, { path, source })).toEqual([]);
  });
});

describe('an exception', () => {
  const file = 'src/main/log/logger.ts';
  const table: Architecture = {
    ...ARCHITECTURE,
    exceptions: [{ file, reaches: 'node:net', why: 'a reason' }],
  };

  test('lets one file through one row, and no further', () => {
    expect(rulesBrokenBy([file, `import { connect } from 'node:net';`], table)).toEqual([]);
    expect(rulesBrokenBy([file, `import { connect } from 'node:tls';`], table)).toEqual(['log']);
    expect(rulesBrokenBy(['src/main/log/redact.ts', `import { connect } from 'node:net';`], table)).toEqual([
      'log',
    ]);
  });

  test('is reported when nobody needs it any more', () => {
    expect(checkTree(table).map(({ rule }) => rule)).toContain('exception');
  });
});
