import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isCron } from '#shared/contracts/plugin-manifest.ts';
import { checkPlugin, loadPlugin } from '#main/domains/plugins/check-plugin.ts';
import { compareVersions, readManifest } from '#main/domains/plugins/manifest.ts';
import { contentHash, readPluginPackage } from '#main/domains/plugins/package.ts';
import { checkSettings } from '#main/domains/plugins/plugin-settings.ts';
import { scaffoldPlugin } from '#main/domains/plugins/scaffold.ts';
import { createSandbox } from '#main/engine/sandbox/index.ts';
import { ROOT } from '#tools/build/parts.ts';
import { GUEST_FACTS } from '../support/sandbox-guest.ts';

const APP = '0.1.0';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-plugin-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const MANIFEST = {
  name: 'sample',
  description: 'A sample.',
  version: '1.2.3',
  entryPoint: 'index.ts',
  permissions: [{ type: 'read_workspace', resource: '*', reason: 'To read the tasks of today.' }],
};
const INDEX = `import { definePlugin } from '#sdk';
export const plugin = definePlugin({ async run(ctx) { return ctx.settings; } });
`;

async function write(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const sample = (more: object = {}, index = INDEX): Readonly<Record<string, string>> => ({
  'manifest.json': JSON.stringify({ ...MANIFEST, ...more }),
  'index.ts': index,
});

const manifestOf = (more: object) => readManifest(JSON.stringify({ ...MANIFEST, ...more }), APP);

describe('a manifest', () => {
  test('is taken with its defaults', () => {
    const { manifest, problems, warnings } = manifestOf({});
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(manifest).toMatchObject({
      name: 'sample',
      settings: { type: 'object', properties: {}, required: [] },
    });
  });

  test.each([
    ['a name with capitals', { name: 'Sample' }, 'name: A name is made of small letters'],
    ['a version that is none', { version: '1.2' }, 'version: A version reads like 1.2.3'],
    ['an entry point outside', { entryPoint: '../index.ts' }, 'entryPoint: A path inside the plugin'],
    ['an absolute entry point', { entryPoint: '/etc/index.ts' }, 'entryPoint: A path inside the plugin'],
    [
      'a right that does not exist',
      { permissions: [{ type: 'everything', reason: 'Because it can.' }] },
      'permissions',
    ],
    ['a right without a reason', { permissions: [{ type: 'network', reason: '' }] }, 'Say in a sentence'],
    [
      'a right asked for twice',
      { permissions: [MANIFEST.permissions[0], MANIFEST.permissions[0]] },
      'asked for twice',
    ],
    ['a schedule that is none', { schedule: 'every day' }, 'schedule: Not a cron expression'],
    ['a field nobody knows', { postInstall: 'rm -rf' }, 'Unrecognized key'],
    [
      'a setting with a pattern',
      { settings: { properties: { a: { type: 'string', pattern: '(a+)+$' } } } },
      'Unrecognized key',
    ],
    [
      'a setting of a nested kind',
      { settings: { properties: { a: { type: 'object' } } } },
      'settings.properties.a',
    ],
    [
      'a default that does not fit',
      { settings: { properties: { n: { type: 'integer', maximum: 3, default: 9 } } } },
      'default of n',
    ],
    [
      'a required setting that is not there',
      { settings: { required: ['a'] } },
      'a is required and not among',
    ],
    [
      'a later version of the app',
      { minAppVersion: '9.0.0' },
      'It needs Adiuva 9.0.0 or later; this is 0.1.0.',
    ],
  ])('with %s is refused with the reason', (_, more, reason) => {
    const { manifest, problems } = manifestOf(more);
    expect(manifest).toBeNull();
    expect(problems.join('\n')).toContain(reason);
  });

  test('that is no JSON is refused', () => {
    expect(readManifest('{', APP).problems[0]).toMatch(/^manifest\.json is not JSON/);
  });

  test('that may read and send is called out', () => {
    const reason = 'For the reasons given in its README.';
    const permissions = [
      { type: 'read_email', reason },
      { type: 'read_folder', reason },
      { type: 'network', resource: 'example.com', reason },
    ];
    expect(manifestOf({ permissions }).warnings).toEqual([
      { code: 'read_and_network', reads: ['read_email', 'read_folder'], destinations: ['example.com'] },
    ]);
    expect(manifestOf({ permissions: permissions.slice(0, 2) }).warnings).toEqual([]);
    expect(manifestOf({ permissions: permissions.slice(2) }).warnings).toEqual([]);
  });

  test('has a schedule of five fields', () => {
    for (const good of ['* * * * *', '*/15 8-18 * * 1-5', '0 0 1,15 * *', '5 4 * * 7'])
      expect(isCron(good)).toBe(true);
    for (const bad of [
      '* * * *',
      '60 * * * *',
      '* 24 * * *',
      '5-1 * * * *',
      '* * 0 * *',
      '*/0 * * * *',
      '@daily',
      '',
    ]) {
      expect(isCron(bad), bad).toBe(false);
    }
  });

  test('compares versions by their numbers', () => {
    expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0);
    expect(compareVersions('1.2.3-beta.1', '1.2.3')).toBe(0);
    expect(compareVersions('0.9.0', '1.0.0')).toBeLessThan(0);
  });
});

describe('settings', () => {
  const { manifest } = manifestOf({
    settings: {
      properties: {
        name: { type: 'string', maxLength: 5 },
        mail: { type: 'string', format: 'email' },
        every: { type: 'integer', minimum: 1, default: 3 },
        tags: { type: 'array', items: { type: 'string' }, default: ['a'] },
      },
      required: ['name'],
    },
  });
  const schema = manifest!.settings;

  test('are completed with defaults', () => {
    expect(checkSettings(schema, { name: 'Ada' })).toEqual({
      isOk: true,
      settings: { name: 'Ada', every: 3, tags: ['a'] },
    });
  });

  test('are refused field by field', () => {
    const result = checkSettings(schema, { mail: 'nobody', every: 0, other: 1 });
    expect(result.isOk).toBe(false);
    const text = 'problems' in result ? result.problems.join('\n') : '';
    for (const part of [
      'name: a value is needed',
      'mail:',
      'every:',
      'other: the plugin has no such setting',
    ]) {
      expect(text).toContain(part);
    }
  });
});

describe('a folder', () => {
  test('is read, hashed and bundled', async () => {
    const { check, plugin } = await loadPlugin(await write(sample()), APP);
    expect(check).toMatchObject({ isOk: true, problems: [], files: 2 });
    expect(check.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(plugin?.code).toContain('adiuvaPlugin');
  });

  test('has another hash with any other byte, name or split between the two', async () => {
    const hash = (files: Readonly<Record<string, string>>): string =>
      contentHash(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));
    const hashes = [
      hash({ 'a.ts': 'b', 'c.ts': 'd' }),
      hash({ 'a.ts': 'd', 'c.ts': 'b' }),
      hash({ 'a.ts': 'bc.tsd' }),
      hash({ 'a.tsb': '', 'c.ts': 'd' }),
    ];
    expect(new Set(hashes).size).toBe(4);
    expect(hash({ 'c.ts': 'd', 'a.ts': 'b' })).toBe(hashes[0]);
  });

  test('with a link is refused, and so is a link to a folder', async () => {
    await write(sample());
    await symlink('/etc/passwd', join(folder, 'data.json'));
    await expect(readPluginPackage(folder)).rejects.toMatchObject({ code: 'path_not_allowed' });
    const link = `${folder}-link`;
    await symlink(folder, link);
    await expect(readPluginPackage(link)).rejects.toMatchObject({ code: 'path_not_allowed' });
    await rm(link);
  });

  test('with too many or too large files is refused', async () => {
    await write(sample());
    await writeFile(join(folder, 'large.json'), Buffer.alloc(6 * 1024 * 1024));
    await expect(readPluginPackage(folder)).rejects.toMatchObject({ code: 'import_too_large' });
    await rm(join(folder, 'large.json'));
    await Promise.all(Array.from({ length: 501 }, (_, index) => writeFile(join(folder, `${index}.txt`), '')));
    await expect(readPluginPackage(folder)).rejects.toMatchObject({ code: 'import_too_large' });
  });

  test.each([
    ['no manifest', { 'index.ts': INDEX }, 'There is no manifest.json.'],
    [
      'no entry point',
      { 'manifest.json': JSON.stringify(MANIFEST) },
      'The entry point index.ts is not among the files.',
    ],
    [
      'a Node module',
      sample({}, `import fs from 'node:fs'; export const plugin = fs;`),
      'node:fs cannot be imported',
    ],
    [
      'a package',
      sample({}, `import _ from 'lodash'; export const plugin = _;`),
      'lodash cannot be imported',
    ],
    [
      'a file outside',
      sample({}, `import a from '../../etc/passwd'; export const plugin = a;`),
      'cannot be imported',
    ],
    [
      'an absolute file',
      sample({}, `import a from '/etc/passwd'; export const plugin = a;`),
      'cannot be imported',
    ],
    [
      'an address',
      sample({}, `import a from 'https://example.com/a.js'; export const plugin = a;`),
      'cannot be imported',
    ],
    ['no export named plugin', sample({}, 'export default {};'), 'plugin'],
    ['a fault in the code', sample({}, 'export const plugin = {'), 'index.ts:1'],
  ])('with %s is refused with the reason', async (_, files, reason) => {
    const check = await checkPlugin(await write(files), APP);
    expect(check.isOk).toBe(false);
    expect(check.problems.join('\n')).toContain(reason);
  });

  test('that is not there is refused', async () => {
    expect(await checkPlugin(join(folder, 'none'), APP)).toMatchObject({ isOk: false, contentHash: null });
  });

  test('may have several files and data', async () => {
    const index = `import { definePlugin } from '#sdk';
import { double } from './lib/double';
import words from './words.json';
export const plugin = definePlugin({ async run() { return double(words.n as number); } });`;
    const path = await write({
      ...sample({}, index),
      'lib/double.ts': 'export const double = (n: number): number => n * 2;',
      'words.json': '{"n": 21}',
    });
    const { plugin } = await loadPlugin(path, APP);
    await using sandbox = createSandbox();
    const result = await sandbox.run({
      pluginKey: 'sample',
      code: plugin!.code,
      facts: GUEST_FACTS,
      onCall: async () => null,
    });
    expect(result).toMatchObject({ status: 'ok', value: 42 });
  });
});

describe('an archive', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const zip = async (
    files: Parameters<typeof zipSync>[0],
    edit = (data: Uint8Array) => data,
  ): Promise<string> => {
    const path = join(folder, 'plugin.zip');
    await writeFile(path, edit(zipSync(files)));
    return path;
  };
  const good = Object.fromEntries(Object.entries(sample()).map(([path, text]) => [path, bytes(text)]));

  test('has the hash of the folder it was made from, with or without a folder around', async () => {
    const plain = await checkPlugin(await zip(good), APP);
    expect(plain).toMatchObject({ isOk: true, files: 2 });
    const wrapped = await zip(
      Object.fromEntries(Object.entries(good).map(([path, data]) => [`sample/${path}`, data])),
    );
    expect((await checkPlugin(wrapped, APP)).contentHash).toBe(plain.contentHash);
    await rm(join(folder, 'plugin.zip'));
    expect((await checkPlugin(await write(sample()), APP)).contentHash).toBe(plain.contentHash);
  });

  test.each([
    ['a path that climbs out', { '../evil.ts': bytes('x') }, 'path_not_allowed'],
    ['an absolute path', { '/etc/evil': bytes('x') }, 'path_not_allowed'],
    ['a path with a backslash', { 'a\\..\\..\\evil.ts': bytes('x') }, 'path_not_allowed'],
    ['a drive', { 'C:evil.ts': bytes('x') }, 'path_not_allowed'],
    [
      'a link',
      { 'data.json': [bytes('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }] },
      'path_not_allowed',
    ],
    ['a device', { 'data.json': [bytes(''), { os: 3, attrs: (0o020666 << 16) >>> 0 }] }, 'path_not_allowed'],
    ['a bomb', { 'zero.json': new Uint8Array(4 * 1024 * 1024) }, 'import_too_large'],
    ['a large file', { 'large.json': [new Uint8Array(6 * 1024 * 1024), { level: 0 }] }, 'import_too_large'],
    ['names that differ in case alone', { 'INDEX.ts': bytes('x') }, 'import_unreadable'],
    [
      'too many entries',
      Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`${i}.txt`, bytes('')])),
      'import_too_large',
    ],
    ['folders too deep', { [`${'a/'.repeat(20)}b.ts`]: bytes('x') }, 'import_too_large'],
  ] as const)('with %s is refused', async (_, files, code) => {
    await expect(readPluginPackage(await zip({ ...good, ...files } as never))).rejects.toMatchObject({
      code,
    });
  });

  test('that is cut, or whose bytes were changed, is refused', async () => {
    const whole = zipSync(good, { level: 0 });
    const path = join(folder, 'plugin.zip');
    for (let at = 0; at < whole.length; at += 7) {
      await writeFile(path, whole.subarray(0, at));
      await expect(readPluginPackage(path), `cut at ${at}`).rejects.toMatchObject({ name: 'AppError' });
    }
    for (let at = 0; at < whole.length; at += 5) {
      const changed = whole.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      await writeFile(path, changed);
      // A name may be another one now; content that is not what was packed is refused, in words.
      const outcome = await readPluginPackage(path).then(
        contentHash,
        (error: { name: string }) => error.name,
      );
      expect(outcome, `changed at ${at}`).toMatch(/^(AppError|[0-9a-f]{64})$/);
    }
  });

  test('that lies about a size is refused', async () => {
    const path = await zip(good, (data) => {
      const view = Buffer.from(data);
      const at = view.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
      view.writeUInt32LE(3, at + 24);
      return view;
    });
    await expect(readPluginPackage(path)).rejects.toMatchObject({ code: 'import_unreadable' });
  });
});

describe('a new plugin', () => {
  test('can be checked and run as it is written', async () => {
    const paths = await scaffoldPlugin(folder, 'my-plugin');
    expect(paths.map((path) => path.slice(folder.length + 1))).toContain('my-plugin/manifest.json');
    const { check, plugin } = await loadPlugin(join(folder, 'my-plugin'), APP);
    expect(check).toMatchObject({
      isOk: true,
      problems: [],
      manifest: { name: 'my-plugin', title: 'My plugin' },
    });
    await using sandbox = createSandbox();
    const result = await sandbox.run({
      pluginKey: 'my-plugin',
      code: plugin!.code,
      facts: { ...GUEST_FACTS, settings: { greeting: 'Hi' } },
      onCall: async () => ({ status: 'done', output: { items: [1, 2], nextCursor: null, total: 2 } }),
    });
    expect(result).toMatchObject({ status: 'ok', value: { tasks: 2 } });
    const sdk = await readFile(join(folder, 'my-plugin/.sdk/index.ts'), 'utf8');
    expect(sdk).toBe(await readFile(join(ROOT, 'src/sdk/index.ts'), 'utf8'));
  });

  test('takes no bad name and writes over nothing', async () => {
    await expect(scaffoldPlugin(folder, '../evil')).rejects.toMatchObject({ code: 'invalid_input' });
    await scaffoldPlugin(folder, 'twice');
    await expect(scaffoldPlugin(folder, 'twice')).rejects.toMatchObject({ code: 'conflict' });
  });
});
