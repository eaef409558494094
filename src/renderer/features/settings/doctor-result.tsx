import { useTranslation } from 'react-i18next';
import type { DoctorReport } from '#shared/contracts/system.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';

/** How the store fares, in words first and in figures below. */
export function DoctorResult({ report, error }: { report: DoctorReport | undefined; error: Error | null }) {
  const { t } = useTranslation('settings');
  if (error) return <ErrorState error={error} className="py-8" />;
  if (report === undefined) return null;
  const { integrity } = report;
  return (
    <div className="flex flex-col gap-4 px-5 py-4">
      <Banner tone={integrity.ok ? 'success' : 'danger'}>
        {t(integrity.ok ? 'integrityOk' : 'integrityBad')}
        {integrity.problems.length > 0 && (
          <ul className="mt-1 list-disc ps-5 text-xs">
            {integrity.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
      </Banner>
      <Facts report={report} />
    </div>
  );
}

function Facts({ report }: { report: DoctorReport }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const { searchIndex, counts } = report;
  const isIndexed = searchIndex.indexedSeq >= searchIndex.lastSeq;
  const facts: readonly (readonly [string, string])[] = [
    [t('storeSize'), format.bytes(report.storeBytes)],
    [t('freeSpace'), format.bytes(report.freeBytes)],
    [
      t('searchIndex'),
      isIndexed
        ? t('indexReady', { number: format.number(searchIndex.documents) })
        : t('indexBehind', { number: format.number(searchIndex.lastSeq - searchIndex.indexedSeq) }),
    ],
    [t('clients'), format.number(counts['clients'] ?? 0)],
    [t('projects'), format.number(counts['projects'] ?? 0)],
    [t('tasks'), format.number(counts['tasks'] ?? 0)],
    [t('notes'), format.number(counts['notes'] ?? 0)],
    [t('cipher'), report.cipher],
    [t('driver'), `${report.driver} · SQLite ${report.sqliteVersion}`],
    [t('schema'), String(report.schemaVersion)],
  ];
  return (
    <dl className="grid gap-x-8 sm:grid-cols-2">
      {facts.map(([name, value]) => (
        <div
          key={name}
          className="flex items-baseline justify-between gap-4 border-b border-border-subtle py-2"
        >
          <dt className="shrink-0 text-[13px] text-muted-foreground">{name}</dt>
          <dd className="truncate text-[13px] tabular-nums" title={value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
