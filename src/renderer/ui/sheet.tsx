import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { focusSurface } from './focus-first-field.ts';
import { IconButton } from './icon-button.tsx';

type SheetProps = {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** Left of the close button: actions on the item shown. */
  actions?: ReactNode;
  /** Left of the actions: where the item belongs. */
  breadcrumb?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Escape takes back what is being typed; only the next one closes the panel. */
function leaveFieldFirst(event: KeyboardEvent): void {
  const field = event.target;
  if (!(field instanceof HTMLElement) || !field.matches('input, textarea, [contenteditable="true"]')) return;
  event.preventDefault();
  // After the field's own handler, which may want to restore its text before it loses the focus.
  window.setTimeout(() => {
    if (document.activeElement === field) field.blur();
  });
}

/**
 * The side panel an item opens in. It does not block the list beside it: arrow keys and clicks there
 * move on to the next item, Escape closes the panel.
 */
export function Sheet({ open, onOpenChange, title, actions, breadcrumb, className, children }: SheetProps) {
  const { t } = useTranslation();
  const openedFrom = useRef<Element | null>(null);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Primitive.Portal>
        <Primitive.Content
          aria-describedby={undefined}
          data-side-panel=""
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            openedFrom.current = document.activeElement;
            focusSurface(event);
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // Back to the row, unless the user has already gone on to something else.
            const isFocusLost = document.activeElement === null || document.activeElement === document.body;
            if (isFocusLost && openedFrom.current instanceof HTMLElement) openedFrom.current.focus();
          }}
          onEscapeKeyDown={leaveFieldFirst}
          onInteractOutside={(event) => event.preventDefault()}
          className={cn(
            'fixed inset-y-2 end-2 z-30 flex w-[min(520px,calc(100vw-1rem))] flex-col overflow-hidden rounded-2xl border border-border-subtle bg-card text-foreground shadow-overlay outline-none animate-sheet',
            className,
          )}
        >
          <header className="flex h-13 shrink-0 items-center gap-1 ps-5 pe-3">
            <Primitive.Title className="sr-only">{title}</Primitive.Title>
            <div className="min-w-0 flex-1 truncate text-meta">{breadcrumb}</div>
            {actions}
            <Primitive.Close asChild>
              <IconButton label={t('close')} keys="escape">
                <X aria-hidden />
              </IconButton>
            </Primitive.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
