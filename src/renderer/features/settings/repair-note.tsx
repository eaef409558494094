import { useTranslation } from 'react-i18next';
import type { RepairReport } from '#renderer/entities/access/repair-report.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { useRepairReport } from './queries.ts';

/** The tables a person has a word for; what else there is counts as `rest`. */
const KINDS = {
  clients: 'clients',
  projects: 'projects',
  tasks: 'tasks',
  task_comments: 'comments',
  checkpoints: 'checkpoints',
  notes: 'notes',
  note_versions: 'versions',
  attachments: 'attachments',
} as const;
type SavedKind = (typeof KINDS)[keyof typeof KINDS] | 'rest';
type Saved = { readonly kind: SavedKind; readonly rows: number; readonly isWhole: boolean };

function isNamed(table: string): table is keyof typeof KINDS {
  return table in KINDS;
}

function countByKind({ salvaged, lost }: RepairReport): readonly Saved[] {
  const tables = Object.entries(salvaged);
  const countOf = (kind: SavedKind, parts: readonly (readonly [string, number])[]): Saved => ({
    kind,
    rows: parts.reduce((sum, [, rows]) => sum + rows, 0),
    isWhole: !parts.some(([table]) => lost.includes(table)),
  });
  return [
    ...tables.flatMap(([table, rows]) => (isNamed(table) ? [countOf(KINDS[table], [[table, rows]])] : [])),
    countOf(
      'rest',
      tables.filter(([table]) => !isNamed(table)),
    ),
  ].filter(({ rows, isWhole }) => rows > 0 || !isWhole);
}

/** What the repair before this start saved and lost; shown until the window is closed. */
export function RepairNote() {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const report = useRepairReport();
  if (report === undefined) return null;
  const saved = countByKind(report);
  return (
    <SettingGroup title={t('repaired')} text={t('repairedText', { file: report.keptFile })}>
      <dl className="grid gap-x-8 px-5 py-3 sm:grid-cols-2">
        {saved.map(({ kind, rows, isWhole }) => (
          <div key={kind} className="flex justify-between gap-4 py-1.5 text-[13px]">
            <dt className="text-muted-foreground">{t(`saved_${kind}`)}</dt>
            <dd className="tabular-nums">
              {format.number(rows)}
              {!isWhole && <span className="ms-2 text-danger-text">{t('notWhole')}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </SettingGroup>
  );
}
