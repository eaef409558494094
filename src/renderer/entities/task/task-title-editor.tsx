import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

type TaskTitleEditorProps = { title: string; onFinish(title: string | undefined): void };

/** The title of a row while it is being edited. Enter and leaving save, Escape takes back. */
export function TaskTitleEditor({ title, onFinish }: TaskTitleEditorProps) {
  const { t } = useTranslation('tasks');
  const isOver = useRef(false);
  const finish = (text: string | undefined): void => {
    if (isOver.current) return;
    isOver.current = true;
    const trimmed = text?.trim();
    onFinish(trimmed === '' || trimmed === title ? undefined : trimmed);
  };
  return (
    <input
      // The user has just asked to type here.
      autoFocus
      dir="auto"
      maxLength={500}
      aria-label={t('editTitle')}
      defaultValue={title}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') finish(undefined);
      }}
      className="-ms-1.5 h-7 w-full min-w-0 rounded-md border border-border bg-field px-1.5 text-sm outline-none select-text field-ring"
    />
  );
}
