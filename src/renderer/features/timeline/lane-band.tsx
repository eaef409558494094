import { Link } from '@tanstack/react-router';
import { ChevronRight, Inbox } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { colourValue } from '#renderer/lib/palette.ts';
import { ColourDot } from '#renderer/ui/tag-chip.tsx';
import type { LaneLayout } from './lane-layout.ts';
import { toDay, type DayNumber, type Span } from './time-scale.ts';

type LaneBandProps = {
  layout: LaneLayout;
  origin: DayNumber;
  pxPerDay: number;
  visible: Span;
  labelWidth: number;
  onToggle(key: string): void;
  children: ReactNode;
};

/** One project: its name, the days it spans, and what happens in them. */
export function LaneBand({
  layout,
  origin,
  pxPerDay,
  visible,
  labelWidth,
  onToggle,
  children,
}: LaneBandProps) {
  return (
    <section
      aria-label={layout.lane.projectName ?? undefined}
      data-lane={layout.key}
      className="absolute inset-x-0 border-b border-border-subtle"
      style={{ top: layout.top, height: layout.height }}
    >
      <div className="absolute inset-0" style={{ left: labelWidth }}>
        <ProjectSpan {...{ layout, origin, pxPerDay }} />
        {layout.isCollapsed ? <Summary {...{ layout, origin, pxPerDay, visible }} /> : children}
      </div>
      <LaneLabel layout={layout} labelWidth={labelWidth} onToggle={onToggle} />
    </section>
  );
}

const LaneLabel = memo(function LaneLabel({
  layout,
  labelWidth,
  onToggle,
}: Pick<LaneBandProps, 'layout' | 'labelWidth' | 'onToggle'>) {
  const { t } = useTranslation('timeline');
  const { lane, isCollapsed } = layout;
  const name = lane.projectName ?? t('noProject');
  const open = lane.items.filter((item) => !item.isDone).length;
  return (
    <div
      // Titles that run on behind the names fade there instead of being cut through a letter.
      className="sticky left-0 z-20 h-full border-e border-border-subtle bg-background after:pointer-events-none after:absolute after:inset-y-0 after:start-full after:w-8 after:bg-linear-to-r after:from-background after:to-transparent"
      style={{ width: labelWidth }}
    >
      <div className={cn('flex items-start gap-1.5 ps-2 pe-3', isCollapsed ? 'h-full items-center' : 'pt-3')}>
        <button
          type="button"
          aria-expanded={!isCollapsed}
          aria-label={t(isCollapsed ? 'unfoldNamed' : 'foldNamed', { name })}
          onClick={() => onToggle(layout.key)}
          className="grid size-6 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground"
        >
          <ChevronRight
            aria-hidden
            className={cn('size-3.5 transition-transform', !isCollapsed && 'rotate-90')}
          />
        </button>
        <div className="min-w-0 flex-1 pt-0.5">
          <div className="flex items-center gap-2 text-[13px] leading-5 font-medium">
            {lane.projectId === null ? (
              <Inbox aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
            ) : (
              <ColourDot colour={lane.projectColour} className="size-2.5" />
            )}
            {lane.projectId === null ? (
              <span className="truncate">{name}</span>
            ) : (
              <Link
                to="/projects/$projectId"
                params={{ projectId: lane.projectId }}
                title={name}
                className="truncate rounded-sm hover:underline"
              >
                <span dir="auto">{name}</span>
              </Link>
            )}
            <span className="ms-auto ps-1 text-meta font-normal tabular-nums">
              <span aria-hidden>{open}</span>
              <span className="sr-only">{t('openCount', { count: open })}</span>
            </span>
          </div>
          {!isCollapsed && lane.clientName !== null && (
            <p dir="auto" className="truncate ps-4.5 text-meta">
              {lane.clientName}
            </p>
          )}
        </div>
      </div>
    </div>
  );
});

/** The days from a project's start to its due day, as a quiet band behind its work. */
function ProjectSpan({ layout, origin, pxPerDay }: Pick<LaneBandProps, 'layout' | 'origin' | 'pxPerDay'>) {
  const { projectStart, projectDue, projectColour } = layout.lane;
  if (projectStart === null && projectDue === null) return null;
  const start = projectStart ?? projectDue ?? '';
  const end = projectDue ?? projectStart ?? '';
  const tint = colourValue(projectColour);
  const isOpenStart = projectStart === null;
  const left = (toDay(start) - origin) * pxPerDay;
  const width = Math.max((toDay(end) + 1 - toDay(start)) * pxPerDay, 3);
  return (
    <div
      aria-hidden
      className={cn('absolute inset-y-1', isOpenStart ? 'rounded-e-lg' : 'rounded-lg')}
      style={{
        left,
        width,
        background: `color-mix(in srgb, ${tint} 9%, transparent)`,
        boxShadow:
          projectDue === null ? undefined : `inset -2px 0 0 color-mix(in srgb, ${tint} 55%, transparent)`,
      }}
    />
  );
}

/** A folded lane still shows where its work lies. */
function Summary({
  layout,
  origin,
  pxPerDay,
  visible,
}: Pick<LaneBandProps, 'layout' | 'origin' | 'pxPerDay' | 'visible'>) {
  const tint = colourValue(layout.lane.projectColour);
  return layout.items
    .filter((placed) => placed.end >= visible.start && placed.start <= visible.end)
    .map(({ item, start, end }) => (
      <span
        key={item.id}
        aria-hidden
        className={cn(
          'absolute',
          item.kind === 'checkpoint'
            ? 'top-4 size-2.5 rotate-45 rounded-[2px]'
            : 'top-[19px] h-1.5 rounded-full',
        )}
        style={{
          left:
            item.kind === 'checkpoint' ? (start - origin + 0.5) * pxPerDay - 5 : (start - origin) * pxPerDay,
          width: item.kind === 'checkpoint' ? undefined : Math.max((end + 1 - start) * pxPerDay - 2, 4),
          backgroundColor: tint,
          opacity: item.isDone ? 0.3 : 0.75,
        }}
      />
    ));
}
