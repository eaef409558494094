import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ChangeBatch, ChangeEvent } from '#shared/contracts/changes.ts';
import { toastError } from '../lib/toast.ts';
import { markChanged } from './changed-at.ts';
import { useApiConnection } from './provider.tsx';

type Topic = ChangeEvent['topic'];

/** The first part of every query key: ['tasks', 'list', input], ['tasks', 'get', id]. */
export type QueryRoot =
  | 'activity'
  | 'assistant'
  | 'changes'
  | 'checkpoints'
  | 'clients'
  | 'connectors'
  | 'externalItems'
  | 'home'
  | 'imports'
  | 'jobs'
  | 'memory'
  | 'models'
  | 'network'
  | 'notes'
  | 'notifications'
  | 'permissions'
  | 'playbooks'
  | 'plugins'
  | 'projects'
  | 'proposals'
  | 'savedFilters'
  | 'search'
  | 'settings'
  | 'system'
  | 'tasks'
  | 'timeline'
  | 'traces'
  | 'trash'
  | 'usage'
  | 'backup'
  /** What is here now beside what was backed up. */
  | 'backedUp'
  | 'cloud'
  | 'queue'
  | 'datasets';

/** What may look different once a row of this kind has changed: names, counts and progress included. */
const DEPENDENTS: Record<Topic, readonly QueryRoot[]> = {
  task: ['tasks', 'projects', 'clients', 'checkpoints', 'timeline', 'home', 'search', 'trash', 'backedUp'],
  task_comment: ['tasks', 'search'],
  client: ['clients', 'projects', 'tasks', 'notes', 'timeline', 'home', 'search', 'trash', 'backedUp'],
  project: [
    'projects',
    'clients',
    'tasks',
    'checkpoints',
    'notes',
    'timeline',
    'home',
    'search',
    'trash',
    'backedUp',
  ],
  checkpoint: ['checkpoints', 'projects', 'tasks', 'timeline', 'home', 'search', 'trash', 'backedUp'],
  note: ['notes', 'projects', 'clients', 'checkpoints', 'home', 'search', 'trash', 'backedUp'],
  attachment: ['notes', 'backedUp'],
  saved_filter: ['savedFilters'],
  setting: ['settings'],
  job: ['jobs', 'imports', 'plugins', 'datasets'],
  schedule: ['jobs', 'plugins'],
  search_index: ['search'],
  system: ['system'],
  activity: ['activity'],
  permission: ['permissions', 'plugins'],
  proposal: ['proposals', 'plugins', 'assistant'],
  playbook: ['playbooks'],
  connector: ['connectors'],
  file_folder: ['connectors'],
  external_item: ['externalItems', 'timeline', 'search'],
  notification: ['notifications'],
  plugin: ['plugins'],
  network: ['network'],
  assistant: ['assistant'],
  memory: ['memory'],
  model_provider: ['models'],
  model_health: ['models'],
  embedder: ['models', 'search'],
  trace: ['traces'],
  usage: ['usage'],
  backup: ['backup'],
  cloud: ['cloud'],
  outbox: ['queue'],
  dataset: ['datasets'],
  dataset_record: ['datasets'],
};

const RECORDED_APART: ReadonlySet<Topic> = new Set([
  'job',
  'schedule',
  'search_index',
  'system',
  'activity',
  'permission',
  'proposal',
  'connector',
  'playbook',
  'file_folder',
  'external_item',
  'notification',
  'plugin',
  'assistant',
  'memory',
  'model_provider',
  'model_health',
  'embedder',
  'trace',
  'usage',
  'backup',
  'cloud',
  'outbox',
  'dataset',
  'dataset_record',
]);

/** The query roots to refresh after these changes. Anything in the change log also moves the undo order. */
export function rootsFor(changes: readonly ChangeEvent[]): ReadonlySet<QueryRoot> {
  const roots = new Set<QueryRoot>();
  for (const { topic } of changes) {
    for (const root of DEPENDENTS[topic]) roots.add(root);
    if (!RECORDED_APART.has(topic)) roots.add('changes');
  }
  return roots;
}

/** Collects what arrives within one frame: an import commits many times a second. */
export function createInvalidator(queryClient: QueryClient, schedule: (flush: () => void) => void) {
  let pending: ChangeEvent[] = [];
  const flush = (): void => {
    const roots = rootsFor(pending);
    pending = [];
    markChanged(queryClient, roots);
    void queryClient.invalidateQueries({
      predicate: ({ queryKey: [root] }) => roots.has(root as QueryRoot),
    });
  };
  return (batch: ChangeBatch): void => {
    if (pending.length === 0) schedule(flush);
    pending.push(...batch.changes);
  };
}

/** The one subscription behind every screen. After a lost connection everything counts as changed. */
export function useChangeListener(): void {
  const { api, connection } = useApiConnection();
  const queryClient = useQueryClient();
  useEffect(() => {
    const onBatch = createInvalidator(queryClient, (flush) => window.setTimeout(flush, 30));
    const subscription = api.changes.stream.subscribe(undefined, { onData: onBatch, onError: toastError });
    const stop = connection.subscribe((state) => {
      if (state === 'online') void queryClient.invalidateQueries();
    });
    return () => {
      subscription.unsubscribe();
      stop();
    };
  }, [api, connection, queryClient]);
}
