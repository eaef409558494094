/** `node tools/new-domain.ts invoices`: the files of a new domain, in the shape of the others, and what is left to do. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from './build/parts.ts';
import { runCommand } from './run-command.ts';
import { filesOf, namesOf } from './scaffold/domain-files.ts';

const NAME = /^[a-z]+(-[a-z]+)*$/;

async function main(domain: string | undefined): Promise<number> {
  if (domain === undefined || !NAME.test(domain)) {
    console.error(
      'usage: node tools/new-domain.ts NAME   (a plural noun in kebab-case: invoices, time-entries)',
    );
    return 2;
  }
  const names = namesOf(domain);
  const files = filesOf(names);
  const taken = [...files.keys()].filter((path) => existsSync(join(ROOT, path)));
  if (taken.length > 0) {
    console.error(`nothing was written, these are there already: ${taken.join(', ')}`);
    return 1;
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), text, { flag: 'wx' });
  }
  await runCommand('oxfmt', [...files.keys()], { quiet: true });
  console.log(`${[...files.keys()].map((path) => `wrote ${path}`).join('\n')}

Left to do:
  1. its place in the order      DOMAINS in tools/lint/architecture.ts, and why in docs/decisions
  2. its change-log key          '${names.entity}' in ENTITIES of src/shared/contracts/changes.ts
  3. its table                   ${names.entity}: ${names.camel} in ENTITY_TABLES of src/main/db/tables/index.ts
  4. the migration               npm run db:generate
  5. its wiring                  create${names.door} where the workspace is composed, ${names.camel}Router in src/main/api/root.ts
  6. its tests                   tests/integration/${domain}.test.ts
`);
  return 0;
}

process.exitCode = await main(process.argv[2]);
