import { readFileSync } from 'node:fs';

/** The version in the package's own manifest, found upwards from here: sources and bundles lie at different depths. */
export function appVersion(): string {
  // Kept in a variable: with the literal in place, Vite would take the expression for an asset to copy.
  const here = import.meta.url;
  for (const up of ['../', '../../', '../../../', '../../../../']) {
    const version = versionIn(new URL(`${up}package.json`, here));
    if (version !== undefined) return version;
  }
  return '0.0.0';
}

function versionIn(manifest: URL): string | undefined {
  try {
    const content = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string; version?: string };
    return content.name === 'adiuva' ? content.version : undefined;
  } catch {
    // No manifest at this depth.
    return undefined;
  }
}
