import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { CodeInput, Input } from '#renderer/ui/input.tsx';
import { valueOf, valueText } from './value-text.ts';

type Example = Readonly<Record<string, unknown>>;

type ExampleRowsProps = {
  columns: readonly string[];
  examples: readonly Example[];
  onChange(examples: Record<string, unknown>[]): void;
  /** Where the columns are the person's own, not those of a schema. */
  onColumnsChange?(columns: string[], examples: Record<string, unknown>[]): void;
};

const MOST = 50;

/** Records typed in, as rows of a small table. */
export function ExampleRows({ columns, examples, onChange, onColumnsChange }: ExampleRowsProps) {
  const { t } = useTranslation('datasets');
  const rows = examples.map((example) => ({ ...example }));
  const setCell = (at: number, column: string, text: string): void => {
    const { [column]: _, ...rest } = rows[at] ?? {};
    onChange(rows.with(at, text === '' ? rest : { ...rest, [column]: valueOf(text) }));
  };
  const rename = (at: number, name: string): void => {
    const from = columns[at] ?? '';
    if (name === from || columns.includes(name)) return;
    onColumnsChange?.(
      columns.with(at, name),
      rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key === from ? name : key, value])),
      ),
    );
  };
  return (
    <div className="flex flex-col gap-2">
      {examples.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full border-separate border-spacing-1 text-sm">
            <thead>
              <tr>
                {columns.map((column, at) => (
                  <th
                    // Its place is what it is known by: two may say the same while one is typed.
                    // eslint-disable-next-line react/no-array-index-key
                    key={at}
                    scope="col"
                    className="min-w-36 text-start font-normal"
                  >
                    {onColumnsChange === undefined ? (
                      <span className="px-1 text-xs font-medium text-muted-foreground">{column}</span>
                    ) : (
                      <CodeInput
                        aria-label={t('exampleColumn', { number: at + 1 })}
                        defaultValue={column}
                        onBlur={(event) => rename(at, event.target.value.trim())}
                        className="h-8 font-medium"
                      />
                    )}
                  </th>
                ))}
                <th aria-label={t('removeExamples')} />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr
                  // eslint-disable-next-line react/no-array-index-key
                  key={at}
                >
                  {columns.map((column) => (
                    <td key={column}>
                      <Input
                        aria-label={t('exampleCell', { column, number: at + 1 })}
                        value={valueText(row[column])}
                        onChange={(event) => setCell(at, column, event.target.value)}
                        className="h-8"
                      />
                    </td>
                  ))}
                  <td className="w-8">
                    <IconButton
                      size="xs"
                      label={t('removeExample', { number: at + 1 })}
                      onClick={() => onChange(rows.toSpliced(at, 1))}
                    >
                      <X aria-hidden />
                    </IconButton>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="flex gap-1">
        <Button
          size="xs"
          variant="ghost"
          icon={<Plus aria-hidden />}
          disabled={examples.length >= MOST}
          onClick={() => onChange([...rows, {}])}
        >
          {t('addExample')}
        </Button>
        {onColumnsChange !== undefined && examples.length > 0 && (
          <Button
            size="xs"
            variant="ghost"
            icon={<Plus aria-hidden />}
            onClick={() => onColumnsChange([...columns, freeName(columns, t('newColumn'))], rows)}
          >
            {t('addExampleColumn')}
          </Button>
        )}
      </div>
    </div>
  );
}

function freeName(columns: readonly string[], stem: string): string {
  let name = stem;
  for (let number = 2; columns.includes(name); number++) name = `${stem}_${number}`;
  return name;
}
