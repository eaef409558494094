import { describe, expect, it } from 'vitest';
import type { TimelineItem, TimelineLane } from '#shared/contracts/timeline.ts';
import { layoutHeight, layoutLanes } from './lane-layout.ts';
import { axisOf, fromDay, packingPx, toDay, weekdayOf } from './time-scale.ts';

function item(id: string, start: string, end: string, kind: TimelineItem['kind'] = 'task'): TimelineItem {
  const rest = {
    isDone: false,
    priority: null,
    isAiSuggested: false,
    isApproved: true,
    estimateMinutes: null,
  };
  return { kind, id, title: `Item ${id}`, start, end, ...rest };
}

function lane(items: readonly TimelineItem[], projectId = 'p'): TimelineLane {
  const rest = {
    projectName: 'P',
    projectColour: 'teal',
    clientName: null,
    projectStart: null,
    projectDue: null,
  };
  return { projectId, items, ...rest };
}

const OPTIONS = { pxPerDay: 24, collapsed: new Set<string>(), isDense: false, measure: () => 60 };

describe('days on the axis', () => {
  it('counts days whatever the clocks do, and back again', () => {
    expect(toDay('2026-03-30') - toDay('2026-03-28')).toBe(2);
    expect(fromDay(toDay('2024-02-29'))).toBe('2024-02-29');
    expect(weekdayOf(toDay('2026-11-21'))).toBe(6);
    expect(weekdayOf(toDay('1969-12-28'))).toBe(0);
  });

  it('starts weeks where the reader does', () => {
    const window = { start: toDay('2026-11-18'), end: toDay('2026-11-30') };
    const [first] = axisOf(9, window, 1).minor.spans;
    expect(first && fromDay(first.start)).toBe('2026-11-16');
  });

  it('draws months and quarters whole, also those only partly in the window', () => {
    const window = { start: toDay('2026-11-21'), end: toDay('2027-02-02') };
    const { major, minor } = axisOf(3, window, 1);
    expect(major.spans.map(({ start }) => fromDay(start))).toEqual(['2026-10-01', '2027-01-01']);
    expect(minor.spans).toHaveLength(4);
    expect(minor.spans.at(-1)?.end).toBe(toDay('2027-03-01'));
  });

  it('packs for a width that is never larger than the one on screen', () => {
    for (const px of [1.8, 3, 9.5, 26, 56, 96]) expect(packingPx(px)).toBeLessThanOrEqual(px + 1e-6);
  });
});

describe('rows of a lane', () => {
  it('puts items that would touch, label included, into different rows', () => {
    const [layout] = layoutLanes(
      [lane([item('a', '2026-11-02', '2026-11-02'), item('b', '2026-11-04', '2026-11-04')])],
      OPTIONS,
    );
    expect(layout?.items.map(({ row }) => row)).toEqual([0, 1]);
  });

  it('uses a row again as soon as there is room', () => {
    const days = ['2026-11-02', '2026-11-03', '2026-11-12'];
    const [layout] = layoutLanes([lane(days.map((day, index) => item(String(index), day, day)))], OPTIONS);
    expect(layout?.items.map(({ row }) => row)).toEqual([0, 1, 0]);
  });

  it('keeps milestones above the work', () => {
    const items = [
      item('a', '2026-11-02', '2026-11-09'),
      item('m', '2026-11-05', '2026-11-05', 'checkpoint'),
    ];
    const [layout] = layoutLanes([lane(items)], OPTIONS);
    expect(layout?.items.map((placed) => [placed.item.id, placed.row])).toEqual([
      ['m', 0],
      ['a', 1],
    ]);
  });

  it('folds lanes, and lanes follow each other without a gap', () => {
    const lanes = [lane([item('a', '2026-11-02', '2026-11-09')], 'p'), lane([], 'q')];
    const open = layoutLanes(lanes, OPTIONS);
    const folded = layoutLanes(lanes, { ...OPTIONS, collapsed: new Set(['p']) });
    expect(open[1]?.top).toBe(open[0]?.height);
    expect(layoutHeight(folded)).toBeLessThan(layoutHeight(open));
  });

  it('lays out 5,000 items in well under a frame budget of a tenth of a second', () => {
    const items = Array.from({ length: 5000 }, (_, index) => {
      const start = fromDay(toDay('2026-01-01') + (index % 600));
      return item(String(index), start, fromDay(toDay(start) + (index % 9)));
    });
    const lanes = Array.from({ length: 20 }, (_, index) =>
      lane(items.slice(index * 250, index * 250 + 250), `p${index}`),
    );
    const before = performance.now();
    layoutLanes(lanes, OPTIONS);
    expect(performance.now() - before).toBeLessThan(100);
  });
});
