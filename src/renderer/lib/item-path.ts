import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import type { ItemKind } from '#shared/contracts/common.ts';

/** The page an item opens on. Checkpoints open on the timeline, where they are seen in their place. */
export function itemPath(kind: ItemKind, id: string): string {
  switch (kind) {
    case 'client':
      return `/clients/${id}`;
    case 'project':
      return `/projects/${id}`;
    case 'task':
      return `/tasks/${id}`;
    case 'note':
      return `/notes/${id}`;
    case 'checkpoint':
      return `/timeline?checkpoint=${id}`;
    default:
      return '/';
  }
}

/** `adiuva://note/<id>#at=<place>` as a page of our own; undefined for what lies outside of the workspace. */
export function linkPath(link: string): string | undefined {
  const [, kindText, id, fragment = ''] = /^adiuva:\/\/([a-z]+)\/([0-9a-f-]{36})(#.*)?$/i.exec(link) ?? [];
  const kind = ITEM_KINDS.find((known) => known === kindText);
  if (kind === undefined || id === undefined) return undefined;
  const [, place] = /^#at=(\d{1,9})$/.exec(fragment) ?? [];
  return itemPath(kind, id) + (kind === 'note' && place !== undefined ? `?at=${place}` : '');
}
