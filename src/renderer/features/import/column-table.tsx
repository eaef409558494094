import { useTranslation } from 'react-i18next';
import type { ColumnMapping, ImportInspection, ImportKind } from '#shared/contracts/imports.ts';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { PresetBar } from './preset-bar.tsx';

type ColumnTableProps = {
  kind: ImportKind;
  csv: NonNullable<ImportInspection['csv']>;
  mapping: ColumnMapping;
  onMappingChange(mapping: ColumnMapping): void;
};

/** Radix keeps '' for "nothing chosen", so leaving a column out needs a value of its own. */
const IGNORE = '-';
const DATE_ORDERS = ['ymd', 'dmy', 'mdy'] as const;

function useFieldLabel(): (field: string) => string {
  const { t, i18n } = useTranslation('imports');
  // The host names the fields; existence is checked here because the compiler can't.
  return (field) => (i18n.exists(`imports:field_${field}`) ? t(`field_${field}` as 'field_title') : field);
}

/** Each column of the table, a few of its values, and the field it goes to. */
export function ColumnTable({ kind, csv, mapping, onMappingChange }: ColumnTableProps) {
  const { t } = useTranslation('imports');
  const labelOf = useFieldLabel();
  const choose = (heading: string, field: string): void => {
    const rest = Object.entries(mapping.columns).filter(
      // A field takes one column; the former one is let go.
      ([other, taken]) => other !== heading && taken !== field,
    );
    const columns = Object.fromEntries(field === IGNORE ? rest : [...rest, [heading, field]]);
    onMappingChange({ ...mapping, columns });
  };
  const options = [
    { value: IGNORE, label: t('leaveOut') },
    ...csv.fields.map((field) => ({ value: field, label: labelOf(field) })),
  ];
  return (
    <div className="rounded-xl border border-border-subtle bg-card">
      <div className="flex flex-wrap items-center gap-3 border-b border-border-subtle px-4 py-3">
        <h3 className="me-auto text-sm font-semibold">{t('columns')}</h3>
        <Select
          label={t('dateOrder')}
          value={mapping.dateOrder}
          onValueChange={(dateOrder) => onMappingChange({ ...mapping, dateOrder })}
          options={DATE_ORDERS.map((value) => ({ value, label: t(`dates_${value}`) }))}
          className="w-52"
        />
        <PresetBar kind={kind} mapping={mapping} onMappingChange={onMappingChange} />
      </div>
      <DataTable>
        <thead>
          <tr>
            <DataHead>{t('column')}</DataHead>
            <DataHead>{t('examples')}</DataHead>
            <DataHead>{t('goesTo')}</DataHead>
          </tr>
        </thead>
        <tbody>
          {csv.header.map((heading, index) => (
            <tr key={heading}>
              <DataCell className="max-w-48 font-medium">
                <span dir="auto" className="block truncate">
                  {heading}
                </span>
              </DataCell>
              <DataCell className="max-w-72 text-muted-foreground">
                <span dir="auto" className="block truncate">
                  {csv.sample
                    .map((row) => row[index] ?? '')
                    .filter((value) => value !== '')
                    .slice(0, 3)
                    .join(' · ')}
                </span>
              </DataCell>
              <DataCell className="w-56">
                <Select
                  label={t('fieldFor', { column: heading })}
                  value={mapping.columns[heading] ?? IGNORE}
                  onValueChange={(field) => choose(heading, field)}
                  options={options}
                />
              </DataCell>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  );
}
