import type { Client, Page, PluginContext, Project } from '#sdk';
import { fold } from './names.ts';
import { readRule, type Named, type Ways } from './ways.ts';

export type ReadWays = { readonly ways: Ways; readonly unknownRules: number };

type Settings = {
  readonly rules?: readonly string[];
  readonly linkByFolderName?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly maxMegabytes?: number;
  readonly withNames?: boolean;
};

const PAGE = { archived: 'include', limit: 200 } as const;
const MEGABYTE = 1_000_000;

/** The settings, with the names of rules made into projects and clients. */
export async function readWays(ctx: PluginContext): Promise<ReadWays> {
  const settings = ctx.settings as Settings;
  const projects = await readAll<Project>((page) => ctx.workspace.listProjects({ ...PAGE, ...page }));
  const clients = await readAll<Client>((page) => ctx.workspace.listClients({ ...PAGE, ...page }));
  const names: readonly Named[] = [
    ...projects.map(({ id, name, clientId, archivedAt }): Named => {
      return { kind: 'project', id, name: fold(name), clientId, isArchived: archivedAt !== null };
    }),
    ...clients.map(({ id, name, archivedAt }): Named => {
      return { kind: 'client', id, name: fold(name), clientId: null, isArchived: archivedAt !== null };
    }),
  ].filter(({ name }) => name !== '');
  const texts = (settings.rules ?? []).filter((text) => text.trim() !== '');
  const rules = texts.map((text) => readRule(text, names)).filter((rule) => rule !== undefined);
  return {
    ways: {
      include: (settings.include ?? []).filter((text) => text.trim() !== ''),
      exclude: (settings.exclude ?? []).filter((text) => text.trim() !== ''),
      maxBytes: (settings.maxMegabytes ?? 20) * MEGABYTE,
      withNames: settings.withNames ?? true,
      rules,
      names: (settings.linkByFolderName ?? true) ? names : [],
    },
    unknownRules: texts.length - rules.length,
  };
}

async function readAll<Item>(
  list: (page: { cursor?: string }) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page<Item> = await list(cursor === '' ? {} : { cursor });
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}
