import { addressParser, flag, id, listOf, oneOf, text } from '#renderer/lib/address.ts';

/** The address of the timeline. A part that does not fit is dropped. */
export const parseTimelineSearch = addressParser({
  projects: listOf(id),
  clients: listOf(id),
  /** Hides what is done. */
  open: flag,
  view: oneOf(['chart', 'list']),
  /** The task in the panel beside the chart. */
  task: text(60),
  /** The checkpoint to show: where deep links and the search lead. */
  checkpoint: text(60),
});
export type TimelineSearch = ReturnType<typeof parseTimelineSearch>;

export function isFiltered(search: TimelineSearch): boolean {
  return (
    [search.projects, search.clients].some((part) => part !== undefined && part.length > 0) ||
    search.open === true
  );
}
