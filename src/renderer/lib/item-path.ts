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
