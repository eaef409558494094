import type { Answer, AnswerPart, AskInput, Citation } from '#shared/contracts/answers.ts';
import type { ClientId, ProjectId } from '#shared/contracts/common.ts';
import type { ExternalEvent, ListEventsInput } from '#shared/contracts/external-items.ts';
import type { Passage, PassageScope, PassageSearchInput } from '#shared/contracts/passages.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';
import type { Checkpoints } from '#main/domains/checkpoints/index.ts';
import type { Clients } from '#main/domains/clients/index.ts';
import type { Projects } from '#main/domains/projects/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { Search } from '#main/domains/search/index.ts';
import type { QuickAdd, Tasks } from '#main/domains/tasks/index.ts';
import type { ActionGate } from '#main/engine/actions/index.ts';
import type { Command } from './grammar/command.ts';
import type { Period } from './period.ts';
import type { KnownSubjects, Subject } from './subject.ts';
import type { AnswerWords, DayFormat } from './words.ts';

/** What answers are read from, and the gate through which they propose. */
export type AnswerSources = {
  readonly clock: Clock;
  readonly tasks: Pick<Tasks, 'list'>;
  readonly quickAdd: Pick<QuickAdd, 'parse'>;
  readonly clients: Pick<Clients, 'list'>;
  readonly projects: Pick<Projects, 'listNames' | 'list' | 'get'>;
  readonly checkpoints: Pick<Checkpoints, 'list'>;
  readonly proposals: Pick<Proposals['inbox'], 'list'>;
  readonly search: Pick<Search, 'query'>;
  /** The best passages for some words, the best first. */
  readonly passages: (input: PassageSearchInput, signal?: AbortSignal) => Promise<readonly Passage[]>;
  readonly listEvents: (input: ListEventsInput) => Promise<readonly ExternalEvent[]>;
  readonly hasCalendars: () => Promise<boolean>;
  readonly hoursPerDay: () => Promise<number>;
  readonly actions: ActionGate;
  readonly appVersion: string;
};

export type AskOptions = {
  /** The run or conversation that proposals belong to. */
  readonly runId?: string | null;
  readonly signal?: AbortSignal;
};

/** A question as it was understood, on its way to an answer. */
export type Asked = {
  readonly input: Required<AskInput> & { readonly scope: PassageScope };
  readonly options: AskOptions;
  readonly command: Command;
  readonly today: LocalDate;
  /** `HH:MM` */
  readonly time: string;
  readonly period: Period | undefined;
  readonly subject: Subject | undefined;
  readonly known: KnownSubjects;
  readonly words: AnswerWords;
  readonly format: DayFormat;
};

export type Found = {
  readonly intent?: Answer['intent'];
  readonly method?: Answer['method'];
  readonly parts: readonly AnswerPart[];
  readonly citations?: readonly Citation[];
};

export type PlaceFilter = { readonly projectIds?: ProjectId[]; readonly clientIds?: ClientId[] };

/** What a list is limited to: what was named within what the person has chosen, or else all of the latter. */
export function placeOf({ subject, input: { scope } }: Asked): PlaceFilter {
  // The ids come from the store or were parsed; only the brand is missing.
  if (scope.projectId !== null) return { projectIds: [scope.projectId as ProjectId] };
  if (subject?.kind === 'project') return { projectIds: [subject.id as ProjectId] };
  if (scope.clientId !== null) return { clientIds: [scope.clientId as ClientId] };
  return subject === undefined ? {} : { clientIds: [subject.id as ClientId] };
}

/** Checkpoints know projects alone: those of a client are named one by one. Undefined for all. */
export function projectIdsOf(asked: Asked): ProjectId[] | undefined {
  const { projectIds, clientIds } = placeOf(asked);
  if (projectIds !== undefined) return projectIds;
  if (clientIds === undefined) return undefined;
  const ids = new Set<string>(clientIds);
  return asked.known.projects
    .filter(({ clientId }) => clientId !== null && ids.has(clientId))
    .map(({ id }) => id as ProjectId); // brand only
}

/** " for Acme", or nothing where nothing was named. */
export function aboutOf({ subject, words }: Asked): string {
  return subject === undefined ? '' : words.about(subjectName(subject));
}

export function subjectName({ name, contact }: Subject): string {
  return contact === null ? name : `${contact} (${name})`;
}
