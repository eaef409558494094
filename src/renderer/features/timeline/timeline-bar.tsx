import { Check, Sparkles } from 'lucide-react';
import { memo, type CSSProperties, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { TASK_PRIORITIES } from '#shared/contracts/choices.ts';
import { CheckpointMark } from '#renderer/entities/checkpoint/checkpoint-mark.tsx';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { colourValue } from '#renderer/lib/palette.ts';
import { PriorityIcon } from '#renderer/ui/task-icons.tsx';
import { LABEL_MAX, type PlacedItem } from './lane-layout.ts';
import { fromDay, type DayNumber } from './time-scale.ts';
import type { MoveMode } from './use-item-moves.ts';

export type BarProps = {
  placed: PlacedItem;
  /** With what is being dragged applied. */
  start: DayNumber;
  end: DayNumber;
  left: number;
  top: number;
  width: number;
  height: number;
  /** Sticky text stops here, at the end of the lane names. */
  stickyLeft: number;
  isDense: boolean;
  isLate: boolean;
  isTabStop: boolean;
  isSelected: boolean;
  isMoving: boolean;
  onGrab(placed: PlacedItem, mode: MoveMode, event: PointerEvent): void;
  onPress(placed: PlacedItem, event: MouseEvent): void;
  onCursor(id: string): void;
  onLeave(): void;
  onKeyDown(event: KeyboardEvent): void;
};

/** What the item is, for who does not see where it stands. */
function useItemName({
  placed,
  start,
  end,
  isLate,
}: Pick<BarProps, 'placed' | 'start' | 'end' | 'isLate'>): string {
  const { t } = useTranslation('timeline');
  const format = useFormat();
  const { item, lane } = placed;
  const days = [...new Set([start, end])].map((day) => format.longDate(fromDay(day))).join(' – ');
  return [
    t(item.kind === 'task' ? 'taskNamed' : 'checkpointNamed', { title: item.title }),
    days,
    lane.projectName,
    item.isDone ? t('isDone') : isLate ? t('isLate') : undefined,
    item.isAiSuggested && !item.isApproved ? t('isSuggested') : undefined,
  ]
    .filter(Boolean)
    .join(', ');
}

/** A task as a bar from its planned day to its due day, or a milestone as a diamond. */
export const TimelineBar = memo(function TimelineBar(props: BarProps) {
  const {
    placed,
    left,
    top,
    width,
    height,
    isTabStop,
    isSelected,
    isMoving,
    onGrab,
    onPress,
    onKeyDown,
    onCursor,
    onLeave,
  } = props;
  const name = useItemName(props);
  const isTask = placed.item.kind === 'task';
  return (
    <button
      type="button"
      data-item={placed.item.id}
      aria-label={name}
      aria-describedby="timeline-keys"
      aria-pressed={isTask ? isSelected : undefined}
      tabIndex={isTabStop ? 0 : -1}
      onClick={(event) => onPress(placed, event)}
      onKeyDown={onKeyDown}
      onFocus={() => onCursor(placed.item.id)}
      onBlur={onLeave}
      onPointerDown={(event) => {
        const edge =
          event.target instanceof Element
            ? event.target.closest<HTMLElement>('[data-edge]')?.dataset['edge']
            : undefined;
        onGrab(placed, edge === 'start' || edge === 'end' ? edge : 'move', event);
      }}
      className={cn(
        'group/bar absolute touch-none rounded-md text-start text-xs outline-offset-1 select-none',
        isMoving ? 'z-20 cursor-grabbing' : 'cursor-grab transition-[top] duration-200',
      )}
      style={{ left, top, width, height }}
    >
      {isTask ? <TaskShape {...props} /> : <Milestone {...props} />}
    </button>
  );
});

/** Narrower than this a bar has no room for an edge of its own colour: it takes the colour as a whole. */
const SLIM_PX = 18;

function shapeStyle({ placed, isSelected, isLate, isDense, width }: BarProps): CSSProperties {
  const { isDone } = placed.item;
  const isSolid = isDense || width < SLIM_PX;
  const tint = isSolid && isLate ? 'var(--danger)' : colourValue(placed.lane.projectColour);
  const fill = isDone ? (isSolid ? 34 : 16) : isSolid ? 78 : 30;
  return {
    backgroundColor: `color-mix(in srgb, ${tint} ${fill}%, var(--card))`,
    borderColor: isSelected ? 'var(--ring)' : `color-mix(in srgb, ${tint} ${isDone ? 38 : 62}%, var(--card))`,
  };
}

function TaskShape(props: BarProps) {
  const { placed, isDense, isLate, isSelected, isMoving } = props;
  const { item, lane, isLabelInside } = placed;
  const isProposal = item.isAiSuggested && !item.isApproved;
  return (
    <>
      <span
        aria-hidden
        className={cn(
          'absolute inset-0 flex items-center overflow-clip rounded-md border transition-shadow group-hover/bar:shadow-raised',
          isProposal && 'border-dashed',
          isSelected && 'ring-1 ring-ring',
          isMoving && 'shadow-overlay',
        )}
        style={shapeStyle(props)}
      >
        {!item.isDone && !isDense && props.width >= SLIM_PX && (
          <span
            className="absolute inset-y-0 start-0 w-[3px]"
            style={{ backgroundColor: isLate ? 'var(--danger)' : colourValue(lane.projectColour) }}
          />
        )}
        {isLabelInside && !isDense && (
          <span
            className="sticky inline-flex max-w-full items-center gap-1.5 ps-2.5 pe-2"
            style={{ left: props.stickyLeft }}
          >
            <Marks {...props} />
            <span
              dir="auto"
              className={cn(
                'truncate',
                item.isDone && 'text-muted-foreground line-through decoration-muted-foreground/50',
              )}
            >
              {item.title}
            </span>
          </span>
        )}
      </span>
      {!isLabelInside && !isDense && <SideLabel {...props} />}
      <span data-edge="start" className="absolute inset-y-0 -start-1 w-2.5 max-w-1/3 cursor-ew-resize" />
      <span data-edge="end" className="absolute inset-y-0 -end-1 w-2.5 max-w-1/3 cursor-ew-resize" />
    </>
  );
}

/** The words beside a shape that is too small for them. */
function SideLabel(props: BarProps) {
  const { item } = props.placed;
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute inset-y-0 start-full flex items-center gap-1.5 ps-2 whitespace-nowrap"
      style={{ maxWidth: LABEL_MAX }}
    >
      <Marks {...props} />
      <span
        dir="auto"
        className={cn(
          'truncate',
          item.isDone
            ? 'text-muted-foreground line-through decoration-muted-foreground/50'
            : item.kind === 'checkpoint' && 'font-medium',
        )}
      >
        {item.title}
      </span>
    </span>
  );
}

function Marks({ placed, isLate }: BarProps) {
  const { item } = placed;
  const priority = TASK_PRIORITIES.find((known) => known === item.priority);
  return (
    <>
      {item.isAiSuggested && !item.isApproved && <Sparkles className="size-3 shrink-0 text-secondary-text" />}
      {item.kind === 'task' && item.isDone && (
        <Check className="size-3 shrink-0 text-success-text" strokeWidth={2.5} />
      )}
      {isLate && !item.isDone && <span className="size-1.5 shrink-0 rounded-full bg-danger" />}
      {!item.isDone && (priority === 'urgent' || priority === 'high') && (
        <PriorityIcon priority={priority} className="size-3 shrink-0" />
      )}
    </>
  );
}

function Milestone(props: BarProps) {
  const { placed, isLate } = props;
  return (
    <>
      <span
        aria-hidden
        className={cn(
          'absolute inset-0 grid place-items-center transition-transform group-hover/bar:scale-110',
          isLate && 'drop-shadow-[0_0_0_var(--danger)]',
        )}
      >
        <CheckpointMark
          colour={placed.lane.projectColour}
          isReached={placed.item.isDone}
          isSuggested={placed.item.isAiSuggested && !placed.item.isApproved}
          className="size-5.5"
        />
      </span>
      <SideLabel {...props} />
    </>
  );
}
