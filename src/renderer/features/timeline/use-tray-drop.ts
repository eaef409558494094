import { useCallback, useState } from 'react';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { usePreferences } from '#renderer/lib/preferences.tsx';
import type { LaneLayout } from './lane-layout.ts';
import { AXIS_HEIGHT } from './timeline-axis.tsx';
import type { DropPreview } from './timeline-chart.tsx';
import type { DayNumber, Span } from './time-scale.ts';
import type { TimelineWrites } from './queries.ts';
import type { TrayDrag } from './undated-tray.tsx';
import type { TimeWindow } from './use-time-window.ts';

/** A long task takes as many days as it needs, its due day being the last. */
function spanOf(task: TaskListItem, day: DayNumber, hoursPerDay: number): Span {
  const days = Math.ceil((task.estimateMinutes ?? 0) / (hoursPerDay * 60));
  return { start: day, end: day + Math.max(days, 1) - 1 };
}

/** What happens to a task that is carried over the chart and let go there. */
export function useTrayDrop(
  time: TimeWindow,
  layouts: readonly LaneLayout[],
  labelWidth: number,
  writes: TimelineWrites,
) {
  const { hoursPerDay } = usePreferences();
  const [drop, setDrop] = useState<DropPreview>();
  const { box: boxOf, pxPerDay, range } = time;
  const previewOf = useCallback(
    ({ task, x, y }: TrayDrag): DropPreview | undefined => {
      const box = boxOf();
      const rect = box?.getBoundingClientRect();
      if (box === null || rect === undefined) return undefined;
      const isInside =
        x > rect.left + labelWidth && x < rect.right && y > rect.top + AXIS_HEIGHT && y < rect.bottom;
      if (!isInside) return undefined;
      const day = Math.floor(range.start + (x - rect.left - labelWidth + box.scrollLeft) / pxPerDay);
      const laneTop = y - rect.top - AXIS_HEIGHT + box.scrollTop;
      const over = layouts.find(({ top, height }) => laneTop >= top && laneTop < top + height);
      const own = layouts.find(({ key }) => key === task.projectId);
      return { span: spanOf(task, day, hoursPerDay), laneKey: (own ?? over)?.key };
    },
    [boxOf, pxPerDay, range.start, labelWidth, layouts, hoursPerDay],
  );
  const schedule = useCallback(
    (task: TaskListItem, span: Span, laneKey?: string) => {
      // A task of no project joins the one it is put on; all others stay in theirs.
      const joins =
        task.projectId === null && laneKey !== undefined && laneKey !== 'none' ? laneKey : undefined;
      writes.schedule({ ids: [task.id], title: task.title, ...span, projectId: joins });
    },
    [writes],
  );
  return {
    drop,
    onDrag: (drag: TrayDrag | undefined) => setDrop(drag && previewOf(drag)),
    onDrop: (drag: TrayDrag) => {
      const place = previewOf(drag);
      if (place) schedule(drag.task, place.span, place.laneKey);
    },
    onPick: (task: TaskListItem, day: DayNumber) => schedule(task, spanOf(task, day, hoursPerDay)),
  };
}
