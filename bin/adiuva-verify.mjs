#!/usr/bin/env node
/** The `adiuva-verify` command: checks an encrypted backup with its folder and its phrase alone. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hasRightNode } from './right-node.mjs';

const args = process.argv.slice(2);

if (hasRightNode([fileURLToPath(import.meta.url), ...args])) {
  if (existsSync(new URL('../tools/build.ts', import.meta.url))) {
    const { ensureBuilt } = await import('../tools/build.ts');
    await ensureBuilt(['main']).catch((error) => {
      process.stderr.write(`adiuva-verify: ${error.message}\n`);
      process.exit(2);
    });
  }
  await import('../dist/main/verify.js');
}
