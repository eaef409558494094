import { GripVertical, Plus, X } from 'lucide-react';
import { useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChecklistItem, TaskDetail } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { drawNow } from '#renderer/ui/draw-now.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { useRowDrag } from '#renderer/ui/row-drag.ts';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';
import {
  joinWithAbove,
  moveItem,
  pasteLines,
  placeItem,
  removeItem,
  renameItem,
  splitItem,
  tickItem,
  type ChecklistEdit,
} from './checklist-edits.ts';
import { DraftNotice } from './draft-notice.tsx';
import { useDraft } from './draft.ts';
import { PanelSection } from './panel-section.tsx';

const MAX_ITEMS = 200;
const newId = (): string => crypto.randomUUID();

/** Small steps of one task: Enter makes the next, Backspace joins, Alt with arrows moves. */
export function Checklist({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  const list = useRef<HTMLUListElement>(null);
  const draft = useDraft<readonly ChecklistItem[]>({
    name: `task ${task.id} checklist`,
    stored: task.checklist,
    save: (checklist) => actions.save(task.id, { checklist: [...checklist] }),
  });
  const items = draft.value;
  const done = items.filter((item) => item.isDone).length;
  const apply = (edit: ChecklistEdit): void => {
    // Drawn before the key's own event ends: what is typed next belongs into the step that it makes.
    drawNow(() => draft.change(edit.items.slice(0, MAX_ITEMS)));
    if (edit.focusId === null) return;
    list.current?.querySelector<HTMLInputElement>(`[data-step="${edit.focusId}"] input`)?.focus();
  };
  useRowDrag(list, 'step', (id, beforeId) => draft.change(placeItem(items, id, beforeId)));
  const add = (): void => {
    const id = newId();
    apply({ items: [...items, { id, text: '', isDone: false }], focusId: id });
  };
  return (
    <PanelSection
      title={t('checklist')}
      meta={items.length === 0 ? undefined : t('doneOf', { done, total: items.length })}
      onAdd={items.length < MAX_ITEMS ? add : undefined}
      addLabel={t('addStep')}
    >
      <ul ref={list} className="flex flex-col">
        {items.map((item) => (
          <Step
            key={item.id}
            item={item}
            items={items}
            apply={apply}
            change={draft.change}
            onLeave={draft.flush}
          />
        ))}
      </ul>
      {items.length > 0 && items.length < MAX_ITEMS && (
        <button
          type="button"
          onClick={add}
          className="-mx-2 flex h-8 w-fit items-center gap-2.5 rounded-md px-2 text-[13px] text-muted-foreground transition-colors hover:bg-muted hover:text-foreground"
        >
          <Plus aria-hidden className="size-4" />
          {t('addStep')}
        </button>
      )}
      <DraftNotice draft={draft} />
    </PanelSection>
  );
}

type StepProps = {
  item: ChecklistItem;
  items: readonly ChecklistItem[];
  apply(edit: ChecklistEdit): void;
  change(items: ChecklistItem[]): void;
  onLeave(): void;
};

function stepKey(event: KeyboardEvent<HTMLInputElement>, { item, items, apply }: StepProps): boolean {
  const { selectionStart, selectionEnd } = event.currentTarget;
  const atStart = selectionStart === 0 && selectionEnd === 0;
  const place = items.indexOf(item);
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    apply({ items: moveItem(items, item.id, event.key === 'ArrowUp' ? -1 : 1), focusId: item.id });
  } else if (event.key === 'Enter') {
    if (event.metaKey || event.ctrlKey)
      apply({ items: tickItem(items, item.id, !item.isDone), focusId: item.id });
    else apply(splitItem(items, item.id, selectionStart ?? item.text.length, newId()));
  } else if (event.key === 'Backspace' && atStart) apply(joinWithAbove(items, item.id));
  else if (event.key === 'ArrowUp') apply({ items: [...items], focusId: items[place - 1]?.id ?? null });
  else if (event.key === 'ArrowDown') apply({ items: [...items], focusId: items[place + 1]?.id ?? null });
  else return false;
  return true;
}

function Step(props: StepProps) {
  const { item, items, apply, change, onLeave } = props;
  const { t } = useTranslation('tasks');
  const onPaste = (event: ClipboardEvent): void => {
    const lines = event.clipboardData.getData('text/plain').split(/\r?\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    apply(pasteLines(items, item.id, lines, newId));
  };
  return (
    <li
      data-step={item.id}
      className="group/step -mx-6 flex items-center gap-2.5 px-6 data-[drop=after]:shadow-[inset_0_-2px_0_var(--primary)] data-[drop=before]:shadow-[inset_0_2px_0_var(--primary)]"
    >
      <span
        draggable
        aria-hidden
        className="-ms-5 cursor-grab text-subtle-foreground opacity-0 transition-opacity group-hover/step:opacity-100"
      >
        <GripVertical className="-me-1.5 size-4" />
      </span>
      <Checkbox
        checked={item.isDone}
        aria-label={item.text === '' ? t('emptyStep') : item.text}
        onCheckedChange={(checked) => change(tickItem(items, item.id, checked === true))}
      />
      <input
        dir="auto"
        aria-label={t('step')}
        maxLength={500}
        value={item.text}
        onChange={(event) => change(renameItem(items, item.id, event.target.value))}
        onPaste={onPaste}
        onBlur={onLeave}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') event.currentTarget.blur();
          else if (!stepKey(event, props)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        className={cn(
          'h-8 min-w-0 flex-1 rounded-md bg-transparent px-1 text-sm outline-none focus:bg-muted/60',
          item.isDone && 'text-muted-foreground line-through decoration-muted-foreground/50',
        )}
      />
      <span className="opacity-0 transition-opacity group-focus-within/step:opacity-100 group-hover/step:opacity-100">
        <IconButton size="xs" label={t('removeStep')} onClick={() => apply(removeItem(items, item.id))}>
          <X aria-hidden />
        </IconButton>
      </span>
    </li>
  );
}
