import { and, asc, count, desc, eq, inArray, isNotNull, lte, notInArray, or, type SQL } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type { ProposalCounts, ProposalListInput } from '#shared/contracts/proposals.ts';
import { afterCursor, orderOf, pageOf, sortValues, type SortColumn } from '#main/db/keyset.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { proposals } from '#main/db/tables/proposals.ts';

export type ProposalRow = typeof proposals.$inferSelect;
type Patch = Partial<
  Pick<ProposalRow, 'status' | 'decidedAt' | 'decidedInput' | 'decisionReason' | 'failure' | 'changeSetId'>
>;

export type ProposalsReads = {
  find(id: string): Promise<ProposalRow | undefined>;
  findPendingTwin(principal: string, argumentsHash: string): Promise<string | undefined>;
  list(input: ProposalListInput): Promise<Page<ProposalRow>>;
  counts(): Promise<ProposalCounts>;
  countPending(principal: string): Promise<number>;
  listDue(nowMs: number): Promise<readonly ProposalRow[]>;
  /** Ids of those that this one takes the place of: the same wish about the same item. */
  listReplaced(wish: {
    readonly principal: string;
    readonly actionId: string;
    readonly entityId: string;
  }): Promise<readonly string[]>;
  listBySuggestion(ids: readonly string[]): Promise<readonly ProposalRow[]>;
  listByChangeSet(changeSetId: number): Promise<readonly ProposalRow[]>;
  listByStatus(status: ProposalRow['status']): Promise<readonly ProposalRow[]>;
  /** Of these proposals, or of all. */
  listSuggestionIds(ids?: readonly string[]): Promise<readonly string[]>;
  listOfRun(runId: string): Promise<readonly { readonly id: string; readonly hash: string }[]>;
  /** Those of these that a run asked for and that wait no longer. */
  listDecided(ids: readonly string[]): Promise<readonly ProposalRow[]>;
  listPendingOf(principal: string): Promise<readonly ProposalRow[]>;
};

/** How long a proposal waits. */
export const PROPOSAL_LIFE_MS = 30 * 24 * 3_600_000;

const LATEST: readonly SortColumn[] = [
  { by: proposals.createdAt, direction: 'desc' },
  { by: proposals.id, direction: 'desc' },
];

export function createProposalsReads(reader: Reader): ProposalsReads {
  const isPending = eq(proposals.status, 'pending');
  return {
    async find(id) {
      const [row] = await reader.select().from(proposals).where(eq(proposals.id, id));
      return row;
    },
    async findPendingTwin(principal, argumentsHash) {
      const [row] = await reader
        .select({ id: proposals.id })
        .from(proposals)
        .where(
          and(isPending, eq(proposals.principal, principal), eq(proposals.argumentsHash, argumentsHash)),
        );
      return row?.id;
    },
    list: (input) => list(reader, input),
    counts: () => counts(reader),
    async countPending(principal) {
      const where = and(isPending, eq(proposals.principal, principal));
      const [row] = await reader.select({ value: count() }).from(proposals).where(where);
      return row?.value ?? 0;
    },
    listDue: (nowMs) =>
      reader
        .select()
        .from(proposals)
        // All live equally long: by the day of creation the index finds them, and each call of a plugin comes here.
        .where(and(isPending, lte(proposals.createdAt, nowMs - PROPOSAL_LIFE_MS)))
        .limit(1_000),
    async listReplaced({ principal, actionId, entityId }) {
      const same = and(
        isPending,
        eq(proposals.entityId, entityId),
        eq(proposals.principal, principal),
        eq(proposals.actionId, actionId),
      );
      const rows = await reader.select({ id: proposals.id }).from(proposals).where(same);
      return rows.map((row) => row.id);
    },
    listBySuggestion: (ids) =>
      reader
        .select()
        .from(proposals)
        .where(inArray(proposals.suggestionId, [...ids])),
    listByChangeSet: (changeSetId) =>
      reader.select().from(proposals).where(eq(proposals.changeSetId, changeSetId)),
    listByStatus: (status) =>
      reader.select().from(proposals).where(eq(proposals.status, status)).limit(10_000),
    listOfRun: (runId) => listOfRun(reader, runId),
    listDecided: (ids) => listDecided(reader, ids),
    listPendingOf: (principal) => listPendingOf(reader, principal),
    async listSuggestionIds(ids) {
      const rows = await reader
        .select({ id: proposals.suggestionId })
        .from(proposals)
        .where(and(isNotNull(proposals.suggestionId), ids ? inArray(proposals.id, [...ids]) : undefined));
      return rows.flatMap((row) => row.id ?? []);
    },
  };
}

async function listOfRun(reader: Reader, runId: string) {
  const { id, argumentsHash, createdAt } = proposals;
  return reader
    .select({ id, hash: argumentsHash })
    .from(proposals)
    .where(eq(proposals.runId, runId))
    .orderBy(asc(createdAt), asc(id));
}

async function listDecided(reader: Reader, ids: readonly string[]): Promise<readonly ProposalRow[]> {
  const isAsked = and(inArray(proposals.id, [...ids]), isNotNull(proposals.runId));
  return reader
    .select()
    .from(proposals)
    .where(and(isAsked, notInArray(proposals.status, ['pending', 'applying'])));
}

async function listPendingOf(reader: Reader, principal: string): Promise<readonly ProposalRow[]> {
  const { status, principal: by } = proposals;
  return reader
    .select()
    .from(proposals)
    .where(and(eq(status, 'pending'), eq(by, principal)));
}

const INSERT_SQL = `INSERT INTO proposals
  (id, status, action_id, input, arguments_hash, preview, kind, entity_id, project_id, client_id, risk, reason, sources,
   principal, principal_facts, run_id, suggestion_kind, suggestion_id, created_at, expires_at, decided_at, decided_input,
   decision_reason, failure, change_set_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function insertProposal(tx: Writer, row: ProposalRow): void {
  tx.run({
    sql: INSERT_SQL,
    params: [
      row.id,
      row.status,
      row.actionId,
      JSON.stringify(row.input),
      row.argumentsHash,
      JSON.stringify(row.preview),
      row.kind,
      row.entityId,
      row.projectId,
      row.clientId,
      row.risk,
      row.reason,
      JSON.stringify(row.sources),
      row.principal,
      JSON.stringify(row.principalFacts),
      row.runId,
      row.suggestionKind,
      row.suggestionId,
      row.createdAt,
      row.expiresAt,
      row.decidedAt,
      row.decidedInput === null ? null : JSON.stringify(row.decidedInput),
      row.decisionReason,
      row.failure,
      row.changeSetId,
    ],
  });
  tx.touch('proposal', [row.id]);
}

/** Moves it on where it still stands as `from`; false where somebody was faster. */
export async function moveProposal(
  tx: Writer,
  id: string,
  from: ProposalRow['status'],
  patch: Patch,
): Promise<boolean> {
  const columns: Readonly<Record<keyof Patch, string>> = {
    status: 'status',
    decidedAt: 'decided_at',
    decidedInput: 'decided_input',
    decisionReason: 'decision_reason',
    failure: 'failure',
    changeSetId: 'change_set_id',
  };
  const given = Object.entries(patch) as readonly [keyof Patch, Patch[keyof Patch]][]; // keys of the type itself
  const values = given.map(([key, value]) =>
    key === 'decidedInput' && value !== null
      ? JSON.stringify(value)
      : ((value ?? null) as string | number | null),
  );
  const sets = given.map(([key]) => `${columns[key]} = ?`).join(', ');
  const rows = await tx.rows(`UPDATE proposals SET ${sets} WHERE id = ? AND status = ? RETURNING id`, [
    ...values,
    id,
    from,
  ]);
  tx.touch('proposal', [id]);
  return rows.length > 0;
}

async function list(reader: Reader, input: ProposalListInput): Promise<Page<ProposalRow>> {
  const filter = filterOf(input);
  const rows = await reader
    .select({ row: proposals, sortValues: sortValues(LATEST) })
    .from(proposals)
    .where(and(filter, afterCursor(LATEST, input.cursor)))
    .orderBy(...orderOf(LATEST))
    .limit(input.limit + 1);
  const [total] = await reader.select({ value: count() }).from(proposals).where(filter);
  return pageOf(rows, input.limit, total?.value ?? 0, ({ row }) => row);
}

function filterOf(input: ProposalListInput): SQL | undefined {
  return and(
    input.statuses ? inArray(proposals.status, input.statuses) : undefined,
    input.principal === undefined ? undefined : eq(proposals.principal, input.principal),
    input.kind === undefined ? undefined : eq(proposals.kind, input.kind),
    input.risk === undefined ? undefined : eq(proposals.risk, input.risk),
    input.actionId === undefined ? undefined : eq(proposals.actionId, input.actionId),
    input.projectId === undefined ? undefined : eq(proposals.projectId, input.projectId),
    input.clientId === undefined ? undefined : eq(proposals.clientId, input.clientId),
    input.itemId === undefined
      ? undefined
      : or(eq(proposals.entityId, input.itemId), eq(proposals.suggestionId, input.itemId)),
  );
}

async function counts(reader: Reader): Promise<ProposalCounts> {
  const isPending = eq(proposals.status, 'pending');
  const byPrincipal = await reader
    .select({ principal: proposals.principal, pending: count() })
    .from(proposals)
    .where(isPending)
    .groupBy(proposals.principal)
    .orderBy(desc(count()));
  const byKind = await reader
    .select({ kind: proposals.kind, pending: count() })
    .from(proposals)
    .where(isPending)
    .groupBy(proposals.kind)
    .orderBy(desc(count()));
  return { pending: byKind.reduce((sum, one) => sum + one.pending, 0), byPrincipal, byKind };
}
