import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { SettingGroup } from './setting-row.tsx';
import { useRepairReport } from './queries.ts';

/** What the repair before this start saved and lost; shown until the window is closed. */
export function RepairNote() {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const report = useRepairReport();
  if (report === undefined) return null;
  const saved = Object.entries(report.salvaged).filter(([, rows]) => rows > 0);
  return (
    <SettingGroup title={t('repaired')} text={t('repairedText', { file: report.keptFile })}>
      <dl className="grid gap-x-8 px-5 py-3 sm:grid-cols-2">
        {saved.map(([table, rows]) => (
          <div key={table} className="flex justify-between gap-4 py-1.5 text-[13px]">
            <dt className="text-muted-foreground">{table}</dt>
            <dd className="tabular-nums">
              {format.number(rows)}
              {report.lost.includes(table) && <span className="ms-2 text-danger-text">{t('notWhole')}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </SettingGroup>
  );
}
