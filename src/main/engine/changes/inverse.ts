import type { Entity } from '#shared/contracts/changes.ts';

type Fields = Readonly<Record<string, unknown>>;

export type LoggedChange = {
  readonly seq: number;
  readonly entity: Entity;
  readonly entityId: string;
  readonly op: 'insert' | 'update' | 'delete';
  readonly before: Fields | null;
  readonly after: Fields | null;
};

/** What taking back a change set does to one row. */
export type Inverse =
  | { readonly kind: 'delete'; readonly entity: Entity; readonly id: string }
  | { readonly kind: 'insert'; readonly entity: Entity; readonly id: string; readonly row: Fields }
  | {
      readonly kind: 'update';
      readonly entity: Entity;
      readonly id: string;
      readonly patch: Fields;
      /** What the row must still say in these fields for the patch to be safe. */
      readonly expected: Fields;
    };

type Net = {
  wasThere: boolean;
  isThere: boolean;
  before: Fields;
  after: Fields;
  readonly first: LoggedChange;
};

/**
 * Folds a change set into one inverse a row, however often the set touched it. `updatedAt` is never taken back:
 * it must keep growing for editors to notice.
 */
export function invertChanges(changes: readonly LoggedChange[]): readonly Inverse[] {
  const rows = new Map<string, Net>();
  for (const change of changes) {
    const key = `${change.entity}:${change.entityId}`;
    const net = rows.get(key);
    if (!net) {
      rows.set(key, {
        wasThere: change.op !== 'insert',
        isThere: change.op !== 'delete',
        before: change.before ?? {},
        after: change.after ?? {},
        first: change,
      });
      continue;
    }
    net.isThere = change.op !== 'delete';
    net.before = { ...change.before, ...net.before };
    net.after = { ...net.after, ...change.after };
  }
  return [...rows.values()].flatMap(inverseOf);
}

function inverseOf(net: Net): readonly Inverse[] {
  const { entity, entityId: id } = net.first;
  if (!net.wasThere) return net.isThere ? [{ kind: 'delete', entity, id }] : [];
  if (!net.isThere) return [{ kind: 'insert', entity, id, row: net.before }];
  const keys = Object.keys(net.before).filter((key) => key !== 'updatedAt');
  if (keys.length === 0) return [];
  return [
    { kind: 'update', entity, id, patch: pickKeys(net.before, keys), expected: pickKeys(net.after, keys) },
  ];
}

function pickKeys(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
}
