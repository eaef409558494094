import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { AssistantScope } from '#shared/contracts/assistant.ts';
import type { MemoryFact, MemoryKey, MemoryListInput } from '#shared/contracts/memory.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { memoryFacts } from '#main/db/tables/memory.ts';

export type MemoryReads = {
  list(input: MemoryListInput): Promise<readonly MemoryFact[]>;
  find(key: MemoryKey): Promise<MemoryFact | undefined>;
};

export function createMemoryReads(reader: Reader): MemoryReads {
  const select = () => reader.select().from(memoryFacts);
  return {
    async list({ namespace, scope }) {
      const everywhere = and(isNull(memoryFacts.clientId), isNull(memoryFacts.projectId));
      const here = scope && scopeKeys(scope);
      const rows = await select()
        .where(
          and(
            namespace === undefined ? undefined : inArray(memoryFacts.namespace, ['shared', namespace]),
            here && or(everywhere, inArray(memoryFacts.scopeKey, [...here])),
          ),
        )
        .orderBy(asc(memoryFacts.namespace), asc(memoryFacts.key), asc(memoryFacts.id));
      return rows.map(toFact);
    },
    async find({ namespace, key, scope }) {
      const [row] = await select()
        .where(
          and(
            eq(memoryFacts.namespace, namespace),
            eq(memoryFacts.key, key),
            eq(memoryFacts.scopeKey, scopeKey(scope)),
          ),
        )
        .limit(1);
      return row && toFact(row);
    },
  };
}

export function putFact(tx: Writer, fact: MemoryFact): void {
  const { id, namespace, key, value, scope, principal, createdAt, updatedAt } = fact;
  tx.run({
    sql: `INSERT INTO memory_facts
        (id, namespace, key, value, client_id, project_id, scope_key, principal, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (namespace, key, scope_key) DO UPDATE
      SET value = excluded.value, principal = excluded.principal, updated_at = excluded.updated_at`,
    params: [
      id,
      namespace,
      key,
      value,
      scope.clientId,
      scope.projectId,
      scopeKey(scope),
      principal,
      createdAt,
      updatedAt,
    ],
  });
  tx.touch('memory', [id]);
}

export async function dropFact(tx: Writer, id: string): Promise<boolean> {
  const found = await tx.$count(memoryFacts, eq(memoryFacts.id, id));
  if (found === 0) return false;
  tx.run({ sql: 'DELETE FROM memory_facts WHERE id = ?', params: [id] });
  tx.touch('memory', [id]);
  return true;
}

export async function countFacts(tx: Writer): Promise<number> {
  return tx.$count(memoryFacts, sql`1`);
}

function scopeKey({ clientId, projectId }: AssistantScope): string {
  if (projectId !== null) return `project:${projectId}`;
  return clientId === null ? '' : `client:${clientId}`;
}

/** What a conversation about a project may hear: its own, and what is known of its client. */
function scopeKeys({ clientId, projectId }: AssistantScope): readonly string[] {
  return [
    ...(projectId === null ? [] : [`project:${projectId}`]),
    ...(clientId === null ? [] : [`client:${clientId}`]),
  ];
}

function toFact(row: typeof memoryFacts.$inferSelect): MemoryFact {
  const { id, namespace, key, value, clientId, projectId, principal, createdAt, updatedAt } = row;
  return { id, namespace, key, value, scope: { clientId, projectId }, principal, createdAt, updatedAt };
}
