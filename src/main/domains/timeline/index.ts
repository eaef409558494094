/** The timeline: tasks and checkpoints of a span of days, a lane a project. */
import type { ExternalEvent, ListEventsInput } from '#shared/contracts/external-items.ts';
import type { Timeline, TimelineInput, TimelineItem, TimelineLane } from '#shared/contracts/timeline.ts';
import type { Store } from '#main/db/store.ts';
import { createTimelineStore, type LaneProject, type TimelineRow } from './timeline.store.ts';

export type TimelineDomain = { get(input: TimelineInput): Promise<Timeline> };

const MAX_ITEMS = 5_000;

export function createTimeline(deps: {
  readonly store: Store;
  /** Events of calendars within the window; handed over by what reads them. */
  readonly listEvents?: (input: ListEventsInput) => Promise<readonly ExternalEvent[]>;
}): TimelineDomain {
  const reads = createTimelineStore(deps.store.reader);
  return {
    async get(input) {
      const [rows, projects, events] = await Promise.all([
        reads.listItems(input, MAX_ITEMS + 1),
        reads.listProjects(input),
        deps.listEvents?.(input) ?? [],
      ]);
      const shown = rows.slice(0, MAX_ITEMS);
      const byProject = Map.groupBy(shown, (row) => row.projectId);
      const lanes = projects.map((project) => laneOf(project, byProject.get(project.id) ?? []));
      const loose = byProject.get(null) ?? [];
      const all = loose.length > 0 ? [...lanes, laneOf(null, loose)] : lanes;
      const isInWindow = (lane: TimelineLane) => lane.items.length > 0 || overlaps(lane, input);
      return { lanes: all.filter(isInWindow), isTruncated: rows.length > MAX_ITEMS, events };
    },
  };
}

function overlaps(lane: TimelineLane, input: TimelineInput): boolean {
  const start = lane.projectStart ?? lane.projectDue;
  const end = lane.projectDue ?? lane.projectStart;
  return start !== null && end !== null && start <= input.to && end >= input.from;
}

function laneOf(project: LaneProject | null, rows: readonly TimelineRow[]): TimelineLane {
  return {
    projectId: project?.id ?? null,
    projectName: project?.name ?? null,
    projectColour: project?.colour ?? null,
    clientName: project?.clientName ?? null,
    projectStart: project?.startDate ?? null,
    projectDue: project?.dueDate ?? null,
    items: rows.flatMap(itemOf).sort((left, right) => (left.start < right.start ? -1 : 1)),
  };
}

function itemOf(row: TimelineRow): readonly TimelineItem[] {
  const { plannedDate, dueDate, projectId: _, ...item } = row;
  const end = dueDate ?? plannedDate;
  if (end === null) return [];
  // A plan later than its due day is drawn as the point where it is due.
  const start = plannedDate !== null && plannedDate <= end ? plannedDate : end;
  return [{ ...item, start, end }];
}
