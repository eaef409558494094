import type { PermissionType } from '#shared/contracts/permissions.ts';
import type { RightOption } from '#shared/contracts/plugins.ts';
import { ITEM_KINDS } from '#shared/contracts/common.ts';
import { EXTERNAL_KINDS } from '#shared/contracts/external-items.ts';
import type { Clients } from '#main/domains/clients/index.ts';
import type { Connectors, LocalSources } from '#main/domains/connectors/index.ts';
import type { Projects } from '#main/domains/projects/index.ts';

export type OptionSources = {
  readonly connectors: Connectors;
  readonly localSources: LocalSources;
  readonly clients: Clients;
  readonly projects: Projects;
};

/** More than anybody looks through; what is not listed can be named by its id. */
const MOST = 500;

/** What a person can choose from when a right is given. Folders are chosen in a dialog: the followed ones are known. */
export async function listRightOptions(sources: OptionSources, type: PermissionType): Promise<RightOption[]> {
  switch (type) {
    case 'read_email':
      return named(await sources.connectors.email.list());
    case 'read_calendar':
      return named(await sources.connectors.calendar.list());
    case 'read_folder':
      return (await sources.localSources.files.listFolders()).map(({ path }) => ({
        resource: path,
        label: path,
      }));
    case 'read_browser_history':
      return (await sources.localSources.browser.listProfiles()).map(({ id, browser, name }) => ({
        resource: id,
        label: `${browser} · ${name}`,
      }));
    case 'read_workspace':
    case 'write_workspace':
      return workspaceOptions(sources);
    case 'model':
      return [{ resource: '*', label: '*' }];
    case 'network':
      return [];
  }
}

async function workspaceOptions({ clients, projects }: OptionSources): Promise<RightOption[]> {
  const [clientPage, projectPage] = await Promise.all([
    clients.list({ limit: MOST, archived: 'exclude', sort: 'name' }),
    projects.list({ limit: MOST, archived: 'exclude', sort: 'name' }),
  ]);
  return [
    { resource: '*', label: '*' },
    ...[...ITEM_KINDS, ...EXTERNAL_KINDS].map((kind) => ({ resource: `kind:${kind}`, label: kind })),
    ...clientPage.items.map(({ id, name }) => ({ resource: `client:${id}`, label: name })),
    ...projectPage.items.map(({ id, name }) => ({ resource: `project:${id}`, label: name })),
  ];
}

function named(sources: readonly { readonly id: string; readonly name: string }[]): RightOption[] {
  return sources.map(({ id, name }) => ({ resource: id, label: name }));
}
