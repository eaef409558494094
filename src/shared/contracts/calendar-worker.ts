import type { CalendarEvent, CalendarRefusal } from './connectors.ts';

/** One entry of a calendar (all components of one UID) as iCalendar text of its own. */
export type CalendarEntry = { readonly key: string; readonly ics: string };

/** An entry with the span that its instances can lie in; `lastMs` is null for a rule without an end. */
export type MeasuredEntry = CalendarEntry & {
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly refusal: string | null;
};

export type CalendarOrder =
  /** Cuts a calendar file into its entries, by UID. */
  | { readonly op: 'split'; readonly text: string; readonly timeZone: string }
  /** The instances that touch a window. */
  | {
      readonly op: 'expand';
      readonly entries: readonly CalendarEntry[];
      readonly from: number;
      readonly to: number;
      readonly timeZone: string;
    };

/** `at` counts the entries that were begun, so that one that never ends can be named from outside. */
export type CalendarWorkerRequest = CalendarOrder & { readonly id: number; readonly at: Int32Array };

export type ExpandedEvent = Omit<CalendarEvent, 'source'>;
export type EntryRefusal = Omit<CalendarRefusal, 'source'>;

export type CalendarResult = {
  readonly entries: readonly MeasuredEntry[];
  readonly events: readonly ExpandedEvent[];
  readonly refused: readonly EntryRefusal[];
};
export type CalendarWorkerAnswer = { readonly id: number } & (
  | { readonly result: CalendarResult }
  | { readonly failure: string }
);

export const CALENDAR_LIMITS = {
  fileBytes: 32 * 1024 * 1024,
  entryChars: 512 * 1024,
  entries: 50_000,
  /** Steps of a rule that are taken, also those before the window. */
  steps: 50_000,
  /** Instances of one entry within one window. */
  instances: 1_000,
  /** One entry may take so long. */
  entryMs: 250,
  /** Outside of what an entry watches itself: its worker is ended then. */
  stuckMs: 2_000,
  descriptionChars: 1_000,
  attendees: 50,
} as const;
