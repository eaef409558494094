import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useWindowTitle } from '#renderer/lib/use-window-title.ts';
import { useQuickAdd } from './queries.ts';
import { QuickAddField } from './quick-add-field.tsx';

/** The tray's small window: one line, Enter writes it down and closes, Shift-Enter goes on, Escape closes. */
export function CapturePage() {
  const { t } = useTranslation('shell');
  useWindowTitle(t('quickAdd'));
  const add = useQuickAdd();
  const [text, setText] = useState('');
  const submit = (keepOpen: boolean): void => {
    if (text.trim() === '' || add.isPending) return;
    add.mutate(
      { text },
      {
        onSuccess: () => {
          setText('');
          if (!keepOpen) window.close();
        },
      },
    );
  };
  return (
    <main className="flex h-full flex-col bg-popover">
      <h1 className="sr-only">{t('quickAdd')}</h1>
      <QuickAddField
        className="min-h-0 flex-1 overflow-y-auto"
        text={text}
        onTextChange={setText}
        onSubmit={submit}
        onCancel={() => window.close()}
      />
      <p className="flex shrink-0 items-center gap-3 border-t border-border-subtle px-5 py-3 text-xs text-muted-foreground [app-region:drag]">
        <span className="flex-1">{t('quickAddHint')}</span>
        <Kbd keys="enter" />
      </p>
    </main>
  );
}
