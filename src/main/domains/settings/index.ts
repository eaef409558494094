/** Preferences, kept in the store; every key has a default. */
import { settingsSchema, type Settings, type SettingsPatch } from '#shared/contracts/settings.ts';
import type { Store } from '#main/db/store.ts';
import { createSettingsStore } from './settings.store.ts';

export type SettingsDomain = {
  get(): Promise<Settings>;
  set(patch: SettingsPatch): Promise<Settings>;
};

export function createSettings(deps: { readonly store: Store }): SettingsDomain {
  const { store } = deps;
  const reads = createSettingsStore(store.reader);
  const get = async () => parseKnown(await reads.readAll());
  return {
    get,
    async set(patch) {
      const given = Object.entries(patch).filter(([, value]) => value !== undefined);
      // A preference is no command: Ctrl-Z after a theme change must not change the theme.
      await store.write({ command: 'settings.set', principal: 'settings' }, async (tx) => {
        const known = new Set(
          (
            await tx.getByIds(
              'setting',
              given.map(([key]) => key),
            )
          ).map((row) => row.id),
        );
        const updates = given.filter(([key]) => known.has(key));
        await tx.update(
          'setting',
          updates.map(([id, value]) => ({ id, patch: { value } })),
        );
        const inserts = given.filter(([key]) => !known.has(key));
        tx.insert(
          'setting',
          inserts.map(([id, value]) => ({ id, value, updatedAt: tx.nowMs })),
        );
      });
      return get();
    },
  };
}

/** A value from another version that does not parse falls back to its default; the others stay. */
function parseKnown(stored: Readonly<Record<string, unknown>>): Settings {
  const whole = settingsSchema.safeParse(stored);
  if (whole.success) return whole.data;
  const bad = new Set(whole.error.issues.map((issue) => String(issue.path[0])));
  return settingsSchema.parse(Object.fromEntries(Object.entries(stored).filter(([key]) => !bad.has(key))));
}
