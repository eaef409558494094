import type { Reader } from '#main/db/store.ts';
import { settings } from '#main/db/tables/workspace.ts';

export type SettingsStore = { readAll(): Promise<Readonly<Record<string, unknown>>> };

export function createSettingsStore(reader: Reader): SettingsStore {
  return {
    async readAll() {
      const rows = await reader.select({ key: settings.id, value: settings.value }).from(settings);
      return Object.fromEntries(rows.map((row) => [row.key, row.value]));
    },
  };
}
