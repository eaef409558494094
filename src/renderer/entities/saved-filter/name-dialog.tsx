import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';

type NameDialogProps = {
  title: string;
  /** The name so far; empty for a new one. */
  name: string;
  label: string;
  hint?: string;
  onSave(name: string): void;
  onClose(): void;
};

/** Asks under which name a filter or a search is kept. */
export function NameDialog({ title, name, label, hint, onSave, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(name);
  const isReady = draft.trim() !== '';
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={title}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button variant="primary" type="submit" form="saved-filter-name" disabled={!isReady}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id="saved-filter-name"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onSave(draft.trim());
        }}
      >
        <Field label={label} hint={hint}>
          {(control) => (
            <Input
              {...control}
              maxLength={100}
              value={draft}
              onChange={(event) => setDraft(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
