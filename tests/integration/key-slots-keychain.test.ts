import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/sqlite-drivers.ts';

const PROBE = fileURLToPath(new URL('../support/keychain-probe.ts', import.meta.url));
const missing = whyNoKeyring();
if (missing) process.stderr.write(`real keychain not tested: ${missing}\n`);

function whyNoKeyring(): string | null {
  if (process.platform !== 'linux') return 'only Linux has a keychain that a test can start';
  try {
    createRequire(import.meta.url)('keytar');
  } catch {
    return 'keytar is not installed (it needs libsecret-1-dev and a compiler)';
  }
  const has = (name: string): boolean => spawnSync('which', [name]).status === 0;
  const absent = ['dbus-run-session', 'gnome-keyring-daemon'].filter((name) => !has(name));
  return absent.length > 0 ? `not installed: ${absent.join(', ')}` : null;
}

type Probe = { reason: string | null; code?: string; same?: boolean; afterwards?: string };

/** Runs the probe under a session bus of its own, in a home of its own; `setUp` starts a keyring or not. */
function probe(home: string, setUp: 'unlocked keyring' | 'no bus'): Probe {
  const folder = join(home, 'data');
  mkdirSync(folder);
  const run = `"${process.execPath}" "${PROBE}" "${folder}"`;
  const unlock = `printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; ${run}`;
  const command = setUp === 'no bus' ? ['sh', '-c', run] : ['dbus-run-session', '--', 'sh', '-c', unlock];
  const { stdout, stderr } = spawnSync(command[0] ?? '', command.slice(1), {
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_DATA_HOME: join(home, 'share'),
      XDG_RUNTIME_DIR: home,
    },
  });
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  if (!line) throw new Error(`the probe said nothing: ${stderr}`);
  return JSON.parse(line) as Probe; // written by keychain-probe.ts
}

describe('the keychain of the system', () => {
  it('holds the key, gives it back and forgets it', (context) => {
    if (missing) context.skip(missing);
    using home = temporaryFolder();
    expect(probe(home.path, 'unlocked keyring')).toEqual({
      reason: null,
      same: true,
      afterwards: 'keychain_unavailable',
    });
  });

  it('is reported as unavailable without a session bus, and nothing is set up half', () => {
    using home = temporaryFolder();
    const result = probe(home.path, 'no bus');
    expect(result.reason).toBeTruthy();
    expect(result.code).toBe('keychain_unavailable');
    expect(readdirSync(join(home.path, 'data'))).toEqual([]);
  });
});
