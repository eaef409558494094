import type { AnswerLocale } from '#shared/contracts/answers.ts';
import type { BriefSection } from '#shared/contracts/brief.ts';
import { WORDS } from '#main/domains/answers/index.ts';

type Kind = BriefSection['kind'];

type Phrases = {
  events(count: number): string;
  due(count: number): string;
  nothingDue: string;
  overdue(count: number, oldest: string): string;
  conflicts(count: number): string;
  checkpoint(title: string, count: number): string;
  checkpointLate(title: string, count: number): string;
  first(title: string): string;
  proposals(count: number): string;
  done(count: number): string;
  changes(count: number): string;
  quiet: string;
};

const some = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const besides = (count: number, say: (more: number) => string) => (count > 1 ? ` (${say(count - 1)})` : '');

const PHRASES: Readonly<Record<AnswerLocale, Phrases>> = {
  en: {
    events: (count) => `${some(count, 'event is', 'events are')} in your calendar.`,
    due: (count) => `${some(count, 'task is', 'tasks are')} for today.`,
    nothingDue: 'Nothing is due today.',
    first: (title) => `Begin with “${title}”.`,
    overdue: (count, oldest) =>
      `${some(count, 'task is', 'tasks are')} late, ${count === 1 ? '' : 'the oldest '}“${oldest}”.`,
    conflicts: (count) => `${some(count, 'thing does', 'things do')} not fit together in the next days.`,
    checkpoint: (title, count) =>
      `Checkpoint ahead: “${title}”${besides(count, (more) => `${more} more this week`)}.`,
    checkpointLate: (title, count) =>
      `The checkpoint “${title}” is past its date${besides(count, (more) => `${some(more, 'more is', 'more are')} near`)}.`,
    proposals: (count) => `${some(count, 'proposal waits', 'proposals wait')} for your yes or no.`,
    done: (count) => `${some(count, 'task was', 'tasks were')} finished since yesterday.`,
    changes: (count) => `${some(count, 'note has', 'notes have')} changed.`,
    quiet: 'Nothing is due today, nothing is late and nothing waits for you. The day is yours.',
  },
  it: {
    events: (count) => `${some(count, 'evento', 'eventi')} in calendario.`,
    due: (count) => `${some(count, 'attività', 'attività')} per oggi.`,
    nothingDue: 'Oggi non scade niente.',
    first: (title) => `Comincia da «${title}».`,
    overdue: (count, oldest) =>
      `${some(count, 'attività', 'attività')} in ritardo, ${count === 1 ? '' : 'la più vecchia è '}«${oldest}».`,
    conflicts: (count) => `${some(count, 'cosa non torna', 'cose non tornano')} nei prossimi giorni.`,
    checkpoint: (title, count) =>
      `Prossimo traguardo: «${title}»${besides(count, (more) => (more === 1 ? 'un altro in settimana' : `altri ${more} in settimana`))}.`,
    checkpointLate: (title, count) =>
      `Il traguardo «${title}» ha passato la sua data${besides(count, (more) => (more === 1 ? 'un altro è vicino' : `altri ${more} sono vicini`))}.`,
    proposals: (count) => `${some(count, 'proposta aspetta', 'proposte aspettano')} il tuo sì o il tuo no.`,
    done: (count) => `${some(count, 'attività finita', 'attività finite')} da ieri.`,
    changes: (count) => `${some(count, 'nota modificata', 'note modificate')}.`,
    quiet: 'Oggi non scade niente, niente è in ritardo e niente ti aspetta. La giornata è tua.',
  },
};

/** The day in a few plain sentences, from the sections alone: first what today asks, then what waits, then what is new. */
export function briefText(sections: readonly BriefSection[], locale: AnswerLocale): string {
  const words = PHRASES[locale];
  const of = (kind: Kind) => sections.find((one) => one.kind === kind);
  const tell = (kind: Kind, say: (section: BriefSection) => string) => {
    const section = of(kind);
    return section === undefined ? [] : [say(section)];
  };
  const isQuiet = !sections.some(({ kind }) => kind !== 'done' && kind !== 'changes');
  const today = [
    ...tell('events', ({ total }) => words.events(total)),
    ...(of('due') === undefined && !isQuiet ? [words.nothingDue] : []),
    ...tell('due', ({ total }) => words.due(total)),
    ...tell('due', ({ items }) => firstOf(items, words)),
    ...tell('overdue', ({ total, items }) => words.overdue(total, items[0]?.title ?? '')),
  ];
  const ahead = [
    ...tell('conflicts', ({ total }) => words.conflicts(total)),
    ...tell('checkpoints', ({ total, items: [first] }) => {
      const say = first?.isLate === true ? words.checkpointLate : words.checkpoint;
      return say(first?.title ?? '', total);
    }),
    ...tell('proposals', ({ total }) => words.proposals(total)),
  ];
  const lately = [
    ...tell('done', ({ total }) => words.done(total)),
    ...tell('changes', ({ total }) => words.changes(total)),
  ];
  return [isQuiet ? [words.quiet] : today, ahead, lately]
    .map((sentences) => sentences.join(' '))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** What is due first thing: the one that presses most where one does, else the first of the list. */
function firstOf(items: BriefSection['items'], words: Phrases): string {
  const { urgent, high } = WORDS.en.priority;
  const marks = [urgent, high, WORDS.it.priority.urgent, WORDS.it.priority.high];
  const pressing = items.find(({ detail }) => marks.some((mark) => detail.split(', ').includes(mark)));
  return words.first((pressing ?? items[0])?.title ?? '');
}
