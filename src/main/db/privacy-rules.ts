import { getTableColumns } from 'drizzle-orm';
import { changeLog } from './tables/changes.ts';

/**
 * What of each table a privacy view shows. `visible` is a condition on the rows of the table; `isOpen` needs no view
 * at all, and `why` says what makes that right. A test fails for a table that is in neither list.
 *
 * Each rule reads `hidden_clients`, `hidden_projects` (private and not open in this view), `hidden_tasks` (what is theirs,
 * and the parts of these), `hidden_notes` (what is theirs) and the tables under their own names, which are views
 * themselves: what belongs to a note is shown with the note.
 */
export type PrivacyRule = { readonly visible: string; readonly columns?: string } | { readonly why: string };

/** Of both a project and a client. Who opens a project has opened what lies in it, whoever the client is. */
const OWNED = `(project_id IS NULL OR project_id NOT IN (SELECT id FROM hidden_projects))
  AND (client_id IS NULL OR client_id NOT IN (SELECT id FROM hidden_clients)
    OR project_id IN (SELECT id FROM open_ids))`;

const NOTHING = '0';

/** Whether the item that a row speaks of can be seen. Derived rows lag behind their item, so it is asked itself. */
function ofItem(kind: string, id: string, otherwise: string): string {
  const seen = (table: string, key = 'id') => `EXISTS (SELECT 1 FROM ${table} x WHERE x.${key} = ${id})`;
  return `CASE ${kind} WHEN 'task' THEN ${seen('tasks')} WHEN 'note' THEN ${seen('notes')}
    WHEN 'project' THEN ${seen('projects')} WHEN 'client' THEN ${seen('clients')}
    WHEN 'checkpoint' THEN ${seen('checkpoints')} WHEN 'task_comment' THEN ${seen('task_comments')}
    WHEN 'attachment' THEN ${seen('attachments')} WHEN 'memory' THEN ${seen('memory_facts')}
    ELSE ${otherwise} END`;
}

const ownColumns = (): string =>
  Object.values(getTableColumns(changeLog))
    // What fills the message of a command may name others than the row at hand.
    .map(({ name }) => (name === 'params' ? `'{}' AS params` : `"${name}"`))
    .join(', ');

const MACHINERY = 'machinery that works by ids and for everybody; nobody is shown it through a view';
const SOURCES = 'a source as such belongs to nobody; what of it belongs to a client is in external_items';
const RIGHTS = 'rights and settings of the person; no words of any client';
const NUMBERS = 'numbers and ids only';

export const PRIVACY_RULES: Readonly<Record<string, PrivacyRule>> = {
  clients: { visible: 'id NOT IN (SELECT id FROM hidden_clients)' },
  projects: { visible: 'id NOT IN (SELECT id FROM hidden_projects)' },
  tasks: { visible: 'id NOT IN (SELECT id FROM hidden_tasks)' },
  task_comments: { visible: 'EXISTS (SELECT 1 FROM tasks x WHERE x.id = t.task_id)' },
  task_waits: { visible: 'EXISTS (SELECT 1 FROM tasks x WHERE x.id = t.task_id)' },
  taggings: { visible: ofItem('t.entity', 't.entity_id', NOTHING) },
  checkpoints: { visible: 'project_id NOT IN (SELECT id FROM hidden_projects)' },
  notes: { visible: 'id NOT IN (SELECT id FROM hidden_notes)' },
  note_links: { visible: 'EXISTS (SELECT 1 FROM notes x WHERE x.id = t.note_id)' },
  note_versions: { visible: 'EXISTS (SELECT 1 FROM notes x WHERE x.id = t.note_id)' },
  attachments: { visible: 'EXISTS (SELECT 1 FROM notes x WHERE x.id = t.note_id)' },
  blob_parts: { visible: 'sha256 IN (SELECT sha256 FROM attachments)' },
  external_items: { visible: OWNED },
  search_docs: { visible: OWNED },
  passages: {
    visible: `${OWNED} AND ${ofItem('t.kind', 't.entity_id', 'EXISTS (SELECT 1 FROM external_items x WHERE x.id = t.entity_id)')}`,
  },
  proposals: { visible: `${OWNED} AND (entity_id IS NULL OR ${ofItem('t.kind', 't.entity_id', '1')})` },
  memory_facts: { visible: OWNED },
  assistant_sessions: {
    visible: `${OWNED} AND (is_private = 0 OR project_id IN (SELECT id FROM open_ids)
      OR client_id IN (SELECT id FROM open_ids))`,
  },
  assistant_messages: { visible: 'EXISTS (SELECT 1 FROM assistant_sessions x WHERE x.id = t.session_id)' },
  change_log: {
    visible: ofItem('t.entity', 't.entity_id', `t.entity IN ('setting')`),
    columns: ownColumns(),
  },
  datasets: { visible: 'is_private = 0' },
  dataset_records: { visible: 'EXISTS (SELECT 1 FROM datasets x WHERE x.id = t.dataset_id)' },
  dataset_vectors: { visible: 'EXISTS (SELECT 1 FROM datasets x WHERE x.id = t.dataset_id)' },
  dataset_edits: { visible: 'EXISTS (SELECT 1 FROM datasets x WHERE x.id = t.dataset_id)' },
  dataset_runs: { visible: 'EXISTS (SELECT 1 FROM datasets x WHERE x.id = t.dataset_id)' },
  dataset_versions: { visible: 'EXISTS (SELECT 1 FROM datasets x WHERE x.id = t.dataset_id)' },
  dataset_version_records: { visible: 'EXISTS (SELECT 1 FROM dataset_versions x WHERE x.id = t.version_id)' },
  dataset_values: { visible: 'EXISTS (SELECT 1 FROM datasets x WHERE x.id = t.dataset_id)' },
  // Only the person looks at these, and nothing says whose words they carry.
  notifications: { visible: NOTHING },
  saved_filters: { visible: NOTHING },
  span_contents: { visible: NOTHING },
  briefs: { visible: NOTHING },
  dataset_drafts: { visible: NOTHING },

  activity_log: { why: 'what was done, by ids; its chain must be read whole' },
  egress_ledger: { why: NUMBERS },
  email_accounts: { why: SOURCES },
  email_cursors: { why: SOURCES },
  email_seen: { why: NUMBERS },
  calendar_sources: { why: SOURCES },
  calendar_objects: { why: SOURCES },
  calendar_cursors: { why: NUMBERS },
  file_folders: { why: SOURCES },
  file_entries: { why: SOURCES },
  file_cursors: { why: NUMBERS },
  jobs: { why: MACHINERY },
  job_steps: { why: MACHINERY },
  job_intents: { why: MACHINERY },
  job_blobs: { why: MACHINERY },
  job_signals: { why: MACHINERY },
  job_logs: { why: MACHINERY },
  job_items: { why: MACHINERY },
  schedules: { why: MACHINERY },
  import_keys: { why: NUMBERS },
  import_presets: { why: RIGHTS },
  grants: { why: RIGHTS },
  standing_rules: { why: RIGHTS },
  settings: { why: RIGHTS },
  playbooks: { why: 'plans without their parameters: made to be used for any client' },
  plugins: { why: RIGHTS },
  plugin_files: { why: 'code' },
  plugin_state: { why: 'what a plugin remembers is read by that plugin alone' },
  named_secrets: { why: 'read by the part that connects, never shown' },
  store_meta: { why: NUMBERS },
  passages_due: { why: NUMBERS },
  passages_gone: { why: NUMBERS },
  passage_models: { why: NUMBERS },
  passage_vectors: { why: 'numbers by row; words come from passages' },
  agent_entries: { why: 'what this very run was told; read by its id alone' },
  agent_checkpoints: { why: 'where this very run stands; read by its id alone' },
  agent_checkpoint_writes: { why: 'where this very run stands; read by its id alone' },
  traces: { why: NUMBERS },
  spans: { why: 'attributes by the conventions of OpenTelemetry: numbers and names of models' },
  model_costs: { why: NUMBERS },
  model_budgets: { why: NUMBERS },
  model_prices: { why: NUMBERS },
  backup_setup: { why: RIGHTS },
  backup_runs: { why: NUMBERS },
  cloud_accounts: { why: RIGHTS },
  outbox_items: { why: MACHINERY },
  dataset_slices: { why: NUMBERS },
  dataset_run_workers: { why: NUMBERS },
  dataset_counts: { why: NUMBERS },
  dataset_profiles: { why: RIGHTS },
  embedders: { why: RIGHTS },
  model_providers: { why: RIGHTS },
  schema_migrations: { why: NUMBERS },
  model_answers: { why: 'found by the hash of everything that was asked, so by the same words only' },
};
