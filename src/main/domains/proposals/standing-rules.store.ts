import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { standingRules } from '#main/db/tables/proposals.ts';

export type StandingRuleRow = typeof standingRules.$inferSelect;

export type StandingRulesReads = {
  /** Those that hold now, of everyone. */
  listHolding(nowMs: number): Promise<readonly StandingRuleRow[]>;
  listFor(principal: string, actionId: string, nowMs: number): Promise<readonly StandingRuleRow[]>;
  find(id: string): Promise<StandingRuleRow | undefined>;
};

export function createStandingRulesReads(reader: Reader): StandingRulesReads {
  const holds = (nowMs: number) => and(isNull(standingRules.removedAt), gt(standingRules.expiresAt, nowMs));
  return {
    listHolding: (nowMs) =>
      reader.select().from(standingRules).where(holds(nowMs)).orderBy(asc(standingRules.createdAt)),
    listFor: (principal, actionId, nowMs) =>
      reader
        .select()
        .from(standingRules)
        .where(
          and(holds(nowMs), eq(standingRules.principal, principal), eq(standingRules.actionId, actionId)),
        ),
    async find(id) {
      const [row] = await reader.select().from(standingRules).where(eq(standingRules.id, id));
      return row;
    },
  };
}

export function insertRule(tx: Writer, rule: StandingRuleRow): void {
  tx.run({
    sql: `INSERT INTO standing_rules
      (id, principal, version, content_hash, action_id, scope, created_at, expires_at, removed_at, use_count, last_used_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      rule.id,
      rule.principal,
      rule.version,
      rule.contentHash,
      rule.actionId,
      rule.scope,
      rule.createdAt,
      rule.expiresAt,
      rule.removedAt,
      rule.useCount,
      rule.lastUsedAt,
    ],
  });
  tx.touch('proposal', [rule.id]);
}

export function removeRule(tx: Writer, id: string): void {
  tx.run({
    sql: 'UPDATE standing_rules SET removed_at = ? WHERE id = ? AND removed_at IS NULL',
    params: [tx.nowMs, id],
  });
  tx.touch('proposal', [id]);
}

export function countUse(tx: Writer, id: string): void {
  tx.run({
    sql: 'UPDATE standing_rules SET use_count = use_count + 1, last_used_at = ? WHERE id = ?',
    params: [tx.nowMs, id],
  });
}
