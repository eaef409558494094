import { useTranslation } from 'react-i18next';
import { BasicsEditor } from './basics-editor.tsx';
import { ChecksEditor } from './checks-editor.tsx';
import { ColumnsEditor } from './columns-editor.tsx';
import { DuplicatesEditor } from './duplicates-editor.tsx';
import { EditorSection, type SpecEditorProps } from './editor-section.tsx';
import { ExampleRows } from './examples-editor.tsx';
import { FacetsEditor } from './facets-editor.tsx';
import { GeneratorEditor } from './generator-editor.tsx';
import { columnsOf } from './spec-columns.ts';

/** The whole definition as a form, in the order in which it is thought of. */
export function SpecForm({ spec, onChange }: SpecEditorProps) {
  const { t } = useTranslation('datasets');
  return (
    <div className="flex flex-col gap-8">
      <ColumnsEditor spec={spec} onChange={onChange} />
      <FacetsEditor spec={spec} onChange={onChange} />
      <BasicsEditor spec={spec} onChange={onChange} />
      <GeneratorEditor spec={spec} onChange={onChange} />
      <EditorSection title={t('examples')} text={t('examplesHint')}>
        <div className="px-5 py-4">
          <ExampleRows
            columns={columnsOf(spec).map(({ name }) => name)}
            examples={spec.examples}
            onChange={(examples) => onChange({ ...spec, examples })}
          />
        </div>
      </EditorSection>
      <ChecksEditor spec={spec} onChange={onChange} />
      <DuplicatesEditor spec={spec} onChange={onChange} />
    </div>
  );
}
