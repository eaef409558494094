import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { MODEL_GENERATOR, MOST_RECORDS } from '#shared/contracts/dataset-defaults.ts';
import type { SpecProblem } from '#shared/contracts/datasets.ts';
import { Field } from '#renderer/ui/field.tsx';
import { Input, Textarea } from '#renderer/ui/input.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { EditorSection } from '../definition/editor-section.tsx';
import { ExampleRows } from '../definition/examples-editor.tsx';
import { GeneratorChoice } from '../definition/generator-choice.tsx';
import { NumberField } from '../definition/number-field.tsx';
import { ProblemList } from '../definition/problem-list.tsx';
import { describedAs, type DescribeForm } from './describe-state.ts';
import { ExampleFile } from './example-file.tsx';
import { ItemPicker } from './item-picker.tsx';

const CodeEditor = lazy(async () => ({
  default: (await import('#renderer/ui/code-editor.tsx')).CodeEditor,
}));

type DescribeFieldsProps = {
  form: DescribeForm;
  onChange(form: DescribeForm): void;
  /** Nothing to draft from yet, and it was asked for. */
  isMissing: boolean;
  problems: readonly SpecProblem[];
};

export function DescribeFields(props: DescribeFieldsProps) {
  const { form, onChange, isMissing } = props;
  const { t } = useTranslation('datasets');
  const missing = isMissing ? t('descriptionMissing') : undefined;
  return (
    <>
      {form.start === 'file' && (
        <ExampleFile file={form.file} error={missing} onChange={(file) => onChange({ ...form, file })} />
      )}
      {form.start === 'definition' ? (
        <DefinitionText {...props} error={missing} />
      ) : (
        <Field label={t('description')} error={form.start === 'words' ? missing : undefined}>
          {(control) => (
            <Textarea
              {...control}
              autoFocus={form.start === 'words'}
              maxLength={20_000}
              placeholder={t('descriptionExample')}
              value={form.description}
              onChange={(event) => onChange(describedAs(form, event.target.value))}
              className="min-h-28 text-base"
            />
          )}
        </Field>
      )}
      <TitleAndCount form={form} onChange={onChange} />
      <Field label={t('instructions')} optional hint={t('instructionsHint')}>
        {(control) => (
          <Textarea
            {...control}
            maxLength={20_000}
            value={form.instructions}
            onChange={(event) => onChange({ ...form, instructions: event.target.value })}
            className="min-h-16"
          />
        )}
      </Field>
      <EditorSection title={t('generator')}>
        <div className="px-5 py-4">
          <GeneratorChoice
            generator={form.generator ?? MODEL_GENERATOR}
            onChange={(generator) => onChange({ ...form, generator })}
          />
        </div>
      </EditorSection>
      {form.start !== 'definition' && <Examples form={form} onChange={onChange} />}
    </>
  );
}

type PartProps = Pick<DescribeFieldsProps, 'form' | 'onChange'>;

function TitleAndCount({ form, onChange }: PartProps) {
  const { t } = useTranslation('datasets');
  return (
    <div className="grid items-start gap-4 sm:grid-cols-[1fr_12rem]">
      <Field label={t('dataTitle')} optional hint={t('dataTitleHint')}>
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            value={form.title}
            onChange={(event) => onChange({ ...form, title: event.target.value })}
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
        value={form.records}
        onValueChange={(records) => records !== undefined && onChange({ ...form, records })}
      />
    </div>
  );
}

function Examples({ form, onChange }: PartProps) {
  const { t } = useTranslation('datasets');
  return (
    <EditorSection title={t('examples')} text={t('examplesHint')}>
      <div className="flex flex-col gap-4 px-5 py-4">
        <ExampleRows
          columns={form.columns}
          examples={form.examples}
          onChange={(examples) => onChange({ ...form, examples })}
          onColumnsChange={(columns, examples) => onChange({ ...form, columns, examples })}
        />
        <ItemPicker items={form.items} onChange={(items) => onChange({ ...form, items })} />
      </div>
    </EditorSection>
  );
}

function DefinitionText({
  form,
  onChange,
  problems,
  error,
}: DescribeFieldsProps & { error: string | undefined }) {
  const { t } = useTranslation('datasets');
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-[13px] font-medium">{t('definitionText')}</p>
      <Suspense fallback={<Skeleton className="h-40 rounded-lg" />}>
        <CodeEditor
          label={t('definitionText')}
          language="yaml"
          value={form.text}
          onValueChange={(text) => onChange({ ...form, text })}
          wrongLines={problems.flatMap(({ line }) => (line === null ? [] : [line]))}
        />
      </Suspense>
      <p className={error === undefined ? 'text-xs text-muted-foreground' : 'text-xs text-danger-text'}>
        {error ?? t('definitionHint')}
      </p>
      <ProblemList problems={problems} />
    </div>
  );
}
