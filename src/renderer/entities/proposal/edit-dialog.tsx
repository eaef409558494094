import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApproveEdited, type ShownProposal } from './proposal-queries.ts';
import { useProposalWords } from './proposal-words.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { editableFields, withEdits } from './edited-input.ts';
import { ValueField } from './value-field.tsx';

const FORM_ID = 'edit-proposal';

type EditDialogProps = { proposal: ShownProposal; onApproved(): void; onClose(): void };

/** The person's own version of what is proposed. */
export function EditDialog({ proposal, onApproved, onClose }: EditDialogProps) {
  const { t } = useTranslation('inbox');
  const { t: common } = useTranslation();
  const words = useProposalWords();
  const fields = useMemo(() => editableFields(proposal), [proposal]);
  const [values, setValues] = useState<ReadonlyMap<string, unknown>>(new Map());
  const approve = useApproveEdited();
  const { id, argumentsHash } = proposal;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const edits = fields
      .filter(({ path }) => values.has(path.join('.')))
      .map(({ path }) => ({ path, value: values.get(path.join('.')) }));
    const input = withEdits(proposal.input, edits);
    approve.mutate({ id, argumentsHash, input, title: words.title(proposal) }, { onSuccess: onApproved });
  };
  const hintOf = (name: string, control: string): string | undefined => {
    if (name === 'estimateMinutes') return t('minutes');
    return control === 'tags' ? t('optionalTags') : undefined;
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('editTitle')}
      description={fields.length === 0 ? t('nothingToEdit') : t('editText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          {fields.length > 0 && (
            <Button type="submit" form={FORM_ID} variant="primary" busy={approve.isPending}>
              {t('approveEdited')}
            </Button>
          )}
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit} className="grid grid-cols-2 gap-4">
        {approve.error && (
          <Banner tone="danger" className="col-span-2">
            {describeError(approve.error).message}
          </Banner>
        )}
        {fields.map((field) => {
          const key = field.path.join('.');
          const isWide = field.control === 'text' || field.control === 'long' || field.control === 'tags';
          return (
            <Field
              key={key}
              label={words.field(field.name)}
              optional={field.isOptional}
              hint={hintOf(field.name, field.control)}
              className={isWide ? 'col-span-2' : undefined}
            >
              {(control) => (
                <ValueField
                  field={field}
                  control={control}
                  label={words.field(field.name)}
                  value={values.has(key) ? values.get(key) : field.value}
                  onValueChange={(value) => setValues((current) => new Map(current).set(key, value))}
                />
              )}
            </Field>
          );
        })}
      </form>
    </Dialog>
  );
}
