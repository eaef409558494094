import type { AnswerWords } from './words.ts';

const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
const isOne = (what: string) => /^1 \S+$/.test(what);
const open = (late: number) => (late === 0 ? '' : `, ${late} of them late`);

export const ENGLISH: AnswerWords = {
  note: {
    command: 'Read off your workspace; no language model is in use.',
    extract: 'No language model is in use: these are your own words, quoted, not an answer written for you.',
  },
  tasks: (number) => count(number, 'task'),
  checkpoints: (number) => count(number, 'checkpoint'),
  period: ({ kind, from, to }, format) => {
    if (kind === 'today') return 'today';
    if (kind === 'tomorrow') return `tomorrow, ${format.long(from)}`;
    if (kind === 'ahead') return 'from today on';
    if (kind === 'until') return `by ${format.long(to)}`;
    if (from === to) return `on ${format.long(from)}`;
    const days = `${format.long(from)} to ${format.long(to)}`;
    if (kind === 'this_week') return `this week, ${days}`;
    return kind === 'next_week' ? `next week, ${days}` : `from ${days}`;
  },
  and: (parts) => parts.join(' and '),
  about: (name) => ` for ${name}`,
  late: (days) => `${count(days, 'day')} late`,
  priority: { high: 'high', urgent: 'urgent' },
  waits: 'waiting',
  blocked: 'waits for a checkpoint',
  planned: (day) => `planned ${day}`,
  allDay: 'all day',
  titles: {
    due: 'Due',
    overdue: 'Overdue',
    waiting: 'Waiting',
    open: 'Open tasks',
    done: 'Done',
    checkpoints: 'Checkpoints ahead',
    reached: 'Reached',
    events: 'Calendar',
    conflicts: 'Conflicts',
    proposals: 'Waiting for your yes',
    plan: 'Plan',
    quotes: 'From your workspace',
    written: 'What was written about it',
    found: 'Found',
    changes: 'Changed last',
  },
  due: (what, when, about) => `${what}${about} ${isOne(what) ? 'is' : 'are'} due ${when}.`,
  nothingDue: (when, about) => `Nothing${about} is due ${when}.`,
  alsoLate: (late) => `${count(late, 'older task')} ${late === 1 ? 'is' : 'are'} late besides.`,
  overdue: (what, about) => `${what}${about} ${isOne(what) ? 'is' : 'are'} late.`,
  nothingOverdue: (about) => `Nothing${about} is late.`,
  waiting: (what, about) =>
    `${what}${about} ${isOne(what) ? 'waits' : 'wait'} for somebody or for a checkpoint.`,
  nothingWaiting: (about) => `Nothing${about} waits for anybody.`,
  done: (what, when, about) => `You finished ${what}${about} ${when}.`,
  nothingDone: (when, about) => `No task${about} was finished ${when}.`,
  events: (number, when) => `${count(number, 'event')} in your calendars ${when}.`,
  nothingEvents: (when) => `Your calendars hold nothing ${when}.`,
  noCalendar: 'No calendar is connected, so there are no events to look at. Settings → Connections adds one.',
  conflicts: (number, when) => `${count(number, 'conflict')} ${when}.`,
  nothingConflicts: (when) => `Nothing clashes ${when}.`,
  proposalsWaiting: (number) =>
    `${count(number, 'proposal')} ${number === 1 ? 'waits' : 'wait'} for your yes or no.`,
  nothingProposed: 'No proposal waits for you.',
  promised: {
    open: (name, what, late) => `For ${name} you still have ${what} open${open(late)}.`,
    nothing: (name) => `Nothing is open for ${name}: no task, no checkpoint.`,
    next: (title, day) => `The next date is ${day}: ${title}.`,
    whom: 'Promised to whom? Name a client, a person or a project.',
    unknown: (name) => `There is no client, person or project called “${name}”.`,
    mentioned: 'This is what mentions it:',
  },
  plan: {
    made: (number, when) =>
      `Here is a plan: ${when}. ${number === 1 ? 'One date' : `${number} dates`} would be set; nothing changes until you approve it.`,
    nothing: (when) => `There is nothing to plan ${when}: no open task is due soon, late or begun.`,
    settled: (when) => `Everything that is due soon has its day already; this is how it stands ${when}.`,
    guess: (number) =>
      `${count(number, 'task')} without an estimate ${number === 1 ? 'counts' : 'count'} as half an hour.`,
    tooMuch: (number) =>
      `${count(number, 'task')} ${number === 1 ? 'does' : 'do'} not fit before ${number === 1 ? 'its' : 'their'} due date and ${number === 1 ? 'goes' : 'go'} over the hours of a day.`,
    moreWaits: (number) =>
      `${count(number, 'more task')} found no room and ${number === 1 ? 'keeps its' : 'keep their'} dates.`,
    reason: (title, day) =>
      `Part of a plan: “${title}” fits on ${day} by its due date, its estimate and your calendar.`,
    step: (title, day) => `Do “${title}” on ${day}`,
  },
  summary: {
    project: ({ name, client, status, open: tasks, done, late }) =>
      `${name}${client === null ? '' : ` for ${client}`} is ${status}: ${count(tasks, 'task')} open${open(late)}, ${done} done.`,
    due: (day, isPast) => `It ${isPast ? 'was' : 'is'} due on ${day}.`,
    next: (title, day) => `Next checkpoint: “${title}”${day === null ? '' : `, ${day}`}.`,
    client: (name, projects, what, late) =>
      `${name} has ${count(projects, 'running project')} and ${what} open${open(late)}.`,
    status: {
      planned: 'planned',
      active: 'active',
      on_hold: 'on hold',
      completed: 'completed',
      cancelled: 'cancelled',
    },
    which: 'A summary of what? Name a project or a client.',
  },
  add: {
    made: (title, when) =>
      `Proposed: a task “${title}”${when === null ? '' : `, due ${when}`}. It is added when you approve it.`,
    empty: 'A task needs a title. Say it like this: “add task call Marta friday 15:00 !high”.',
    noProject: (name) => `There is no project called “${name}”, so the task would have none.`,
    reason: 'You asked for it.',
  },
  extract: {
    found: (number) => (number === 1 ? 'One passage fits best:' : `The ${number} passages that fit best:`),
    nothing: (about) => `Nothing was found${about}. Other words may help, or fewer of them.`,
    noPlace: ' within what you chose',
    dated: (title, day) => `“${title}”: ${day}.`,
    listed: (total) => `${count(total, 'thing')} ${total === 1 ? 'fits' : 'fit'}.`,
  },
  help: {
    text: 'You can ask about your own work or have something proposed, in plain words. Without a language model I know these commands, and to any other question I quote the passages that fit best. Whatever would change something waits for your yes.',
    questions: [
      'What is due this week?',
      'What is overdue?',
      'Add task send the proofs to the printer friday 10:00 !high',
      'What did I promise …?',
      'Plan my week',
      'What am I waiting for?',
      'Are there conflicts this week?',
      'Summarise …',
      'What did I finish last week?',
      'Brief me',
    ],
  },
  next: {
    overdue: 'What is overdue?',
    week: 'What is due this week?',
    plan: 'Plan my week',
    conflicts: 'Are there conflicts this week?',
    waiting: 'What am I waiting for?',
    promised: (name) => `What did I promise ${name}?`,
    summary: (name) => `Summarise ${name}`,
    search: (text) => `Search: ${text}`,
  },
  clash: {
    events: (first, second) => `“${first}” and “${second}” overlap`,
    task: (task, event) => `“${task}” is due while “${event}” goes on`,
    overfull: (minutes, free) => `${minutes} of work for ${free} of free time`,
    checkpoint: (checkpoint, day) => `waits for “${checkpoint}”, which is due later, on ${day}`,
    plannedLate: (due) => `planned after its due date, ${due}`,
  },
};
