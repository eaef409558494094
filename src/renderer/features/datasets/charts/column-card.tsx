import { useTranslation } from 'react-i18next';
import type { ColumnStats, NumberStats } from '#shared/contracts/dataset-stats.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { HistogramBars, ShareRow } from './bars.tsx';

type ColumnCardProps = { column: ColumnStats; records: number; onFilter(text: string): void };

const MOST_VALUES = 6;

/** What stands in one column: how many different values, how they spread, and which stand there most. */
export function ColumnCard({ column, records, onFilter }: ColumnCardProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const kinds = Object.keys(column.kinds).filter((kind) => kind !== 'null');
  const { distinct } = column;
  const facts = [
    t(distinct.isExact ? 'distinct' : 'distinctAbout', {
      count: distinct.count,
      number: format.number(distinct.count),
    }),
    column.nulls > 0 ? t('nulls', { number: format.number(column.nulls) }) : undefined,
    column.missing > 0 ? t('missing', { number: format.number(column.missing) }) : undefined,
  ];
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-4">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate text-sm font-semibold" title={column.path}>
          {column.path}
        </h3>
        {kinds.map((kind) => (
          <Badge key={kind}>{t(`kind_${kind as 'text'}`)}</Badge>
        ))}
      </div>
      <p className="text-meta">{facts.filter((fact) => fact !== undefined).join(' · ')}</p>
      <Spread column={column} />
      {isTelling(column, records) && (
        <div className="-mx-1.5 flex flex-col">
          {column.top.slice(0, MOST_VALUES).map(({ value, count }) => (
            <ShareRow
              key={value}
              name={value === '' ? t('emptyText') : value}
              count={count}
              share={count / Math.max(records, 1)}
              onClick={value === '' ? undefined : () => onFilter(value)}
            />
          ))}
        </div>
      )}
    </Card>
  );
}

/** Values that stand there once each say nothing as a list; a spread of numbers says it better. */
function isTelling({ top, numbers, booleans }: ColumnStats, records: number): boolean {
  if (booleans !== null || top.length === 0) return false;
  const most = top[0]?.count ?? 0;
  return numbers === null ? most > 1 || records <= MOST_VALUES : top.length <= MOST_VALUES;
}

function Spread({ column }: { column: ColumnStats }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { numbers, textLengths, listLengths, booleans, dates } = column;
  if (dates !== null) {
    return <p className="text-sm tabular-nums">{t('dates', { first: dates.first, last: dates.last })}</p>;
  }
  if (booleans !== null) {
    const all = Math.max(booleans.yes + booleans.no, 1);
    return (
      <div className="-mx-1.5">
        <ShareRow name={t('yes')} count={booleans.yes} share={booleans.yes / all} />
        <ShareRow name={t('no')} count={booleans.no} share={booleans.no / all} />
      </div>
    );
  }
  if (numbers !== null) return <Numbers label={column.path} stats={numbers} note={undefined} />;
  if (textLengths !== null && textLengths.max > textLengths.min) {
    return <Numbers label={column.path} stats={textLengths} note={t('lengths')} />;
  }
  if (listLengths !== null) return <Numbers label={column.path} stats={listLengths} note={t('entries')} />;
  if (textLengths === null) return null;
  return <p className="text-meta">{t('allLength', { number: format.number(textLengths.min) })}</p>;
}

type NumbersProps = { label: string; stats: NumberStats; note: string | undefined };

function Numbers({ label, stats, note }: NumbersProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const short = (value: number): string =>
    format.number(value, { notation: 'compact', maximumSignificantDigits: 3 });
  return (
    <div className="flex flex-col gap-2">
      {note !== undefined && <p className="text-xs text-muted-foreground">{note}</p>}
      <HistogramBars label={note ?? label} histogram={stats.histogram} formatEdge={short} />
      <p className="text-meta tabular-nums">
        {t('spread', {
          mean: short(stats.mean),
          median: short(stats.quantiles.p50),
          p5: short(stats.quantiles.p5),
          p95: short(stats.quantiles.p95),
        })}
      </p>
    </div>
  );
}
