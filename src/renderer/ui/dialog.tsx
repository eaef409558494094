import { X } from 'lucide-react';
import { AlertDialog, Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { Button } from './button.tsx';
import { focusFirstField } from './focus-first-field.ts';
import { IconButton } from './icon-button.tsx';

const OVERLAY = 'fixed inset-0 z-40 bg-overlay animate-overlay';
const CONTENT =
  'fixed inset-0 z-50 m-auto flex h-fit max-h-[calc(100dvh-4rem)] w-[calc(100vw-2rem)] flex-col rounded-2xl border border-border-subtle bg-popover text-foreground shadow-overlay outline-none animate-pop';
const WIDTHS = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-3xl' };

type DialogProps = {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** For screen readers only, where the content speaks for itself. */
  titleHidden?: boolean;
  description?: string;
  size?: keyof typeof WIDTHS;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
};

export function Dialog({
  open,
  onOpenChange,
  title,
  titleHidden = false,
  description,
  size = 'md',
  footer,
  className,
  children,
}: DialogProps) {
  const { t } = useTranslation();
  const noDescription = description === undefined ? { 'aria-describedby': undefined } : {};
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={OVERLAY} />
        <Primitive.Content
          data-overlay=""
          tabIndex={-1}
          onOpenAutoFocus={focusFirstField}
          {...noDescription}
          className={cn(CONTENT, WIDTHS[size], className)}
        >
          {titleHidden ? (
            <Primitive.Title className="sr-only">{title}</Primitive.Title>
          ) : (
            <header className="flex items-start gap-4 px-6 pt-5 pb-3">
              <div className="min-w-0 flex-1">
                <Primitive.Title className="text-lg font-semibold tracking-[-0.5px]">{title}</Primitive.Title>
                {description !== undefined && (
                  <Primitive.Description className="mt-1 text-sm text-muted-foreground">
                    {description}
                  </Primitive.Description>
                )}
              </div>
              <Primitive.Close asChild>
                <IconButton label={t('close')} keys="escape" className="-me-2 -mt-1">
                  <X aria-hidden />
                </IconButton>
              </Primitive.Close>
            </header>
          )}
          <div className={cn('min-h-0 flex-1 overflow-y-auto', !titleHidden && 'px-6 pt-1 pb-6')}>
            {children}
          </div>
          {footer !== undefined && (
            <footer className="flex items-center justify-end gap-2 border-t border-border-subtle px-6 py-4">
              {footer}
            </footer>
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm(): void;
};

/** Only for what can't be undone (emptying the trash, changing a passphrase). Everything else: do it and offer undo. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  danger = false,
  busy = false,
  onConfirm,
}: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={OVERLAY} />
        <AlertDialog.Content data-overlay="" className={cn(CONTENT, WIDTHS.sm, 'p-6')}>
          <AlertDialog.Title className="text-lg font-semibold tracking-[-0.5px]">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-sm leading-relaxed text-muted-foreground">
            {description}
          </AlertDialog.Description>
          <div className="mt-6 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button variant="ghost">{t('cancel')}</Button>
            </AlertDialog.Cancel>
            <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
