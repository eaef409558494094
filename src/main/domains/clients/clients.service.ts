import {
  EMPTY_ADDRESS,
  type Client,
  type ClientCreate,
  type ClientListInput,
  type ClientListItem,
  type ClientPatch,
} from '#shared/contracts/clients.ts';
import { COLOURS, type Page, type Written, type WrittenMany } from '#shared/contracts/common.ts';
import { AppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { ClientsStore } from './clients.store.ts';

export type ClientsDeps = {
  readonly store: Store;
  readonly reads: ClientsStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Trashes what belongs to the clients, in the same transaction; from the domains to the right. */
  readonly trashContents: (tx: Writer, clientIds: readonly string[]) => Promise<void>;
};

export class ClientsService {
  readonly #deps: ClientsDeps;

  constructor(deps: ClientsDeps) {
    this.#deps = deps;
  }

  list(input: ClientListInput): Promise<Page<ClientListItem>> {
    return this.#deps.reads.list(input, this.#deps.clock.today());
  }

  listNames(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return this.#deps.reads.listNames();
  }

  async get(id: string): Promise<ClientListItem> {
    const client = await this.#deps.reads.findWithCounts(id, this.#deps.clock.today());
    if (!client) throw new AppError('not_found', 'This client does not exist any more.');
    return client;
  }

  async create(input: ClientCreate): Promise<Written<Client>> {
    const { store, ids } = this.#deps;
    const { value, changeSetId } = await store.write(
      { command: 'clients.create', params: { title: input.name } },
      (tx) => {
        const row = newClientRow(ids.next(), input, tx.nowMs);
        tx.insert('client', [row]);
        return row as Client; // the row names every column
      },
    );
    return { item: value, changeSetId };
  }

  async update(ids: readonly string[], patch: ClientPatch): Promise<WrittenMany<Client>> {
    const { isArchived, ...fields } = patch;
    const { value, changeSetId } = await this.#deps.store.write(
      { command: archiveCommand('clients', isArchived), params: await this.#naming(ids) },
      async (tx) => {
        const archivedAt = isArchived === undefined ? undefined : isArchived ? tx.nowMs : null;
        const changes = ids.map((id) => ({
          id,
          patch: { ...fields, ...(archivedAt === undefined ? {} : { archivedAt }) },
        }));
        return tx.update('client', changes);
      },
    );
    requireFound(value, ids, 'client');
    return { items: value as readonly Client[], changeSetId }; // brand only
  }

  /** To the trash. Projects, tasks and notes stay unless `withContents`. */
  async remove(ids: readonly string[], withContents: boolean): Promise<WrittenMany<Client>> {
    const { store, trashContents } = this.#deps;
    const { value, changeSetId } = await store.write(
      { command: 'clients.remove', params: await this.#naming(ids) },
      async (tx) => {
        if (withContents) await trashContents(tx, ids);
        return tx.update(
          'client',
          ids.map((id) => ({ id, patch: { deletedAt: tx.nowMs } })),
        );
      },
    );
    requireFound(value, ids, 'client');
    return { items: value as readonly Client[], changeSetId }; // brand only
  }

  async #naming(ids: readonly string[]): Promise<Record<string, string | number>> {
    const [only] = ids;
    if (ids.length !== 1 || only === undefined) return { count: ids.length };
    const client = await this.#deps.reads.findWithCounts(only, this.#deps.clock.today());
    return { count: 1, title: client?.name ?? '' };
  }
}

/** A whole row from what was given; what was not given gets its plain default. */
export function newClientRow(id: string, input: ClientCreate, nowMs: number): EntityInsert<'client'> {
  return {
    id,
    name: input.name,
    email: input.email ?? '',
    phone: input.phone ?? '',
    website: input.website ?? '',
    taxId: input.taxId ?? '',
    language: input.language ?? '',
    currency: input.currency ?? null,
    hourlyRateMinor: input.hourlyRateMinor ?? null,
    address: input.address ?? EMPTY_ADDRESS,
    contacts: input.contacts ?? [],
    notes: input.notes ?? '',
    tags: input.tags ?? [],
    colour: input.colour ?? colourOf(id),
    isPrivate: input.isPrivate ?? false,
    archivedAt: null,
    deletedAt: null,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
}

/** A colour that stays the same for an id and spreads over the palette. */
export function colourOf(id: string): (typeof COLOURS)[number] {
  const last = Number.parseInt(id.slice(-4), 16) || 0;
  return COLOURS[last % COLOURS.length] ?? 'slate';
}

/** `clients.archive`, `clients.unarchive` or `clients.update`. */
export function archiveCommand(domain: string, isArchived: boolean | undefined): string {
  if (isArchived === undefined) return `${domain}.update`;
  return isArchived ? `${domain}.archive` : `${domain}.unarchive`;
}

export function requireFound(rows: readonly unknown[], ids: readonly string[], noun: string): void {
  if (rows.length === 0 && ids.length > 0) {
    throw new AppError('not_found', `This ${noun} does not exist any more.`);
  }
}
