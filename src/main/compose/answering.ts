import type { AnswerLocale } from '#shared/contracts/answers.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { appVersion } from '#main/app-version.ts';
import type { Store } from '#main/db/store.ts';
import { createAnswers, WORDS, type Answers, type AnswerSources } from '#main/domains/answers/index.ts';
import { BriefSchedule, briefJobs, createBriefs, type Briefs } from '#main/domains/brief/index.ts';
import type { Connectors } from '#main/domains/connectors/index.ts';
import type { Notes } from '#main/domains/notes/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { Search } from '#main/domains/search/index.ts';
import type { ActionGate } from '#main/engine/actions/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Models } from '#main/engine/models/model-port.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';

export type Answering = {
  readonly answers: Answers;
  readonly briefs: Briefs;
  /** Follows the settings: the brief of the day is written when they say. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

type Nouns = Pick<
  AnswerSources,
  'tasks' | 'quickAdd' | 'clients' | 'projects' | 'checkpoints' | 'listEvents'
> & {
  readonly notes: Notes;
  readonly settings: { get(): Promise<Settings> };
};

/** What is answered without a model, and the brief of the day, which one may write. */
export function createAnswering(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly nouns: Nouns;
  readonly search: Search;
  readonly proposals: Proposals;
  readonly actions: ActionGate;
  readonly models: Models;
  readonly connectors: Pick<Connectors, 'calendar'>;
  readonly jobs: Jobs;
  readonly scheduler: Scheduler;
  readonly onError: (error: unknown) => void;
}): Answering {
  const { store, clock, nouns, search, actions, models, connectors, jobs, scheduler, onError } = deps;
  const shared = {
    clock,
    tasks: nouns.tasks,
    checkpoints: nouns.checkpoints,
    proposals: deps.proposals.inbox,
    listEvents: nouns.listEvents,
    hoursPerDay: async () => (await nouns.settings.get()).hoursPerDay,
  };
  const briefs = createBriefs({
    ...shared,
    store,
    models,
    notes: nouns.notes.notes,
    withoutPrivate: (work) => store.withPrivacy({ openClientIds: [], openProjectIds: [] }, work),
  });
  const answers = createAnswers({
    ...shared,
    quickAdd: nouns.quickAdd,
    clients: nouns.clients,
    projects: nouns.projects,
    search,
    actions,
    appVersion: appVersion(),
    // Passages of private clients are found where these are what is asked about, and nowhere else.
    passages: (input, signal) => store.withPrivacy(openOf(input.scope), () => search.passages(input, signal)),
    hasCalendars: async () => (await connectors.calendar.list()).length > 0,
    brief: async (locale) => briefParts(await briefs.get({ locale })),
  });
  const schedule = new BriefSchedule({ store, scheduler, settings: () => nouns.settings.get(), onError });
  jobs.define(briefJobs({ brief: () => briefs, locale: async () => localeOf(await nouns.settings.get()) }));
  return { answers, briefs, start: () => schedule.start(), stop: () => schedule.stop() };
}

function openOf(scope: Parameters<Search['passages']>[0]['scope']) {
  const { clientId, projectId } = { clientId: null, projectId: null, ...scope };
  return {
    openClientIds: clientId === null ? [] : [clientId],
    openProjectIds: projectId === null ? [] : [projectId],
  };
}

function briefParts({ text, sections, locale }: Awaited<ReturnType<Briefs['get']>>) {
  const { next } = WORDS[locale];
  return {
    parts: [
      { type: 'text' as const, text },
      ...sections.map(({ title, items, total }) => ({ type: 'items' as const, title, items, total })),
      { type: 'next' as const, questions: [next.plan, next.week] },
    ],
  };
}

/** The person's language, or the machine's where they leave it to that. */
function localeOf({ language }: Settings): AnswerLocale {
  if (language !== 'system') return language;
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('it') ? 'it' : 'en';
}
