import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuickAddOptions } from '#renderer/lib/shell-actions.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useQuickAdd } from './queries.ts';
import { QuickAddField } from './quick-add-field.tsx';

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
