import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { BrowserProfile } from '#shared/contracts/browser.ts';
import type { BrowserFamily } from '#shared/contracts/extract.ts';
import { browserPlaces, type BrowserPlace, type PlacesInput } from './browser-places.ts';

export type FoundProfile = BrowserProfile & {
  readonly family: BrowserFamily;
  /** Real path of the profile's folder. */
  readonly folder: string;
};

const MAX_PROFILES = 100;
const MAX_SETTINGS_BYTES = 16_000_000;

/** Profiles with a history. Private windows leave none, so there is nothing of them to be found. */
export async function findProfiles(input: PlacesInput): Promise<readonly FoundProfile[]> {
  const lists = await Promise.all(
    browserPlaces(input).map((place) =>
      place.family === 'firefox' ? findFirefox(place) : findChromium(place),
    ),
  );
  return lists.flat();
}

async function findChromium(place: BrowserPlace): Promise<readonly FoundProfile[]> {
  const folders = (await readdir(place.root).catch(() => []))
    .filter((name) => name === 'Default' || /^Profile \d+$/.test(name))
    .slice(0, MAX_PROFILES);
  const names = folders.length > 0 ? await readChromiumNames(place.root) : new Map<string, string>();
  const found = await Promise.all(
    folders
      .toSorted()
      .map((folder) => profileAt(place, join(place.root, folder), 'History', names.get(folder) ?? folder)),
  );
  return found.filter((profile) => profile !== undefined);
}

const localStateSchema = z.object({
  profile: z.object({ info_cache: z.record(z.string(), z.object({ name: z.string().optional() })) }),
});

async function readChromiumNames(root: string): Promise<ReadonlyMap<string, string>> {
  try {
    const state = localStateSchema.parse(JSON.parse(await readSettings(join(root, 'Local State'))));
    const entries = Object.entries(state.profile.info_cache);
    return new Map(entries.flatMap(([folder, { name }]) => (name ? [[folder, name] as const] : [])));
  } catch {
    // Without the file they are called by their folders.
    return new Map();
  }
}

async function findFirefox(place: BrowserPlace): Promise<readonly FoundProfile[]> {
  const text = await readSettings(join(place.root, 'profiles.ini')).catch(() => '');
  const found = await Promise.all(
    parseProfilesIni(text)
      .slice(0, MAX_PROFILES)
      .map(({ path, name }) => {
        const folder = isAbsolute(path) ? path : join(place.root, ...path.split('/'));
        return profileAt(place, folder, 'places.sqlite', name);
      }),
  );
  return found.filter((profile) => profile !== undefined);
}

/** Sections `[Profile0]`, `[Profile1]` … with `Name=` and `Path=`. */
function parseProfilesIni(text: string): { path: string; name: string }[] {
  return text.split(/^\[/m).flatMap((section) => {
    if (!/^Profile\d+\]/.test(section)) return [];
    const path = /^Path=(.+)$/m.exec(section)?.[1]?.trim();
    const name = /^Name=(.+)$/m.exec(section)?.[1]?.trim();
    return path === undefined || path.split('/').includes('..')
      ? []
      : [{ path, name: name ?? basename(path) }];
  });
}

async function readSettings(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MAX_SETTINGS_BYTES) throw new Error('too large');
  return await readFile(path, 'utf8');
}

async function profileAt(
  place: BrowserPlace,
  folder: string,
  history: string,
  name: string,
): Promise<FoundProfile | undefined> {
  const stats = await lstat(join(folder, history)).catch(() => null);
  if (!stats?.isFile()) return undefined;
  const { browser, family, packed } = place;
  const id = `${browser}${packed ? `@${packed}` : ''}:${basename(folder)}`;
  return { id, browser, family, name: name.slice(0, 200), folder: await realpath(folder) };
}
