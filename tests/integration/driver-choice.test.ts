import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createDriver } from '#main/db/driver/index.ts';
import { workerUrl } from '#main/workers-url.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs module code in a process where these packages are as if they had never been installed. */
function runWithout(packages: readonly string[], code: string): unknown {
  const hide = `
    import { registerHooks } from 'node:module';
    const hidden = ${JSON.stringify(packages)};
    registerHooks({ resolve(specifier, context, next) {
      if (hidden.includes(specifier)) throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(specifier, context);
    } });`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hide)}`, '--input-type=module', '-e', code],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (!stdout) throw new Error(`the process said nothing: ${stderr}`);
  return JSON.parse(stdout);
}

describe('choosing a driver', () => {
  it('takes the built-in one unless another is named', () => {
    const choice = { workerUrl: workerUrl('sqlite') };
    for (const name of [undefined, '', 'multiple-ciphers']) {
      expect(createDriver({ ...choice, name }).name).toBe('multiple-ciphers');
    }
    expect(createDriver({ ...choice, name: 'journeyapps' }).name).toBe('journeyapps');
    expect(() => createDriver({ ...choice, name: 'sqlite3' })).toThrow(/names no driver/);
  });

  it('finds the worker beside the sources', () => {
    expect(existsSync(workerUrl('sqlite'))).toBe(true);
  });

  it('says what to do where the optional driver is not installed', () => {
    const result = runWithout(
      ['@journeyapps/sqlcipher'],
      `const { createDriver } = await import('#main/db/driver/index.ts');
       const { workerUrl } = await import('#main/workers-url.ts');
       const choice = { workerUrl: workerUrl('sqlite') };
       const missing = await createDriver({ ...choice, name: 'journeyapps' }).versions().catch((error) => error);
       const builtIn = await createDriver({ ...choice, name: undefined }).versions();
       console.log(JSON.stringify({ code: missing.code, message: missing.message, sqlite: builtIn.sqlite }));`,
    );
    expect(result).toMatchObject({
      code: 'driver_missing',
      message: expect.stringContaining('unset ADIUVA_SQLITE_DRIVER'),
      sqlite: expect.stringMatching(/^3\./),
    });
  });

  it('says so when the built-in driver cannot start', async () => {
    const driver = createDriver({ name: undefined, workerUrl: new URL('nowhere.js', workerUrl('sqlite')) });
    await expect(driver.versions()).rejects.toMatchObject({ code: 'driver_missing' });
  });

  it('reports the keychain as unavailable where keytar is not installed', () => {
    const result = runWithout(
      ['keytar'],
      `const { createKeytarKeychain } = await import('#main/engine/secrets/index.ts');
       const keychain = createKeytarKeychain({ service: 'Adiuva test', timeoutMs: 5000 });
       const reason = await keychain.unavailableReason();
       const failure = await keychain.get('any').catch((error) => error);
       console.log(JSON.stringify({ reason, code: failure.code }));`,
    );
    expect(result).toEqual({
      reason: 'the keytar package is not installed here',
      code: 'keychain_unavailable',
    });
  });

  it('loads no database or keychain library before it is used', () => {
    const result = runWithout(
      [],
      `const { createRequire } = await import('node:module');
       const { createDriver } = await import('#main/db/driver/index.ts');
       const { workerUrl } = await import('#main/workers-url.ts');
       await import('#main/engine/secrets/index.ts');
       await import('#main/db/open-store.ts');
       for (const name of ['journeyapps', 'multiple-ciphers']) createDriver({ name, workerUrl: workerUrl('sqlite') });
       const loaded = Object.keys(createRequire(process.cwd() + '/x.js').cache);
       console.log(JSON.stringify(loaded.filter((path) => /sqlcipher|sqlite3|keytar|argon2/.test(path))));`,
    );
    expect(result).toEqual([]);
  });
});
