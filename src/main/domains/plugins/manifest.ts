import { z } from 'zod';
import {
  pluginManifestSchema,
  type ManifestWarning,
  type PluginManifest,
} from '#shared/contracts/plugin-manifest.ts';
import { findSettingsFaults } from './plugin-settings.ts';

export type ReadManifest = {
  /** Null when there are problems. */
  readonly manifest: PluginManifest | null;
  /** In plain words, each with the place in the manifest. */
  readonly problems: readonly string[];
  readonly warnings: readonly ManifestWarning[];
};

const MAX_LENGTH = 100_000;

/** Reads `manifest.json`. `appVersion` is compared with `minAppVersion`. */
export function readManifest(text: string, appVersion: string): ReadManifest {
  const raw = parse(text);
  if (raw.problem !== undefined) return refused([raw.problem]);
  const parsed = pluginManifestSchema.safeParse(raw.value);
  if (!parsed.success) return refused(parsed.error.issues.map(issueText));
  const manifest = parsed.data;
  const problems = [
    ...findSettingsFaults(manifest.settings),
    ...findTwice(manifest),
    ...findTooNew(manifest, appVersion),
  ];
  if (problems.length > 0) return refused(problems);
  return { manifest, problems: [], warnings: findDangers(manifest) };
}

function refused(problems: readonly string[]): ReadManifest {
  return { manifest: null, problems, warnings: [] };
}

function parse(text: string): { readonly value?: unknown; readonly problem?: string } {
  if (text.length > MAX_LENGTH) return { problem: 'manifest.json is larger than a manifest may be.' };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return {
      problem: `manifest.json is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`,
    };
  }
}

function issueText(issue: z.core.$ZodIssue): string {
  const place = z.core.toDotPath(issue.path);
  return `manifest.json${place === '' ? '' : `, ${place}`}: ${issue.message}`;
}

function findTwice({ permissions }: PluginManifest): string[] {
  const keys = permissions.map(({ type, resource }) => `${type} ${resource ?? ''}`.trim());
  const twice = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
  return [...twice].map((key) => `manifest.json, permissions: ${key} is asked for twice.`);
}

function findTooNew({ minAppVersion }: PluginManifest, appVersion: string): string[] {
  if (minAppVersion === undefined || compareVersions(minAppVersion, appVersion) <= 0) return [];
  return [`It needs Adiuva ${minAppVersion} or later; this is ${appVersion}.`];
}

/** By the numbers; what follows a hyphen does not count. */
export function compareVersions(left: string, right: string): number {
  const numbers = (text: string): number[] => (text.split('-')[0] ?? '').split('.').map(Number);
  const [a, b] = [numbers(left), numbers(right)];
  const differing = [0, 1, 2].find((index) => a[index] !== b[index]);
  return differing === undefined ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}

/** What it may read it could send to where it may connect. */
function findDangers({ permissions }: PluginManifest): ManifestWarning[] {
  const reads = [...new Set(permissions.map(({ type }) => type).filter((type) => type.startsWith('read_')))];
  const networks = permissions.filter(({ type }) => type === 'network');
  if (reads.length === 0 || networks.length === 0) return [];
  const destinations = networks.map(({ resource }) => resource).filter((host) => host !== undefined);
  return [{ code: 'read_and_network', reads, destinations }];
}
