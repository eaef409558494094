import type { Reader, Writer } from '#main/db/store.ts';
import { forgetTraces } from './purge-traces.store.ts';
import type { IdsByKind } from './trash.store.ts';

/** References that stay behind when what they name goes, by table and column. */
export type Dangling = {
  readonly tasks: readonly {
    readonly id: string;
    readonly projectId: boolean;
    readonly clientId: boolean;
    readonly parentId: boolean;
  }[];
  readonly notes: readonly { readonly id: string; readonly projectId: boolean; readonly clientId: boolean }[];
  readonly projects: readonly string[];
  readonly waitingTasks: readonly string[];
};

/** Lists of ids for one statement, each bound once and used under its name. */
function given(...names: readonly string[]): string {
  return `WITH given(${names.join(', ')}) AS (VALUES (${names.map(() => '?').join(', ')}))`;
}

const among = (name: string): string => `(SELECT value FROM given, json_each(given.${name}))`;

/** Rows that stay and name one that goes. */
async function findDangling(tx: Reader, ids: IdsByKind): Promise<Dangling> {
  const list = (kind: keyof IdsByKind): string => JSON.stringify(ids[kind]);
  const [inProjects, inClients, inTasks] = [among('projects'), among('clients'), among('tasks')];
  const tasks = await tx.rows(
    `${given('projects', 'clients', 'tasks')}
      SELECT id, coalesce(project_id IN ${inProjects}, 0), coalesce(client_id IN ${inClients}, 0), coalesce(parent_id IN ${inTasks}, 0)
      FROM tasks WHERE (project_id IN ${inProjects} OR client_id IN ${inClients} OR parent_id IN ${inTasks}) AND id NOT IN ${inTasks}`,
    [list('project'), list('client'), list('task')],
  );
  const notes = await tx.rows(
    `${given('projects', 'clients', 'notes')}
      SELECT id, coalesce(project_id IN ${inProjects}, 0), coalesce(client_id IN ${inClients}, 0)
      FROM notes WHERE (project_id IN ${inProjects} OR client_id IN ${inClients}) AND id NOT IN ${among('notes')}`,
    [list('project'), list('client'), list('note')],
  );
  const projects = await tx.rows(
    `${given('clients', 'projects')} SELECT id FROM projects WHERE client_id IN ${inClients} AND id NOT IN ${inProjects}`,
    [list('client'), list('project')],
  );
  const waiting = await tx.rows(
    `${given('checkpoints', 'tasks')}
      SELECT DISTINCT task_id FROM task_waits WHERE checkpoint_id IN ${among('checkpoints')} AND task_id NOT IN ${inTasks}`,
    [list('checkpoint'), list('task')],
  );
  return {
    tasks: tasks.map(([id, ...flags]) => {
      const [projectId = false, clientId = false, parentId = false] = flags.map((flag) => flag === 1);
      return { id: String(id), projectId, clientId, parentId };
    }),
    notes: notes.map(([id, projectId, clientId]) => ({
      id: String(id),
      projectId: projectId === 1,
      clientId: clientId === 1,
    })),
    projects: projects.map(([id]) => String(id)),
    waitingTasks: waiting.map(([id]) => String(id)),
  };
}

/** Checkpoints of these projects: a checkpoint is nothing without its project. */
async function findCheckpointsOf(
  tx: Reader,
  projectIds: readonly string[],
): Promise<readonly { readonly id: string; readonly isTrashed: boolean }[]> {
  const rows = await tx.rows(
    `SELECT id, deleted_at IS NOT NULL FROM checkpoints WHERE project_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(projectIds)],
  );
  return rows.map(([id, isTrashed]) => ({ id: String(id), isTrashed: isTrashed === 1 }));
}

export type Parts = { readonly commentIds: readonly string[]; readonly attachmentIds: readonly string[] };

/** Comments and files that belong to these items, those that only the log still knows included. */
async function findParts(
  tx: Reader,
  ids: IdsByKind,
): Promise<{ readonly present: Parts; readonly logged: readonly string[] }> {
  const owners = [JSON.stringify(ids.task), JSON.stringify(ids.note)];
  const [tasks = '[]', notes = '[]'] = owners;
  const comments = await tx.rows(
    `SELECT id FROM task_comments WHERE task_id IN (SELECT value FROM json_each(?))`,
    [tasks],
  );
  const attachments = await tx.rows(
    `SELECT id FROM attachments WHERE note_id IN (SELECT value FROM json_each(?))`,
    [notes],
  );
  const logged = await tx.rows(
    `${given('tasks', 'notes')} SELECT DISTINCT entity_id FROM change_log WHERE entity IN ('task_comment', 'attachment')
      AND (coalesce(before ->> 'taskId', after ->> 'taskId') IN ${among('tasks')} OR coalesce(before ->> 'noteId', after ->> 'noteId') IN ${among('notes')})`,
    owners,
  );
  const present = {
    commentIds: comments.map(([id]) => String(id)),
    attachmentIds: attachments.map(([id]) => String(id)),
  };
  return { present, logged: logged.map(([id]) => String(id)) };
}

/** Files' contents that nothing names once these attachments are gone. Call before the log forgets them. */
async function findLonelyBlobs(tx: Reader, attachmentIds: readonly string[]): Promise<readonly string[]> {
  if (attachmentIds.length === 0) return [];
  const logged = `coalesce(before ->> 'sha256', after ->> 'sha256')`;
  // An attachment taken back by undo lives in the log alone, and redo must find its content.
  const rows = await tx.rows(
    `${given('gone')}, named(id, sha256) AS (
        SELECT id, sha256 FROM attachments
        UNION SELECT entity_id, ${logged} FROM change_log WHERE entity = 'attachment' AND ${logged} IS NOT NULL)
      SELECT DISTINCT sha256 FROM named WHERE id IN ${among('gone')}
      EXCEPT SELECT sha256 FROM named WHERE id NOT IN ${among('gone')}`,
    [JSON.stringify(attachmentIds)],
  );
  return rows.map(([sha256]) => String(sha256));
}

/** Rows of unrecorded tables that say something of these items. */
function dropBelongings(tx: Writer, ids: IdsByKind, blobs: readonly string[]): void {
  const all = JSON.stringify(Object.values(ids).flat());
  tx.run({
    sql: `DELETE FROM note_versions WHERE note_id IN (SELECT value FROM json_each(?))`,
    params: [JSON.stringify(ids.note)],
  });
  tx.run({
    sql: `DELETE FROM blob_parts WHERE sha256 IN (SELECT value FROM json_each(?))`,
    params: [JSON.stringify(blobs)],
  });
  tx.run({
    sql: `DELETE FROM import_keys WHERE entity_id IN (SELECT value FROM json_each(?))`,
    params: [all],
  });
  tx.run({
    sql: `UPDATE job_items SET source = '', entity_id = NULL WHERE entity_id IN (SELECT value FROM json_each(?))`,
    params: [all],
  });
}

/**
 * Takes what the log says of these rows out of it: that they were there and changed stays, what they said does not.
 * Titles are also in the messages of the commands.
 */
async function forgetInLog(tx: Writer, entityIds: readonly string[]): Promise<void> {
  const ids = JSON.stringify(entityIds);
  const titles = await tx.rows(
    `SELECT DISTINCT value FROM (SELECT before, after FROM change_log WHERE entity_id IN (SELECT value FROM json_each(?))) l,
      json_each(json_array(l.before ->> 'title', l.after ->> 'title', l.before ->> 'name', l.after ->> 'name'))
      WHERE value IS NOT NULL`,
    [ids],
  );
  tx.run({
    sql: `${given('gone', 'titles')} UPDATE change_log SET params = json_set(params, '$.title', '')
      WHERE seq IN (SELECT DISTINCT set_id FROM change_log WHERE entity_id IN ${among('gone')})
      AND params ->> 'title' IS NOT NULL AND (entity_id IN ${among('gone')} OR params ->> 'title' IN ${among('titles')})`,
    params: [ids, JSON.stringify(titles.map(([title]) => String(title)))],
  });
  tx.run({
    sql: `UPDATE change_log SET before = NULL, after = NULL WHERE entity_id IN (SELECT value FROM json_each(?))`,
    params: [ids],
  });
}

/** All of it as one port, as purging takes it. */
export const purgeStore = {
  findDangling,
  findCheckpointsOf,
  findParts,
  findLonelyBlobs,
  dropBelongings,
  forgetTraces,
  forgetInLog,
} as const;

export type PurgeStore = typeof purgeStore;
