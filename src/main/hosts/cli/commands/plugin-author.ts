import { resolve } from 'node:path';
import type { PluginCheck } from '#shared/contracts/plugin-manifest.ts';
import { checkPluginFolder, makePluginFolder } from '#main/compose/plugin-tools.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printable } from '../terminal.ts';

/** Writes a folder to start from. */
export async function runPluginNew(context: CommandContext, name: string): Promise<number> {
  const files = await makePluginFolder(process.cwd(), name);
  await context.output.answer({ files }, () =>
    [...files, '', `"adiuva plugin check ${name}" looks at it.`].join('\n'),
  );
  return EXIT.done;
}

/** Says all that is wrong with a folder or an archive; 1 where there is something. */
export async function runPluginCheck(context: CommandContext, path: string): Promise<number> {
  const check = await checkPluginFolder(resolve(path));
  await context.output.answer(check, () => describe(check));
  return check.isOk ? EXIT.done : EXIT.failed;
}

function describe(check: PluginCheck): string {
  const { manifest, problems, warnings, files, sizeBytes } = check;
  if (manifest === null || problems.length > 0) return problems.map(printable).join('\n');
  return [
    printable(`${manifest.name} ${manifest.version}: ${manifest.description}`),
    `${files} files, ${sizeBytes} bytes. It can be installed.`,
    ...manifest.permissions.map(({ type, resource, reason }) =>
      printable(`  asks for ${type}${resource === undefined ? '' : ` of ${resource}`}: ${reason}`),
    ),
    ...warnings.map(() => '  Look twice: what it may read it could send over the network.'),
  ].join('\n');
}
