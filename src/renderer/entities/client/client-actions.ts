import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Client, ClientListItem, clientPatchSchema } from '#shared/contracts/clients.ts';
import { dropItems, patchItems } from '#renderer/api/cached-items.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite, type Optimistic } from '#renderer/api/use-write.ts';

export type ClientChanges = z.input<typeof clientPatchSchema>;
type Named = Pick<Client, 'id' | 'name'>;
type Target = { readonly ids: string[]; readonly name: string };

export type ClientActions = {
  update(clients: readonly Named[], patch: ClientChanges): void;
  archive(clients: readonly Named[], isArchived: boolean): void;
  remove(clients: readonly Named[], withContents: boolean): void;
};

function target(clients: readonly Named[]): Target {
  return { ids: clients.map(({ id }) => id), name: clients[0]?.name ?? '' };
}

function hide(ids: readonly string[]): Optimistic[] {
  return [{ key: ['clients', 'list'], update: dropItems(ids) }];
}

/** What can be done to clients from a row, a menu or their page. The functions never change. */
export function useClientActions(): ClientActions {
  const api = useApi();
  const { t } = useTranslation('clients');
  const { mutate: update } = useWrite({
    write: ({ ids, patch }: Target & { patch: ClientChanges }) => api.clients.update.mutate({ ids, patch }),
    message: ({ ids }) => (ids.length > 1 ? t('changed', { count: ids.length }) : undefined),
    optimistic: ({ ids, patch }) => [
      // Ids gain their brand on the wire; on this side a patch is what it looks like.
      {
        key: ['clients'],
        update: patchItems<ClientListItem>(ids, (row) => ({ ...row, ...(patch as Partial<ClientListItem>) })),
      },
    ],
  });
  const { mutate: archive } = useWrite({
    write: ({ ids, isArchived }: Target & { isArchived: boolean }) =>
      api.clients.update.mutate({ ids, patch: { isArchived } }),
    message: ({ ids, name, isArchived }) =>
      t(isArchived ? 'archived' : 'unarchived', { count: ids.length, name }),
    optimistic: ({ ids }) => hide(ids),
  });
  const { mutate: remove } = useWrite({
    write: ({ ids, withContents }: Target & { withContents: boolean }) =>
      api.clients.remove.mutate({ ids, withContents }),
    message: ({ ids, name }) => t('removed', { count: ids.length, name }),
    optimistic: ({ ids }) => hide(ids),
  });
  return useMemo(
    () => ({
      update: (clients, patch) => update({ ...target(clients), patch }),
      archive: (clients, isArchived) => archive({ ...target(clients), isArchived }),
      remove: (clients, withContents) => remove({ ...target(clients), withContents }),
    }),
    [update, archive, remove],
  );
}
