import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/provider.tsx';
import { useUndo } from '../api/use-write.ts';
import type { QuickAddOptions } from '../lib/shell-actions.tsx';
import { toastDone, toastError } from '../lib/toast.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { QuickAddField } from './quick-add-field.tsx';
import { localNow, useQuickAddLocale } from './use-host-date-parser.ts';

/** Adds what was typed; the toast takes it back. */
export function useQuickAdd() {
  const { t } = useTranslation('shell');
  const api = useApi();
  const undo = useUndo();
  const locale = useQuickAddLocale();
  return useMutation({
    mutationFn: ({ text, projectId }: { text: string; projectId?: string }) =>
      api.tasks.quickAdd.mutate({
        text,
        now: localNow(),
        locale,
        defaults: projectId === undefined ? undefined : { projectId },
      }),
    onSuccess: ({ item, changeSetId }) =>
      toastDone({
        message: t('quickAddAdded', { title: item.title }),
        undo: changeSetId === null ? undefined : () => undo(changeSetId),
      }),
    onError: toastError,
  });
}

/** Ctrl-N from anywhere: one line, understood as it is typed. Enter adds and closes, Shift-Enter adds and goes on. */
export function QuickAddDialog({ options, onClose }: { options: QuickAddOptions; onClose(): void }) {
  const { t } = useTranslation('shell');
  const add = useQuickAdd();
  const [text, setText] = useState(options.text ?? '');
  const submit = (keepOpen: boolean): void => {
    if (text.trim() === '' || add.isPending) return;
    add.mutate(
      { text, projectId: options.projectId },
      {
        onSuccess: () => {
          setText('');
          if (!keepOpen) onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('quickAdd')}
      titleHidden
      className="mt-[18vh] mb-auto max-w-2xl"
    >
      <QuickAddField text={text} onTextChange={setText} onSubmit={submit} />
      <div className="flex items-center gap-3 border-t border-border-subtle px-5 py-3">
        <p className="flex-1 text-xs text-muted-foreground">{t('quickAddHint')}</p>
        <Button
          variant="primary"
          size="sm"
          busy={add.isPending}
          disabled={text.trim() === ''}
          onClick={() => submit(false)}
        >
          {t('quickAddAdd')}
          <Kbd
            keys="enter"
            decorative
            className="[&_kbd]:border-current/30 [&_kbd]:bg-transparent [&_kbd]:text-current"
          />
        </Button>
      </div>
    </Dialog>
  );
}
