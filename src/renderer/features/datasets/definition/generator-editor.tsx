import { useTranslation } from 'react-i18next';
import type { DatasetGenerator } from '#shared/contracts/dataset-spec.ts';
import { EditorSection, type SpecEditorProps } from './editor-section.tsx';
import { GeneratorChoice } from './generator-choice.tsx';
import { NumberField } from './number-field.tsx';

type ModelGenerator = Extract<DatasetGenerator, { kind: 'model' }>;

/** What makes the records, and how it goes about it. */
export function GeneratorEditor({ spec, onChange }: SpecEditorProps) {
  const { t } = useTranslation('datasets');
  const { generator } = spec;
  const set = (next: DatasetGenerator): void => onChange({ ...spec, generator: next });
  return (
    <EditorSection title={t('generator')}>
      <div className="flex flex-col gap-4 px-5 py-4">
        <GeneratorChoice generator={generator} onChange={set} />
        {generator.kind === 'model' && <ModelFigures generator={generator} onChange={set} />}
      </div>
    </EditorSection>
  );
}

function ModelFigures({
  generator,
  onChange,
}: {
  generator: ModelGenerator;
  onChange(next: ModelGenerator): void;
}) {
  const { t } = useTranslation('datasets');
  const whole = (
    key: 'maxOutputTokens' | 'concurrency' | 'retries' | 'evolve',
    [min, max]: readonly [number, number],
    hint?: string,
  ) => (
    <NumberField
      integer
      min={min}
      max={max}
      label={t(key)}
      hint={hint}
      value={generator[key]}
      onValueChange={(value) => value !== undefined && onChange({ ...generator, [key]: value })}
    />
  );
  return (
    <details className="group">
      <summary className="w-fit cursor-pointer rounded-md text-[13px] font-medium text-muted-foreground hover:text-foreground">
        {t('genMore')}
      </summary>
      <div className="mt-3 grid items-start gap-4 sm:grid-cols-3">
        <NumberField
          optional
          min={0}
          max={100_000}
          label={t('budget')}
          hint={t('budgetHint')}
          value={generator.budget ?? undefined}
          onValueChange={(budget) => onChange({ ...generator, budget: budget ?? null })}
        />
        <NumberField
          min={0}
          max={2}
          label={t('temperature')}
          hint={t('temperatureHint')}
          value={generator.temperature}
          onValueChange={(temperature) =>
            temperature !== undefined && onChange({ ...generator, temperature })
          }
        />
        {whole('maxOutputTokens', [1, 100_000])}
        {whole('concurrency', [1, 64])}
        {whole('retries', [0, 10], t('retriesHint'))}
        {whole('evolve', [0, 3], t('evolveHint'))}
      </div>
    </details>
  );
}
