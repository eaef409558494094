import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useQuickAdd } from './queries.ts';
import { QuickAddField } from './quick-add-field.tsx';

/** Quick add as a part of a page: Enter adds and the line is ready for the next one. */
export function QuickAddLine({ className }: { className?: string }) {
  const { t } = useTranslation('shell');
  const add = useQuickAdd();
  const line = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const isEmpty = text.trim() === '';
  const submit = (): void => {
    if (isEmpty || add.isPending) return;
    // What was typed goes away only once it is kept.
    add.mutate({ text }, { onSuccess: () => setText((current) => (current === text ? '' : current)) });
  };
  const leave = (): void => {
    if (isEmpty) line.current?.querySelector('textarea')?.blur();
    else setText('');
  };
  return (
    <Card
      ref={line}
      className={cn(
        'relative transition-shadow focus-within:shadow-raised has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:-outline-offset-1 has-[textarea:focus-visible]:outline-ring',
        className,
      )}
    >
      <Plus aria-hidden className="pointer-events-none absolute start-4.5 top-4.5 size-5 text-primary-text" />
      <QuickAddField
        autoFocus={false}
        text={text}
        onTextChange={setText}
        onSubmit={submit}
        onCancel={leave}
        className="[&_ul]:ps-12 [&_ul:empty]:hidden [&>div>*]:py-3.5 [&>div>*]:ps-12"
      />
      {!isEmpty && (
        <div className="flex items-center gap-3 border-t border-border-subtle px-5 py-2.5">
          <p className="flex-1 text-xs text-muted-foreground">{t('quickAddHint')}</p>
          <Button variant="primary" size="sm" busy={add.isPending} onClick={submit}>
            {t('quickAddAdd')}
            <Kbd
              keys="enter"
              decorative
              className="[&_kbd]:border-current/30 [&_kbd]:bg-transparent [&_kbd]:text-current"
            />
          </Button>
        </div>
      )}
    </Card>
  );
}
