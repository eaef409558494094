import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Textarea } from '#renderer/ui/input.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';

const REASONS = ['irrelevant', 'wrong', 'done', 'later'] as const;
const FORM_ID = 'reject-proposals';

type RejectDialogProps = { count: number; onReject(reason: string): void; onClose(): void };

/** A no, with a reason where the person has one. */
export function RejectDialog({ count, onReject, onClose }: RejectDialogProps) {
  const { t } = useTranslation('inbox');
  const { t: words } = useTranslation();
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onReject(reason.trim());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={t('rejectTitle', { count })}
      description={t('rejectText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {words('cancel')}
          </Button>
          <Button type="submit" form={FORM_ID} variant="primary">
            {t('reject')}
            <Kbd keys="enter" decorative />
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit} className="flex flex-col gap-3">
        <Field label={t('reason')} optional>
          {(control) => (
            <Textarea
              {...control}
              value={reason}
              maxLength={2000}
              placeholder={t('reasonPlaceholder')}
              onChange={(event) => setReason(event.target.value)}
              onKeyDown={onKeyDown}
            />
          )}
        </Field>
        <div className="flex flex-wrap gap-1.5">
          {REASONS.map((name) => (
            <Button
              key={name}
              size="xs"
              variant="secondary"
              aria-pressed={reason === t(`reason_${name}`)}
              onClick={() => setReason(t(`reason_${name}`))}
            >
              {t(`reason_${name}`)}
            </Button>
          ))}
        </div>
      </form>
    </Dialog>
  );
}
