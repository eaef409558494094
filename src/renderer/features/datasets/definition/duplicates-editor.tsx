import { useTranslation } from 'react-i18next';
import type { DatasetDuplicates } from '#shared/contracts/dataset-spec.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ColumnsField } from './check-fields.tsx';
import { EditorSection, type SpecEditorProps } from './editor-section.tsx';
import { columnsOf } from './spec-columns.ts';

const USUAL: DatasetDuplicates = { by: 'words', threshold: 0.85, columns: [] };

/** How alike two records may be. */
export function DuplicatesEditor({ spec, onChange }: SpecEditorProps) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const { duplicates } = spec;
  const set = (next: DatasetDuplicates | null): void => onChange({ ...spec, duplicates: next });
  return (
    <EditorSection title={t('duplicates')} text={t('duplicatesText')}>
      <div className="flex flex-col gap-4 px-5 py-4">
        <label className="flex items-center gap-2 text-sm">
          <Checkbox
            checked={duplicates !== null}
            onCheckedChange={(next) => set(next === true ? USUAL : null)}
          />
          {t('duplicatesOn')}
        </label>
        {duplicates && (
          <div className="grid items-start gap-4 sm:grid-cols-3">
            <Field label={t('by')}>
              {() => (
                <Segmented
                  label={t('by')}
                  value={duplicates.by}
                  segments={(['words', 'meaning'] as const).map((by) => ({
                    value: by,
                    label: t(`by_${by}`),
                  }))}
                  onValueChange={(by) => set({ ...duplicates, by })}
                />
              )}
            </Field>
            <Field
              label={`${t('threshold')}: ${format.percent(duplicates.threshold)}`}
              hint={t('thresholdHint')}
              className="sm:col-span-2"
            >
              {(control) => (
                <input
                  {...control}
                  type="range"
                  min={0}
                  max={100}
                  value={Math.round(duplicates.threshold * 100)}
                  onChange={(event) => set({ ...duplicates, threshold: Number(event.target.value) / 100 })}
                  className="h-9 accent-(--primary)"
                />
              )}
            </Field>
            <ColumnsField
              values={duplicates.columns}
              columns={columnsOf(spec).map(({ name }) => name)}
              onValuesChange={(columns) => set({ ...duplicates, columns })}
            />
          </div>
        )}
      </div>
    </EditorSection>
  );
}
