import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { ColumnRow } from './column-row.tsx';
import { EditorSection, type SpecEditorProps } from './editor-section.tsx';
import { addColumn, changeColumn, columnsOf, moveColumn, removeColumn } from './spec-columns.ts';

/** What one record holds, column by column. */
export function ColumnsEditor({ spec, onChange }: SpecEditorProps) {
  const { t } = useTranslation('datasets');
  const columns = columnsOf(spec);
  const [told, setTold] = useState('');
  const move = (name: string, by: -1 | 1): void => {
    onChange(moveColumn(spec, name, by));
    setTold(`${name}: ${t(by === -1 ? 'moveUp' : 'moveDown')}`);
  };
  return (
    <EditorSection
      title={t('columns')}
      text={t('columnsText')}
      actions={
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus aria-hidden />}
          onClick={() => onChange(addColumn(spec, t('newColumn')))}
        >
          {t('addColumn')}
        </Button>
      }
    >
      <ul aria-label={t('columns')} className="divide-y divide-border-subtle">
        {columns.map((column, at) => (
          <ColumnRow
            // By its place: a name changes while it is typed.
            // eslint-disable-next-line react/no-array-index-key
            key={at}
            column={column}
            generator={spec.generator.kind}
            isNameFree={(name) => !columns.some((other) => other.name === name)}
            onChange={(patch) => onChange(changeColumn(spec, column.name, patch))}
            onMove={{
              up: at === 0 ? undefined : () => move(column.name, -1),
              down: at === columns.length - 1 ? undefined : () => move(column.name, 1),
            }}
            onRemove={() => onChange(removeColumn(spec, column.name))}
          />
        ))}
      </ul>
      <p role="status" className="sr-only">
        {told}
      </p>
    </EditorSection>
  );
}
