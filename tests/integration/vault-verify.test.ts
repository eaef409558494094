import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRecoveryPhrase } from '#main/engine/secrets/recovery-phrase.ts';
import { runVerify } from '#main/hosts/verify/verify-program.ts';
import { collectText } from '../support/collect-text.ts';
import { writeSmallVault } from '../support/small-vault.ts';

let folder: string;
let phrase: string;
let vault: Awaited<ReturnType<typeof writeSmallVault>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-verify-'));
  phrase = await newRecoveryPhrase();
  vault = await writeSmallVault(folder, phrase);
});

afterAll(async () => rm(folder, { recursive: true, force: true }));

async function verify(args: readonly string[], typed = phrase) {
  const stdout = collectText();
  const stderr = collectText();
  const io = { stdin: Readable.from([typed]), stdout: stdout.stream, stderr: stderr.stream };
  const exitCode = await runVerify(args, io);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** Runs `work` while one object of the vault is other than it was. */
async function whileBroken<T>(
  name: string,
  change: (bytes: Buffer) => Buffer | null,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(folder, name);
  const before = await readFile(path);
  const after = change(Buffer.from(before));
  if (after === null) await rm(path);
  else await writeFile(path, after);
  try {
    return await work();
  } finally {
    await writeFile(path, before);
  }
}

const flip =
  (at: number) =>
  (bytes: Buffer): Buffer => {
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };

describe('adiuva-verify', () => {
  it('finds a whole vault in order, by its structure and by all its pages', async () => {
    const quick = await verify([folder]);
    expect(quick).toMatchObject({ exitCode: 0 });
    expect(quick.stdout).toContain('All is in order.');
    const file = join(folder, '..', `phrase-${process.pid}.txt`);
    await writeFile(file, `${phrase}\n`);
    const whole = await verify([folder, '--phrase-file', file, '--read-data', '--json'], '');
    await rm(file);
    expect(whole.exitCode).toBe(0);
    expect(JSON.parse(whole.stdout)).toEqual({
      vaultId: vault.unlocked.keys.vaultId,
      generation: 1,
      backups: 1,
      indexes: 1,
      packs: 1,
      chunksRead: 3,
      bytesRead: vault.backup.pack.object.bytes.length,
      unneeded: 0,
      problems: [],
      brokenBackups: [],
    });
  });

  it.each([
    ['pack', flip(2000), 'altered', true],
    ['pack', (bytes: Buffer) => bytes.subarray(0, -1), 'truncated', false],
    ['pack', () => null, 'missing', false],
    ['index', flip(200), 'altered', false],
    ['index', () => null, 'missing', false],
    ['manifest', flip(200), 'altered', false],
    ['manifest', () => null, 'missing', false],
  ] as const)('names a damaged %s and the backup that it breaks', async (which, change, reason, readData) => {
    const name = vault.names[which];
    const args = [folder, '--json', ...(readData ? ['--read-data'] : [])];
    const { exitCode, stdout } = await whileBroken(name, change, async () => verify(args));
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      problems: [{ object: name, reason }],
      brokenBackups: [1],
    });
  });

  it.each(['header', 'head'] as const)('says so where the %s itself is damaged', async (which) => {
    const name = vault.names[which];
    const { exitCode, stderr } = await whileBroken(name, flip(90), async () => verify([folder]));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(name);
    expect(stderr).toContain('Nothing was changed');
  });

  it('checks nothing with another phrase, without a phrase, or in a folder that is no vault', async () => {
    const other = await verify([folder], await newRecoveryPhrase());
    expect([other.exitCode, other.stdout]).toEqual([2, '']);
    expect(other.stderr).toContain('not that of this backup');
    expect((await verify([folder], '')).exitCode).toBe(2);
    const empty = await verify([join(folder, 'g1')]);
    expect(empty.exitCode).toBe(2);
    expect(empty.stderr).toContain('no backup in this folder');
    const headless = await whileBroken(
      vault.names.header,
      () => null,
      async () => verify([folder]),
    );
    expect(headless.exitCode).toBe(1);
    expect(headless.stderr).toContain('vault.json is not there');
    expect((await verify([])).exitCode).toBe(2);
    expect((await verify(['--help'])).stdout).toContain('usage: adiuva-verify');
  });
});
