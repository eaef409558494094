import { CalendarPlus, CheckCheck, GripVertical, X } from 'lucide-react';
import { useState, type PointerEvent as ReactPointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import type { LocalDate } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { Portal } from '#renderer/ui/portal.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { DotLabel } from '#renderer/ui/tag-chip.tsx';

export type TrayDrag = { readonly task: TaskListItem; readonly x: number; readonly y: number };

type UndatedTrayProps = {
  tasks: readonly TaskListItem[] | undefined;
  total: number;
  onPick(task: TaskListItem, date: LocalDate): void;
  onDrag(drag: TrayDrag | undefined): void;
  onDrop(drag: TrayDrag): void;
  onClose(): void;
};

const THRESHOLD_PX = 4;

/** Tasks without a day, to be dragged to one. Each has a date button that does the same. */
export function UndatedTray({ tasks, total, onPick, onDrag, onDrop, onClose }: UndatedTrayProps) {
  const { t } = useTranslation('timeline');
  const { t: words } = useTranslation();
  const [dragged, setDragged] = useState<TrayDrag>();
  const start = (task: TaskListItem, event: ReactPointerEvent): void => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button') !== null))
      return;
    event.preventDefault();
    followDrag({ task, x: event.clientX, y: event.clientY }, (drag, isDropped) => {
      setDragged(isDropped ? undefined : drag);
      onDrag(isDropped ? undefined : drag);
      if (isDropped && drag !== undefined) onDrop(drag);
    });
  };
  return (
    <aside
      aria-label={t('undated')}
      className="flex w-72 shrink-0 flex-col border-s border-border-subtle bg-sidebar"
    >
      <header className="flex h-15 items-center gap-2 border-b border-border-subtle ps-4 pe-2">
        <h2 className="text-[13px] font-semibold tracking-[-0.1px]">{t('undated')}</h2>
        <span className="text-meta tabular-nums">{total}</span>
        <IconButton label={words('close')} onClick={onClose} className="ms-auto">
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {tasks === undefined && <ListSkeleton rows={6} />}
        {tasks?.length === 0 && (
          <EmptyState compact icon={CheckCheck} title={t('noUndated')} text={t('noUndatedText')} />
        )}
        {tasks !== undefined && tasks.length > 0 && (
          <>
            <p className="px-2 pt-1 pb-2 text-meta">{t('undatedHint')}</p>
            <ul className="flex flex-col gap-1">
              {tasks.map((task) => (
                <TrayTask key={task.id} task={task} onPick={onPick} onGrab={start} />
              ))}
            </ul>
          </>
        )}
      </div>
      {dragged !== undefined && <Ghost drag={dragged} />}
    </aside>
  );
}

type TrayTaskProps = Pick<UndatedTrayProps, 'onPick'> & {
  task: TaskListItem;
  onGrab(task: TaskListItem, event: ReactPointerEvent): void;
};

function TrayTask({ task, onPick, onGrab }: TrayTaskProps) {
  const { t } = useTranslation('timeline');
  const format = useFormat();
  return (
    <li
      data-undated={task.id}
      onPointerDown={(event) => onGrab(task, event)}
      className="group/tray flex touch-none cursor-grab items-center gap-1 rounded-lg border border-border-subtle bg-card py-2 ps-1 pe-1 shadow-card select-none hover:border-border"
    >
      <GripVertical
        aria-hidden
        className="size-3.5 shrink-0 text-subtle-foreground opacity-50 group-hover/tray:opacity-100"
      />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate text-[13px]">
          {task.title}
        </p>
        <p className="flex items-center gap-1.5 text-meta">
          {task.projectName !== null && <DotLabel colour={task.projectColour}>{task.projectName}</DotLabel>}
          {task.estimateMinutes !== null && task.estimateMinutes > 0 && (
            <span className="shrink-0 tabular-nums">{format.duration(task.estimateMinutes)}</span>
          )}
        </p>
      </div>
      <DatePicker
        label={t('setDayNamed', { title: task.title })}
        value={null}
        onValueChange={(date) => date !== null && onPick(task, date)}
        trigger={
          <button
            type="button"
            aria-label={t('setDayNamed', { title: task.title })}
            title={t('setDay')}
            className="grid size-7 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground"
          >
            <CalendarPlus aria-hidden className="size-4" />
          </button>
        }
      />
    </li>
  );
}

/** What is being carried, under the pointer. */
function Ghost({ drag }: { drag: TrayDrag }) {
  return (
    <Portal>
      <div
        aria-hidden
        className="pointer-events-none fixed z-60 flex h-7 max-w-52 items-center rounded-md border border-border bg-popover px-2.5 text-xs text-foreground shadow-overlay"
        style={{ left: drag.x + 10, top: drag.y + 12 }}
      >
        <span className="truncate">{drag.task.title}</span>
      </div>
    </Portal>
  );
}

/** Until the pointer is let go, or Escape takes it back. */
function followDrag(from: TrayDrag, report: (drag: TrayDrag | undefined, isDropped: boolean) => void): void {
  let last: TrayDrag | undefined;
  const onMove = (event: PointerEvent): void => {
    const isFar = Math.hypot(event.clientX - from.x, event.clientY - from.y) >= THRESHOLD_PX;
    if (last === undefined && !isFar) return;
    last = { task: from.task, x: event.clientX, y: event.clientY };
    report(last, false);
  };
  const stop = (drop: boolean): void => {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onCancel);
    window.removeEventListener('keydown', onKey, true);
    if (last !== undefined) report(drop ? last : undefined, true);
  };
  const onUp = (): void => stop(true);
  const onCancel = (): void => stop(false);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    stop(false);
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onCancel);
  window.addEventListener('keydown', onKey, true);
}
