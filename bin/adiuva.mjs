#!/usr/bin/env node
/** The `adiuva` command: finds a Node that can run it, builds a checkout that has changed, runs the program. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hasRightNode } from './right-node.mjs';

const args = process.argv.slice(2);

if (hasRightNode([fileURLToPath(import.meta.url), ...args])) {
  if (existsSync(new URL('../tools/build.ts', import.meta.url))) {
    const { ensureBuilt } = await import('../tools/build.ts');
    // Only the web host shows pages; the other commands start sooner without them.
    const parts = args.includes('web') ? ['main', 'workers', 'renderer'] : ['main', 'workers'];
    await ensureBuilt(parts).catch((error) => {
      process.stderr.write(`adiuva: ${error.message}\n`);
      process.exit(1);
    });
  }
  await import('../dist/main/cli.js');
}
