import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type SamplePlugin = {
  readonly name?: string;
  readonly version?: string;
  readonly permissions?: readonly { readonly type: string; readonly resource?: string }[];
  readonly schedule?: string;
  readonly settings?: object;
  readonly minAppVersion?: string;
  /** Body of `async run(ctx)`. */
  readonly run: string;
};

/** Writes a plugin as a stranger would hand it over; answers its folder. */
export async function writeSamplePlugin(root: string, sample: SamplePlugin): Promise<string> {
  const { name = 'sample', version = '1.0.0', permissions = [], run, ...more } = sample;
  const folder = join(root, `${name}-${version}`);
  await mkdir(folder, { recursive: true });
  const manifest = {
    ...more,
    name,
    version,
    description: 'A sample.',
    entryPoint: 'index.ts',
    permissions: permissions.map((one) => ({ ...one, reason: `To try what ${one.type} is good for.` })),
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'README.md'), `# ${name}\n`);
  await writeFile(
    join(folder, 'index.ts'),
    `import { definePlugin } from '#sdk';\nexport const plugin = definePlugin({ async run(ctx) { ${run} } });\n`,
  );
  return folder;
}
