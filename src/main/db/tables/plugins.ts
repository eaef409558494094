import { blob, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ManifestWarning, PluginManifest } from '#shared/contracts/plugin-manifest.ts';
import { flag, instant, json } from './columns.ts';

/** What is installed. Its runs are jobs of the resource `plugin:<name>`. */
export const plugins = sqliteTable('plugins', {
  name: text('name').primaryKey(),
  version: text('version').notNull(),
  /** SHA-256 over its files: rights are for exactly this content. */
  contentHash: text('content_hash').notNull(),
  /** SHA-256 of the script that was made of the files. */
  codeHash: text('code_hash').notNull(),
  manifest: json<PluginManifest>('manifest').notNull(),
  warnings: json<readonly ManifestWarning[]>('warnings').notNull(),
  readme: text('readme').notNull(),
  isFirstParty: flag('is_first_party').notNull(),
  /** As the person has set them; what is not named has the manifest's default. */
  settings: json<Readonly<Record<string, unknown>>>('settings').notNull(),
  /** Five-field cron, or null when it runs by hand only. */
  schedule: text('schedule'),
  isPaused: flag('is_paused').notNull(),
  /** Why it cannot run as it is stored; empty where it can. */
  brokenReason: text('broken_reason').notNull(),
  installedAt: instant('installed_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** The files as they were installed, and under the empty path the script that runs. */
export const pluginFiles = sqliteTable(
  'plugin_files',
  {
    plugin: text('plugin').notNull(),
    path: text('path').notNull(),
    content: blob('content', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.plugin, table.path] })],
);

/** What a plugin remembers from run to run. */
export const pluginState = sqliteTable(
  'plugin_state',
  {
    plugin: text('plugin').notNull(),
    key: text('key').notNull(),
    /** JSON text. */
    value: text('value').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.plugin, table.key] })],
);
