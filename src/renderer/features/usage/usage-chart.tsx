import { useTranslation } from 'react-i18next';
import type { UsageSummary } from '#shared/contracts/usage.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { cn } from '#renderer/lib/cn.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { StackedBars } from '#renderer/ui/stacked-bars.tsx';
import { useKeyName, useMeasureText } from './key-names.ts';
import { daysOf, seriesOf } from './usage-series.ts';
import { DIMENSIONS, MEASURES, rangeOf, type UsageSearch } from './usage-search.ts';

type UsageChartProps = {
  summary: UsageSummary;
  isStale: boolean;
  search: UsageSearch;
  onSearchChange(search: UsageSearch): void;
};

/** By day, split as the reader likes; the same numbers as a table. */
export function UsageChart({ summary, isStale, search, onSearchChange }: UsageChartProps) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const { period = '30d', by = 'model', show = 'cost', view } = search;
  const { from, to } = rangeOf(period);
  const nameOf = useKeyName(by);
  const textOf = useMeasureText(show);
  const { series, columns } = seriesOf(summary.rows, daysOf(from, to), show);
  const named = series.map((one) => ({ ...one, label: nameOf(one.key) }));
  return (
    <Card className={cn('p-5 transition-opacity', isStale && 'opacity-60')}>
      <ChartControls search={search} onSearchChange={onSearchChange} />
      {view === 'table' ? (
        <DayTable series={named} columns={columns} textOf={textOf} />
      ) : (
        <>
          <StackedBars
            label={t('chartLabel', {
              what: t(`show_${show}`),
              from: format.longDate(from),
              to: format.longDate(to),
            })}
            series={named}
            columns={columns.map(({ day, values }) => ({
              key: day,
              label: format.date(day),
              name: format.date(day),
              values,
            }))}
            formatValue={textOf}
            emptyText={t('nothingThen')}
            className="mt-5"
          />
          <ul className="mt-4 flex flex-wrap gap-x-5 gap-y-1.5 ps-17 text-[13px]">
            {named.map(({ key, label, colour, total }) => (
              <li key={key} className="flex items-center gap-1.5">
                <span aria-hidden className="size-2.5 rounded-full" style={{ background: colour }} />
                <span dir="auto">{label}</span>
                <span className="text-muted-foreground tabular-nums">{textOf(total)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function ChartControls({ search, onSearchChange }: Pick<UsageChartProps, 'search' | 'onSearchChange'>) {
  const { t } = useTranslation('usage');
  const set = (patch: UsageSearch): void => onSearchChange({ ...search, ...patch });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <h2 className="me-auto text-base font-semibold tracking-[-0.3px]">{t('chart')}</h2>
      <Select
        label={t('by')}
        className="h-8 w-36"
        value={search.by ?? 'model'}
        onValueChange={(by) => set({ by })}
        options={DIMENSIONS.map((value) => ({ value, label: t(`by_${value}`) }))}
      />
      <Segmented
        label={t('show')}
        value={search.show ?? 'cost'}
        onValueChange={(show) => set({ show })}
        segments={MEASURES.map((value) => ({ value, label: t(`show_${value}`) }))}
        className="h-8"
      />
      <Segmented
        label={t('view')}
        value={search.view ?? 'chart'}
        onValueChange={(view) => set({ view: view === 'table' ? 'table' : undefined })}
        segments={[
          { value: 'chart', label: t('asChart') },
          { value: 'table', label: t('asTable') },
        ]}
        className="h-8"
      />
    </div>
  );
}

type DayTableProps = {
  series: readonly { readonly key: string; readonly label: string }[];
  columns: readonly { readonly day: string; readonly values: readonly number[] }[];
  textOf(value: number): string;
};

/** Days on which something was, the latest first. */
function DayTable({ series, columns, textOf }: DayTableProps) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const rows = columns.filter(({ values }) => values.some((value) => value > 0)).toReversed();
  return (
    <div className="mt-4">
      <DataTable>
        <thead>
          <tr>
            <DataHead>{t('day')}</DataHead>
            {series.map(({ key, label }) => (
              <DataHead key={key} className="text-end whitespace-nowrap">
                {label}
              </DataHead>
            ))}
            <DataHead className="text-end">{t('total')}</DataHead>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ day, values }) => (
            <tr key={day}>
              <DataCell className="h-9 whitespace-nowrap">{format.date(day)}</DataCell>
              {series.map(({ key }, at) => (
                <DataCell key={key} className="h-9 text-end tabular-nums">
                  {(values[at] ?? 0) === 0 ? '–' : textOf(values[at] ?? 0)}
                </DataCell>
              ))}
              <DataCell className="h-9 text-end font-medium tabular-nums">
                {textOf(values.reduce((sum, value) => sum + value, 0))}
              </DataCell>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  );
}
