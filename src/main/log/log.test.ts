import { mkdtemp, readdir, readFile, rm, stat, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { createLogs, createProcedureLog, withCorrelation, withSqlLog } from './index.ts';
import { SqlText, type LogValue } from './log-fields.ts';
import { parseLevels } from './log-levels.ts';

const CANARY = 'Canary-7f3a Rossi & Figli';
const ID = '0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'adiuva-log-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function readLines(): Promise<Record<string, unknown>[]> {
  const names = await readdir(join(dataDir, 'logs')).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(dataDir, 'logs', name), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('redaction', () => {
  test('writes numbers, booleans, ids and words of the program; of any other text its length', async () => {
    await using logs = createLogs({ dataDir });
    logs.learn(['tasks.list']);
    logs.for('app').info('task written', {
      id: ID,
      count: 3,
      isDone: true,
      nothing: null,
      code: 'not_found',
      path: 'tasks.list',
      title: CANARY,
      ids: [ID, CANARY, 7],
    });
    await logs.flush();
    const [line] = await readLines();
    expect(line).toMatchObject({
      subsystem: 'app',
      msg: 'task written',
      id: ID,
      count: 3,
      isDone: true,
      nothing: null,
      code: 'not_found',
      path: 'tasks.list',
      title: `<${CANARY.length} characters>`,
      ids: [ID, `<${CANARY.length} characters>`, 7],
    });
  });

  test('no canary passes, whatever a caller does with types switched off', async () => {
    await using logs = createLogs({ dataDir, levels: 'debug' });
    const log = logs.for('app');
    const values: unknown[] = [
      CANARY,
      [CANARY, [CANARY]],
      { title: CANARY },
      new Map([[CANARY, CANARY]]),
      () => CANARY,
      Symbol(CANARY),
      Buffer.from(CANARY),
      new Error(CANARY),
      Object.assign(new String(CANARY), {}),
      { toJSON: () => CANARY },
    ];
    for (const value of values) log.info('odd value', { value: value as LogValue });
    log.info('odd name', { [CANARY]: 1, toString: 2 });
    const error = Object.assign(new TypeError(CANARY, { cause: new AppError('conflict', CANARY) }), {
      name: `${CANARY}Error`,
      code: CANARY,
    });
    log.error('failed', {}, error);
    log.error('failed oddly', {}, CANARY);
    const posing = new Error(`x\n    at ${CANARY} (/home/${CANARY}/notes.md:1:1)`);
    log.error('failed with a message like a stack', {}, posing);
    await logs.flush();
    expect((await readLines()).length).toBe(values.length + 4);
    expect(JSON.stringify(await readLines())).not.toMatch(/Canary|Rossi|Figli/);
  });

  test('of an error: name, code, places and causes', async () => {
    await using logs = createLogs({ dataDir });
    const cause = new AppError('disk_full', CANARY);
    logs.for('store').error('write failed', {}, new Error(CANARY, { cause }));
    await logs.flush();
    const [line] = await readLines();
    expect(line?.['error']).toMatchObject({ name: 'Error', cause: { name: 'AppError', code: 'disk_full' } });
    expect(JSON.stringify(line)).toContain('log.test.ts:');
  });

  test('SQL loses every literal', () => {
    const shape = (sql: string): string => new SqlText(sql).text;
    expect(shape("SELECT id FROM tasks WHERE title = 'it''s Rossi' AND n > 42 -- Rossi")).toBe(
      'SELECT id FROM tasks WHERE title = ? AND n > ?',
    );
    expect(shape('select "id", "Rossi & Figli" from "tasks" where x in (?, ?, ?)')).toBe(
      'select "id", ? from "tasks" where x in (?…)',
    );
    expect(shape("attach 'x' key x'00ff'")).toBe('attach ? key ?');
    expect(shape('insert into t values (?, ?), (?, ?), (?, ?)')).toBe('insert into t values (?…)…');
    expect(shape("select 'broken Rossi")).not.toContain('Rossi');
    expect(shape(`select /* Rossi */ 1`)).toBe('select ?');
  });
});

describe('levels', () => {
  test('general, per subsystem, and mistakes left out', () => {
    const choice = parseLevels(' WARN , sql=debug, nonsense, jobs=loud ', 'info');
    expect(choice.general).toBe('warn');
    expect([...choice.bySubsystem]).toEqual([['sql', 'debug']]);
    expect(parseLevels(undefined, 'error').general).toBe('error');
  });

  test('only what is due is written', async () => {
    await using logs = createLogs({ dataDir, levels: 'warn,jobs=debug' });
    logs.for('app').info('not due');
    logs.for('app').warn('due');
    logs.for('jobs').debug('due as well');
    await logs.flush();
    expect((await readLines()).map((line) => line['msg'])).toEqual(['due', 'due as well']);
  });

  test('where nothing is due no folder is made', async () => {
    await using logs = createLogs({ dataDir, levels: 'silent' });
    logs.for('app').error('never');
    await logs.flush();
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe('files', () => {
  test('are readable by their owner only', async () => {
    await using logs = createLogs({ dataDir });
    logs.for('app').info('hello');
    await logs.flush();
    const folder = join(dataDir, 'logs');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder))
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  test('are rotated, and old ones removed', async () => {
    await using logs = createLogs({ dataDir });
    const log = logs.for('app');
    // About 100 bytes a line of our own and a list of 20 numbers: 40 MB in all, in files of 5 MB.
    const numbers = Array.from({ length: 20 }, (_, index) => 1e15 + index);
    for (let round = 0; round < 20; round += 1) {
      for (let line = 0; line < 4_500; line += 1) log.info('filling', { round, line, numbers });
      await logs.flush();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await logs.close();
    const names = await readdir(join(dataDir, 'logs'));
    expect(names.length).toBeGreaterThan(2);
    expect(names.length).toBeLessThanOrEqual(7);
  });

  test('a folder that cannot be made costs the lines, not the work', async () => {
    await mkdir(join(dataDir, 'blocked'));
    await writeFile(join(dataDir, 'blocked', 'logs'), 'a file in the way');
    const logs = createLogs({ dataDir: join(dataDir, 'blocked') });
    logs.for('app').info('lost');
    await logs.flush();
    logs.for('app').info('lost too');
    await logs.close();
    expect(await readFile(join(dataDir, 'blocked', 'logs'), 'utf8')).toBe('a file in the way');
  });
});

describe('correlation', () => {
  test('one id from the call of a procedure to its SQL, and none outside', async () => {
    await using logs = createLogs({ dataDir, levels: 'debug' });
    logs.learn(['tasks.create']);
    const driver = withSqlLog(
      {
        async open(_options: { path: string }) {
          return {
            batch: async (_statements: readonly { sql: string }[]) => 'rows',
            close: async () => 'closed',
          };
        },
      },
      logs.for('sql'),
    );
    const connection = await driver.open({ path: 'x' });
    const logProcedure = createProcedureLog(logs.for('api'), () => ID);
    const next = async () => {
      expect(await connection.batch([{ sql: `insert into tasks values ('${CANARY}')` }])).toBe('rows');
      return { ok: true } as const;
    };
    await logProcedure({ path: 'tasks.create', type: 'mutation', next });
    await connection.batch([{ sql: 'select 1' }]);
    expect(await connection.close()).toBe('closed');
    await logs.flush();
    const lines = await readLines();
    expect(lines.map((line) => [line['subsystem'], line['request'], line['procedure']])).toEqual([
      ['sql', ID, 'tasks.create'],
      ['sql', ID, 'tasks.create'],
      ['api', ID, 'tasks.create'],
      ['sql', undefined, undefined],
      ['sql', undefined, undefined],
    ]);
    expect(JSON.stringify(lines)).not.toContain('Canary');
  });

  test('an id that the transport brought is kept, and a failure is told without its words', async () => {
    await using logs = createLogs({ dataDir });
    const logProcedure = createProcedureLog(logs.for('api'), () => 'not this one');
    const error = new AppError('not_found', CANARY);
    await withCorrelation({ id: ID, procedure: '' }, () =>
      logProcedure({ path: 'tasks.get', type: 'query', next: async () => ({ ok: false, error }) }),
    );
    await logs.flush();
    expect(await readLines()).toMatchObject([
      { request: ID, msg: 'procedure failed', error: { code: 'not_found' } },
    ]);
  });

  test('with debug off the driver is not wrapped at all', () => {
    const logs = createLogs({ dataDir });
    const driver = { open: async (_options: object) => ({ batch: async () => [] }) };
    expect(withSqlLog(driver, logs.for('sql'))).toBe(driver);
  });
});
