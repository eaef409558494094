/** The names a new domain's files are made of, for `invoices`: Invoice, invoice, INVOICES. */
export type DomainNames = {
  /** Folder and router: `invoices`, `time-entries`. */
  readonly domain: string;
  /** Variable: `invoices`, `timeEntries`. */
  readonly camel: string;
  /** Type of the door: `Invoices`, `TimeEntries`. */
  readonly door: string;
  /** Type of one: `Invoice`, `TimeEntry`. */
  readonly item: string;
  /** Key of one in the change log, and its table's prefix: `invoice`, `time_entry`. */
  readonly entity: string;
};

const pascal = (words: readonly string[]): string =>
  words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');

function singular(plural: string): string {
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`;
  return plural.endsWith('s') ? plural.slice(0, -1) : plural;
}

export function namesOf(domain: string): DomainNames {
  const many = domain.split('-');
  const one = [...many.slice(0, -1), singular(many.at(-1) ?? domain)];
  const door = pascal(many);
  return {
    domain,
    door,
    camel: door.slice(0, 1).toLowerCase() + door.slice(1),
    item: pascal(one),
    entity: one.join('_'),
  };
}

const contract = ({ domain, item, entity }: DomainNames): string => `import { z } from 'zod';
import { instantSchema, pageInput, titleSchema } from './common.ts';

const idSchema = z.uuid().brand<'${item}Id'>();

const fields = { title: titleSchema };

export const ${variable(entity)}Schema = z.object({
  id: idSchema,
  ...fields,
  deletedAt: instantSchema.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type ${item} = z.infer<typeof ${variable(entity)}Schema>;

export const ${variable(entity)}IdInputSchema = z.object({ id: idSchema });
export const ${variable(entity)}CreateSchema = z.object(fields);
export type ${item}Create = z.infer<typeof ${variable(entity)}CreateSchema>;

export const ${variable(entity)}UpdateSchema = z.object({
  ids: z.array(idSchema).min(1).max(5000),
  patch: z.object(fields).partial(),
});
export type ${item}Update = z.infer<typeof ${variable(entity)}UpdateSchema>;

export const ${variable(entity)}RemoveSchema = ${variable(entity)}UpdateSchema.pick({ ids: true });

/** Paging of the ${domain.replaceAll('-', ' ')}, by title. */
export const ${variable(entity)}ListInputSchema = z.object(pageInput);
export type ${item}ListInput = z.infer<typeof ${variable(entity)}ListInputSchema>;
`;

const table = ({
  camel,
  domain,
}: DomainNames): string => `import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { id, lifecycle } from './columns.ts';

export const ${camel} = sqliteTable(
  '${domain.replaceAll('-', '_')}',
  { id: id(), title: text('title').notNull(), ...lifecycle() },
  (table) => [index('${domain.replaceAll('-', '_')}_by_title').on(table.title)],
);
`;

const store = ({
  camel,
  domain,
  door,
  item,
  entity,
}: DomainNames): string => `import { and, count, eq, isNull, sql } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import { ${variable(entity)}Schema, type ${item}, type ${item}ListInput } from '#shared/contracts/${domain}.ts';
import { afterCursor, orderOf, pageOf, sortValues, type SortColumn } from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { ${camel} } from '#main/db/tables/${domain}.ts';

export type ${door}Store = {
  list(input: ${item}ListInput): Promise<Page<${item}>>;
  find(id: string): Promise<${item} | undefined>;
};

const BY_TITLE: readonly SortColumn[] = [
  { by: sql\`lower(\${${camel}.title})\`, direction: 'asc' },
  { by: ${camel}.id, direction: 'asc' },
];

export function create${door}Store(reader: Reader): ${door}Store {
  const isLive = isNull(${camel}.deletedAt);
  return {
    async list(input) {
      const rows = await reader
        .select({ row: ${camel}, sortValues: sortValues(BY_TITLE) })
        .from(${camel})
        .where(and(isLive, afterCursor(BY_TITLE, input.cursor)))
        .orderBy(...orderOf(BY_TITLE))
        .limit(input.limit + 1);
      const [total] = await reader.select({ value: count() }).from(${camel}).where(isLive);
      return pageOf(rows, input.limit, total?.value ?? 0, ({ row }) => ${variable(entity)}Schema.parse(row));
    },
    async find(id) {
      const [row] = await reader.select().from(${camel}).where(eq(${camel}.id, id));
      return row && ${variable(entity)}Schema.parse(row);
    },
  };
}
`;

const service = ({
  camel,
  domain,
  door,
  item,
  entity,
}: DomainNames): string => `import type { Page, Written, WrittenMany } from '#shared/contracts/common.ts';
import type { ${item}, ${item}Create, ${item}ListInput, ${item}Update } from '#shared/contracts/${domain}.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { ${door}Store } from './${domain}.store.ts';

export type ${door}Deps = {
  readonly store: Store;
  readonly reads: ${door}Store;
  readonly ids: IdSource;
};

export class ${door}Service {
  readonly #deps: ${door}Deps;

  constructor(deps: ${door}Deps) {
    this.#deps = deps;
  }

  list(input: ${item}ListInput): Promise<Page<${item}>> {
    return this.#deps.reads.list(input);
  }

  async get(id: string): Promise<${item}> {
    const found = await this.#deps.reads.find(id);
    if (!found) throw new AppError('not_found', 'This ${entity.replaceAll('_', ' ')} does not exist any more.');
    return found;
  }

  async create(input: ${item}Create): Promise<Written<${item}>> {
    const { store, ids } = this.#deps;
    const { value, changeSetId } = await store.write(
      { command: '${camel}.create', params: { title: input.title } },
      (tx) => {
        const times = { deletedAt: null, createdAt: tx.nowMs, updatedAt: tx.nowMs };
        const row = { id: ids.next(), ...input, ...times };
        tx.insert('${entity}', [row]);
        return row as ${item}; // brand only
      },
    );
    return { item: value, changeSetId };
  }

  async update({ ids, patch }: ${item}Update): Promise<WrittenMany<${item}>> {
    return this.#change('${camel}.update', ids, () => patch);
  }

  /** To the trash. */
  async remove(ids: readonly string[]): Promise<WrittenMany<${item}>> {
    return this.#change('${camel}.remove', ids, (nowMs) => ({ deletedAt: nowMs }));
  }

  async #change(command: string, ids: readonly string[], patchAt: (nowMs: number) => Partial<${item}>) {
    const { store } = this.#deps;
    const { value, changeSetId } = await store.write({ command, params: { count: ids.length } }, (tx) =>
      tx.update('${entity}', ids.map((id) => ({ id, patch: patchAt(tx.nowMs) }))),
    );
    return { items: value as readonly ${item}[], changeSetId }; // brand only
  }
}
`;

const routerFile = ({ camel, domain, entity }: DomainNames): string => `import {
  ${variable(entity)}CreateSchema,
  ${variable(entity)}IdInputSchema,
  ${variable(entity)}ListInputSchema,
  ${variable(entity)}RemoveSchema,
  ${variable(entity)}UpdateSchema,
} from '#shared/contracts/${domain}.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const ${camel}Router = router({
  list: procedure
    .input(${variable(entity)}ListInputSchema)
    .query(({ ctx, input }) => ctx.workspace.${camel}.list(input)),
  get: procedure
    .input(${variable(entity)}IdInputSchema)
    .query(({ ctx, input }) => ctx.workspace.${camel}.get(input.id)),
  create: procedure
    .input(${variable(entity)}CreateSchema)
    .mutation(({ ctx, input }) => ctx.workspace.${camel}.create(input)),
  update: procedure
    .input(${variable(entity)}UpdateSchema)
    .mutation(({ ctx, input }) => ctx.workspace.${camel}.update(input)),
  remove: procedure
    .input(${variable(entity)}RemoveSchema)
    .mutation(({ ctx, input }) => ctx.workspace.${camel}.remove(input.ids)),
});
`;

const doorFile = ({
  domain,
  door,
}: DomainNames): string => `import { ${door}Service, type ${door}Deps } from './${domain}.service.ts';
import { create${door}Store } from './${domain}.store.ts';

export type ${door} = ${door}Service;

/** ${door.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')}: what this domain is for, in one line. */
export function create${door}(deps: Omit<${door}Deps, 'reads'>): ${door} {
  return new ${door}Service({ ...deps, reads: create${door}Store(deps.store.reader) });
}
`;

function variable(entity: string): string {
  return entity.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

/** The files of a new domain by their path: contract, table, store, service, router, door. */
export function filesOf(names: DomainNames): ReadonlyMap<string, string> {
  const { domain } = names;
  const folder = `src/main/domains/${domain}`;
  return new Map([
    [`src/shared/contracts/${domain}.ts`, contract(names)],
    [`src/main/db/tables/${domain}.ts`, table(names)],
    [`${folder}/${domain}.store.ts`, store(names)],
    [`${folder}/${domain}.service.ts`, service(names)],
    [`${folder}/${domain}.router.ts`, routerFile(names)],
    [`${folder}/index.ts`, doorFile(names)],
  ]);
}
