import type { ClientCreate } from '#shared/contracts/clients.ts';
import type { Colour } from '#shared/contracts/common.ts';
import type { ProjectStatus } from '#shared/contracts/projects.ts';
import type { Recurrence, TaskPriority, TaskStatus } from '#shared/contracts/tasks.ts';

/** Days from the day on which the sample is made: -3 is three days ago, 0 today. */
export type DayOffset = number;

/** Language that a date inside the text is written in. */
export type SampleLanguage = 'en' | 'it' | 'de';

/** What a person would type for a task; the place in the tree says which client and project it belongs to. */
export type SampleTask = {
  readonly title: string;
  readonly details?: string;
  readonly status?: Exclude<TaskStatus, 'done'>;
  /** Makes the task done on that day. */
  readonly done?: DayOffset;
  readonly priority?: TaskPriority;
  readonly due?: DayOffset;
  /** Moves the due day on to the first such day; itself when it is one. */
  readonly dueOn?: 'monday' | 'friday' | 'month_start' | 'month_end';
  /** `HH:MM` on the due day. */
  readonly at?: string;
  readonly planned?: DayOffset;
  readonly created?: DayOffset;
  readonly minutes?: number;
  readonly tags?: readonly string[];
  readonly checklist?: { readonly done?: readonly string[]; readonly open?: readonly string[] };
  readonly repeats?: Recurrence;
  /** Keys of checkpoints, in any project. */
  readonly waitsFor?: readonly string[];
  readonly comments?: readonly { readonly day: DayOffset; readonly text: string }[];
  readonly subtasks?: readonly SampleTask[];
  /** `pending` stands in the inbox of proposals, `accepted` was one once. */
  readonly suggestion?: 'pending' | 'accepted';
};

export type SampleCheckpoint = {
  readonly key: string;
  readonly title: string;
  readonly details?: string;
  readonly due: DayOffset;
  readonly reached?: DayOffset;
  readonly evidence?: readonly { readonly label: string; readonly url: string }[];
};

/** `{{-12}}` in a body becomes the day twelve days ago, written out in the note's language. */
export type SampleNote = {
  readonly title: string;
  readonly body: string;
  readonly tags?: readonly string[];
  readonly created: DayOffset;
  readonly updated?: DayOffset;
  readonly isPinned?: boolean;
  readonly language?: SampleLanguage;
};

export type SampleProject = {
  readonly name: string;
  readonly details: string;
  readonly status: ProjectStatus;
  readonly colour: Colour;
  readonly budgetMinor?: number;
  readonly currency?: string;
  readonly budgetHours?: number;
  readonly start?: DayOffset;
  readonly due?: DayOffset;
  readonly completed?: DayOffset;
  readonly tags?: readonly string[];
  readonly isPinned?: boolean;
  readonly checkpoints: readonly SampleCheckpoint[];
  readonly tasks: readonly SampleTask[];
  readonly notes: readonly SampleNote[];
};

export type SampleContact = {
  readonly name: string;
  readonly role: string;
  readonly email: string;
  readonly phone?: string;
};

export type SampleClient = {
  readonly profile: Omit<ClientCreate, 'contacts'>;
  readonly contacts: readonly SampleContact[];
  readonly since: DayOffset;
  readonly projects: readonly SampleProject[];
  /** Work for the client that belongs to none of its projects. */
  readonly tasks: readonly SampleTask[];
  readonly notes: readonly SampleNote[];
};

/** A whole small world: six clients and what belongs to nobody but its owner. */
export type SampleWorld = {
  readonly clients: readonly SampleClient[];
  readonly tasks: readonly SampleTask[];
  readonly notes: readonly SampleNote[];
};
