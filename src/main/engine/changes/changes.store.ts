import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Entity, HistoryEntry } from '#shared/contracts/changes.ts';
import type { Reader } from '#main/db/store.ts';
import { changeLog } from '#main/db/tables/changes.ts';
import type { LoggedChange } from './inverse.ts';
import type { SetSummary } from './undo-order.ts';

/** The latest change sets, oldest first. A set's id is the `seq` of its first row, which carries its params. */
export async function listLatestSets(reader: Reader, limit: number): Promise<readonly SetSummary[]> {
  const ids = reader
    .selectDistinct({ setId: changeLog.setId })
    .from(changeLog)
    .orderBy(desc(changeLog.setId))
    .limit(limit);
  const rows = await reader
    .select({
      changeSetId: changeLog.seq,
      command: changeLog.command,
      params: changeLog.params,
      principal: changeLog.principal,
      undoes: changeLog.undoes,
      createdAt: changeLog.createdAt,
    })
    .from(changeLog)
    .where(sql`${changeLog.seq} in ${ids}`)
    .orderBy(asc(changeLog.seq));
  return rows;
}

export async function findSet(reader: Reader, changeSetId: number): Promise<SetSummary | undefined> {
  const [row] = await reader
    .select({
      changeSetId: changeLog.seq,
      command: changeLog.command,
      params: changeLog.params,
      principal: changeLog.principal,
      undoes: changeLog.undoes,
      createdAt: changeLog.createdAt,
    })
    .from(changeLog)
    .where(eq(changeLog.seq, changeSetId));
  return row;
}

export async function listChangesOfSet(
  reader: Reader,
  changeSetId: number,
): Promise<readonly LoggedChange[]> {
  return reader
    .select({
      seq: changeLog.seq,
      entity: changeLog.entity,
      entityId: changeLog.entityId,
      op: changeLog.op,
      before: changeLog.before,
      after: changeLog.after,
    })
    .from(changeLog)
    .where(eq(changeLog.setId, changeSetId))
    .orderBy(asc(changeLog.seq));
}

export async function isSetUndone(reader: Reader, changeSetId: number): Promise<boolean> {
  const [taker] = await reader
    .select({ setId: changeLog.setId })
    .from(changeLog)
    .where(and(eq(changeLog.undoes, changeSetId), eq(changeLog.seq, changeLog.setId)))
    .orderBy(desc(changeLog.setId))
    .limit(1);
  return taker ? !(await isSetUndone(reader, taker.setId)) : false;
}

export async function listHistory(
  reader: Reader,
  entity: Entity,
  id: string,
  limit: number,
): Promise<readonly HistoryEntry[]> {
  return reader
    .select({
      seq: changeLog.seq,
      changeSetId: changeLog.setId,
      command: changeLog.command,
      params: changeLog.params,
      principal: changeLog.principal,
      op: changeLog.op,
      before: changeLog.before,
      after: changeLog.after,
      createdAt: changeLog.createdAt,
    })
    .from(changeLog)
    .where(and(eq(changeLog.entityId, id), eq(changeLog.entity, entity)))
    .orderBy(desc(changeLog.seq))
    .limit(limit);
}
