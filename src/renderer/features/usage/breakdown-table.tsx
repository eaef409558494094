import { useTranslation } from 'react-i18next';
import type { UsageRow } from '#shared/contracts/usage.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { useKeyName } from './key-names.ts';
import type { Dimension } from './usage-search.ts';

/** The period as a whole, by what the chart is split by. */
export function BreakdownTable({ rows, by }: { rows: readonly UsageRow[]; by: Dimension }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const dollars = useDollars();
  const nameOf = useKeyName(by);
  return (
    <Card className="overflow-hidden">
      <h2 className="px-5 pt-4 pb-1 text-base font-semibold tracking-[-0.3px]">
        {t('breakdown', { what: t(`by_${by}`).toLocaleLowerCase(format.locale) })}
      </h2>
      <DataTable>
        <thead>
          <tr>
            <DataHead className="ps-5">{t(`by_${by}`)}</DataHead>
            <DataHead className="text-end">{t('callsHead')}</DataHead>
            <DataHead className="text-end">{t('input')}</DataHead>
            <DataHead className="text-end">{t('output')}</DataHead>
            <DataHead className="pe-5 text-end">{t('cost')}</DataHead>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const [key = ''] = row.keys;
            return (
              <tr key={key}>
                <DataCell className="ps-5 wrap-anywhere">{nameOf(key)}</DataCell>
                <DataCell className="text-end tabular-nums">{format.number(row.callCount)}</DataCell>
                <DataCell className="text-end tabular-nums">{format.number(row.inputTokens)}</DataCell>
                <DataCell className="text-end tabular-nums">{format.number(row.outputTokens)}</DataCell>
                <DataCell className="pe-5 text-end tabular-nums">
                  {row.unpricedCount === row.callCount ? t('noPrice') : dollars(row.costMicros)}
                </DataCell>
              </tr>
            );
          })}
        </tbody>
      </DataTable>
    </Card>
  );
}
