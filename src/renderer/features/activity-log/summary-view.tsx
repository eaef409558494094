import { ArrowDownToLine, ArrowUpFromLine, PencilLine, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActivitySummaryRow } from '#shared/contracts/activity.ts';
import type { ActionEffect } from '#shared/contracts/actions.ts';
import { PrincipalIcon, usePrincipalName } from '#renderer/entities/proposal/principal-label.tsx';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { EFFECTS } from './activity-log-search.ts';
import { useActivityWords } from './activity-words.ts';

const ICONS: Record<ActionEffect, LucideIcon> = {
  read: ArrowDownToLine,
  write: PencilLine,
  external: ArrowUpFromLine,
};

type SummaryViewProps = { rows: readonly ActivitySummaryRow[]; onSeeEntries(principal: string): void };

/** "What did it read, write and send", for each who did something. */
export function SummaryView({ rows, onSeeEntries }: SummaryViewProps) {
  const groups = [...Map.groupBy(rows, ({ principal }) => principal)];
  return (
    <div className="flex flex-col gap-5 px-8 pt-1 pb-16">
      {groups.map(([principal, group]) => (
        <PrincipalCard
          key={principal}
          principal={principal}
          rows={group}
          onSeeEntries={() => onSeeEntries(principal)}
        />
      ))}
    </div>
  );
}

type PrincipalCardProps = {
  principal: string;
  rows: readonly ActivitySummaryRow[];
  onSeeEntries(): void;
};

function PrincipalCard({ principal, rows, onSeeEntries }: PrincipalCardProps) {
  const { t } = useTranslation('activity');
  const name = usePrincipalName()(principal);
  return (
    <Card>
      <section aria-label={name}>
        <div className="flex items-center gap-2 px-5 pt-4 pb-3">
          <PrincipalIcon principal={principal} className="size-4.5 text-muted-foreground" />
          <h2 className="text-base font-semibold tracking-[-0.3px]">{name}</h2>
          <Button size="sm" variant="ghost" className="ms-auto" onClick={onSeeEntries}>
            {t('seeEntries')}
          </Button>
        </div>
        <div className="grid grid-cols-3 divide-x divide-border-subtle border-y border-border-subtle rtl:divide-x-reverse">
          {EFFECTS.map((effect) => (
            <EffectTile key={effect} effect={effect} rows={rows.filter((row) => row.effect === effect)} />
          ))}
        </div>
        <Details rows={rows} />
      </section>
    </Card>
  );
}

function sum(rows: readonly ActivitySummaryRow[], count: (row: ActivitySummaryRow) => number): number {
  return rows.reduce((total, row) => total + count(row), 0);
}

function EffectTile({ effect, rows }: { effect: ActionEffect; rows: readonly ActivitySummaryRow[] }) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const Icon = ICONS[effect];
  const done = sum(rows, (row) => row.doneCount);
  const bytes = sum(rows, (row) => row.bytes);
  const others = (['proposed', 'refused', 'failed'] as const).flatMap((name) => {
    const count = sum(rows, (row) => row[`${name}Count`]);
    return count === 0 ? [] : [{ name, text: t(`${name}Count`, { count, number: format.number(count) }) }];
  });
  return (
    <div className="px-5 py-3.5">
      <p className="flex items-center gap-1.5 text-xs text-muted-foreground">
        <Icon aria-hidden className="size-3.5" />
        {t(`effect_${effect}`)}
      </p>
      <p className={cn('mt-1 text-lg leading-6 font-semibold tracking-[-0.5px] tabular-nums')}>
        {done === 0 ? (
          <span className="text-sm font-normal text-muted-foreground">{t('summaryNone')}</span>
        ) : (
          t('calls', { count: done, number: format.number(done) })
        )}
      </p>
      <p className="text-meta tabular-nums">
        {[...(done > 0 ? [format.bytes(bytes)] : []), ...others.map(({ text }) => text)].join(' · ')}
      </p>
    </div>
  );
}

function Details({ rows }: { rows: readonly ActivitySummaryRow[] }) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const words = useActivityWords();
  const told = rows.filter(
    (row) => row.doneCount + row.proposedCount + row.refusedCount + row.failedCount > 0,
  );
  return (
    <details className="group">
      <summary className="cursor-pointer rounded-b-xl px-5 py-3 text-[13px] font-medium text-muted-foreground hover:text-foreground">
        {t('details')}
      </summary>
      <div className="px-2 pb-3">
        <DataTable>
          <thead>
            <tr>
              <DataHead>{t('summaryAction')}</DataHead>
              <DataHead>{t('summaryResource')}</DataHead>
              <DataHead className="text-end">{t('summaryTimes')}</DataHead>
              <DataHead className="text-end">{t('summarySize')}</DataHead>
              <DataHead className="text-end">{t('summaryLast')}</DataHead>
            </tr>
          </thead>
          <tbody>
            {told.map((row) => (
              <tr key={`${row.actionId} ${row.effect} ${row.resourceType} ${row.resource}`}>
                <DataCell className="h-10">{words.action(row.actionId)}</DataCell>
                <DataCell className="h-10 max-w-60 truncate text-muted-foreground">
                  {row.resource === '' ? '–' : words.resource(row.resource)}
                </DataCell>
                <DataCell className="h-10 text-end tabular-nums">
                  {format.number(row.doneCount + row.proposedCount + row.refusedCount + row.failedCount)}
                </DataCell>
                <DataCell className="h-10 text-end whitespace-nowrap tabular-nums">
                  {row.bytes === 0 ? '–' : format.bytes(row.bytes)}
                </DataCell>
                <DataCell className="h-10 text-end whitespace-nowrap text-muted-foreground tabular-nums">
                  {format.ago(row.lastAt)}
                </DataCell>
              </tr>
            ))}
          </tbody>
        </DataTable>
      </div>
    </details>
  );
}
