import type { AgentName } from '#shared/contracts/assistant.ts';

type AgentKind = {
  readonly name: AgentName;
  /** What a model that sorts questions is told. */
  readonly isFor: string;
  readonly task: string;
  /** Actions that it may call; what is not there yet is left out. */
  readonly tools: readonly string[];
  /** Whether passages that fit the question are looked for before it is asked. */
  readonly readsFirst: boolean;
};

const READING = [
  'search.passages',
  'clients.list',
  'clients.get',
  'projects.list',
  'projects.get',
  'tasks.list',
  'tasks.get',
  'checkpoints.list',
  'checkpoints.get',
  'notes.list',
  'notes.get',
  'memory.list',
];
const TASKS = ['tasks.create', 'tasks.update', 'tasks.complete', 'tasks.link', 'tasks.tag', 'tasks.comment'];
const PLANNING = ['tasks.update', 'tasks.reschedule', 'checkpoints.update'];
const CHECKPOINTS = ['checkpoints.create', 'checkpoints.update', 'checkpoints.complete'];
const NOTES = ['notes.create', 'notes.append', 'notes.update', 'notes.tag', 'notes.link'];
const REST = [
  'clients.create',
  'clients.update',
  'projects.create',
  'projects.update',
  'projects.complete',
  'projects.archive',
  'tasks.reschedule',
  'tasks.remove',
  'checkpoints.remove',
  'notes.remove',
];
const MEMORY = ['memory.set', 'memory.remove'];
const AGENDA = ['agenda.list_events', 'text.find_dates'];

/** The specialists. What each may call is a list of names: a new action is nobody's tool until it is put here. */
const KINDS: Record<AgentName, AgentKind> = {
  project: {
    name: 'project',
    isFor: 'one project: its state, a summary, what is next, new tasks, checkpoints or notes for it',
    task: 'You look after one project: you sum it up, and you suggest tasks, checkpoints and notes for it. Look at its tasks and checkpoints before you suggest any, so that nothing is there twice.',
    tools: [...READING, ...TASKS, ...CHECKPOINTS, ...NOTES, ...MEMORY, ...AGENDA],
    readsFirst: true,
  },
  knowledge: {
    name: 'knowledge',
    isFor: 'finding out what is written somewhere: what was agreed, promised, said, decided',
    task: 'You find out what is written in the workspace. Answer from the passages alone and cite each that you use. Where they do not hold the answer, search once with other words; then say that you did not find it.',
    tools: [...READING, ...AGENDA],
    readsFirst: true,
  },
  planner: {
    name: 'planner',
    isFor: 'planning a day or week: what to do when, conflicts, workload, estimates against the calendar',
    task: 'You plan days and weeks. Look at open tasks with their due dates and estimates and at the events, fill no day beyond its working hours, and propose planned days for tasks. Say what does not fit.',
    tools: [...READING, ...PLANNING, ...AGENDA],
    readsFirst: false,
  },
  general: {
    name: 'general',
    isFor: 'everything else in the workspace',
    task: 'You help with anything in the workspace: clients, projects, tasks, checkpoints and notes.',
    tools: [...READING, ...TASKS, ...CHECKPOINTS, ...NOTES, ...REST, ...MEMORY, ...AGENDA],
    readsFirst: true,
  },
};

export function agentKind(name: AgentName): AgentKind {
  return KINDS[name];
}

const RULES: readonly (readonly [AgentName, RegExp])[] = [
  [
    'planner',
    /\b(plan|schedule|organi[sz]e)\b.{0,30}\b(day|week|morning|afternoon|today|tomorrow)\b|\bconflicts?\b|\bworkload\b|\b(pianifica|organizza|programma)\b.{0,30}\b(giorn\w*|settimana|oggi|domani|mattina|pomeriggio)\b|\bconflitt\w+|\bsovrappo\w+/iu,
  ],
  [
    'project',
    /\b(summari[sz]e|status of|state of|next steps? (for|of|in)|suggest (tasks?|checkpoints?|milestones?))\b|\b(riassum\w+|riepilog\w+|stato d[ei]l|prossimi passi|sugger\w+ (attività|compiti|tappe))/iu,
  ],
  [
    'knowledge',
    /\b(what did|who (said|agreed|promised|wrote)|when did|where (is|did)|did (we|i|they)|agreed|promised|mentioned|find|search|look up)\b|\b(cosa (ho|ha|abbiamo|hanno)|chi (ha|aveva)|quando (ho|ha|abbiamo)|dove|promess\w+|concordat\w+|cerca|trova)\b/iu,
  ],
  [
    'general',
    /^\s*(please\s+)?(add|create|make|remind|move|rename|complete|close|mark|delete|change|set|note)\b|^\s*(aggiungi|crea|ricorda\w*|sposta|rinomina|completa|chiudi|segna|elimina|cambia|imposta|annota)\b/iu,
  ],
];

/** Who a question is for, where its words say so; null where a model should be asked. */
export function agentByWords(question: string, isAboutProject: boolean): AgentName | null {
  const found = RULES.find(([, words]) => words.test(question))?.[0] ?? null;
  // In a project's own conversation what is to be done is done for the project.
  return found === 'general' && isAboutProject ? 'project' : found;
}
