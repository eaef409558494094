import { MOST_RECORDS, MOST_SEED } from '#shared/contracts/dataset-defaults.ts';
import { useTranslation } from 'react-i18next';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input, Textarea } from '#renderer/ui/input.tsx';
import { EditorSection, type SpecEditorProps } from './editor-section.tsx';
import { NumberField } from './number-field.tsx';

/** What it is called, what it is about, and how much of it there is to be. */
export function BasicsEditor({ spec, onChange }: SpecEditorProps) {
  const { t } = useTranslation('datasets');
  return (
    <EditorSection title={t('basics')}>
      <div className="grid items-start gap-4 px-5 py-4 sm:grid-cols-2">
        <Field label={t('dataTitle')}>
          {(control) => (
            <Input
              {...control}
              value={spec.title}
              maxLength={200}
              onChange={(event) => onChange({ ...spec, title: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('name')} hint={t('nameHint')}>
          {(control) => (
            <CodeInput
              {...control}
              value={spec.name}
              maxLength={63}
              onChange={(event) => onChange({ ...spec, name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('about')} className="sm:col-span-2">
          {(control) => (
            <Textarea
              {...control}
              value={spec.description}
              onChange={(event) => onChange({ ...spec, description: event.target.value })}
              className="min-h-16"
            />
          )}
        </Field>
        <Field label={t('instructions')} hint={t('instructionsHint')} className="sm:col-span-2">
          {(control) => (
            <Textarea
              {...control}
              value={spec.instructions}
              onChange={(event) => onChange({ ...spec, instructions: event.target.value })}
              className="min-h-16"
            />
          )}
        </Field>
        <NumberField
          integer
          min={1}
          max={MOST_RECORDS}
          label={t('count')}
          hint={t('countHint')}
          error={t('countWrong')}
          value={spec.records}
          onValueChange={(records) => records !== undefined && onChange({ ...spec, records })}
        />
        <NumberField
          integer
          min={0}
          max={MOST_SEED}
          label={t('seed')}
          hint={t('seedHint')}
          value={spec.seed}
          onValueChange={(seed) => seed !== undefined && onChange({ ...spec, seed })}
        />
      </div>
    </EditorSection>
  );
}
