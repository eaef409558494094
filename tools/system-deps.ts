/**
 * What the tests need beside npm, with `--bench` what the benchmarks compare with as well. Present: says so. Missing:
 * installs it with apt-get where that is allowed without asking, else prints the exact command and fails.
 */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { writeFile, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.ts';

type SystemDependency = {
  /** The command that must be on the path. */
  readonly command: string;
  readonly aptPackage: string;
  readonly why: string;
};

const FOR_TESTS: readonly SystemDependency[] = [
  { command: 'chromium', aptPackage: 'chromium', why: 'the browser tests drive the real pages in it' },
  { command: 'dovecot', aptPackage: 'dovecot-imapd', why: 'the mail tests read from a real server' },
  { command: 'radicale', aptPackage: 'radicale', why: 'the calendar tests read from a real server' },
  { command: 'apache2', aptPackage: 'apache2-bin', why: 'backups are tested on a real WebDAV server' },
  { command: 'initdb', aptPackage: 'postgresql', why: 'the cloud endpoint is tested on a real server' },
];

const FOR_BENCHES: readonly SystemDependency[] = [
  { command: 'restic', aptPackage: 'restic', why: 'backups are measured beside it' },
  { command: 'borg', aptPackage: 'borgbackup', why: 'backups are measured beside it' },
];

const isForBenches = process.argv.includes('--bench');
const NEEDED = isForBenches ? [...FOR_TESTS, ...FOR_BENCHES] : FOR_TESTS;

/** Debian keeps servers where the path of an ordinary user does not lead, PostgreSQL's in a folder for each version. */
function serverFolders(): readonly string[] {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
  return ['/usr/sbin', '/usr/local/sbin', ...versions.map((version) => join(POSTGRES, version, 'bin'))];
}

const POSTGRES = '/usr/lib/postgresql';

function isOnPath(command: string): boolean {
  return [...(process.env['PATH'] ?? '').split(delimiter), ...serverFolders()].some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const listMissing = (): SystemDependency[] => NEEDED.filter(({ command }) => !isOnPath(command));

/** How apt-get may be run without asking anyone, or undefined where it may not. */
async function findInstaller(): Promise<readonly string[] | undefined> {
  if (!isOnPath('apt-get')) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  const hasSudo = isOnPath('sudo') && (await runCommand('sudo', ['-n', 'true'], { quiet: true })) === 0;
  return hasSudo ? ['sudo', '-n', 'apt-get'] : undefined;
}

/** Asked by Debian's packages before they start a service: the tests start their own, with files of their own. */
const POLICY = '/usr/sbin/policy-rc.d';

async function install(installer: readonly string[], packages: readonly string[]): Promise<void> {
  const [command = 'apt-get', ...before] = installer;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const isHeldBack = await holdServicesBack();
  try {
    await runCommand(command, [...before, 'update', '-qq'], { env });
    const args = [...before, 'install', '-y', '-qq', '--no-install-recommends', ...packages];
    await runCommand(command, args, { env });
  } finally {
    if (isHeldBack) await rm(POLICY, { force: true });
  }
}

/** Where we may, and where nobody else has said how services are to start. */
async function holdServicesBack(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  try {
    await writeFile(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

async function ensureSystemDependencies(): Promise<boolean> {
  const missing = listMissing();
  for (const { command, why } of missing) console.log(`missing: ${command} (${why})`);
  const installer = missing.length > 0 ? await findInstaller() : undefined;
  if (installer !== undefined) {
    await install(
      installer,
      missing.map(({ aptPackage }) => aptPackage),
    );
  }
  const left = listMissing();
  if (left.length === 0) {
    console.log(`present: ${NEEDED.map(({ command }) => command).join(', ')}`);
    return true;
  }
  const packages = left.map(({ aptPackage }) => aptPackage).join(' ');
  console.error(
    `Run this, then ${isForBenches ? 'the benchmark' : 'the tests'} again:\n  sudo apt-get update && sudo apt-get install -y ${packages}`,
  );
  return false;
}

process.exitCode = (await ensureSystemDependencies()) ? 0 : 1;
