import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RestorePreview } from '#shared/contracts/backup.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';

const NAMED = ['clients', 'projects', 'tasks', 'checkpoints', 'notes', 'attachments'] as const;

/** What going back as a whole would change. */
export function PreviewTable({ preview }: { preview: RestorePreview }) {
  const { t } = useTranslation('backup');
  const isSame = preview.nouns.every(({ gone, back, changed }) => gone + back + changed === 0);
  return (
    <SettingGroup title={t('differences')} text={t('differencesText')}>
      {isSame && (
        <EmptyState compact icon={CircleCheck} title={t('noDifference')} text={t('noDifferenceText')} />
      )}
      {!isSame && (
        <DataTable>
          <thead>
            <tr>
              <DataHead className="ps-5">{t('what')}</DataHead>
              {(['now', 'then', 'wouldGo', 'wouldCome', 'wouldChange'] as const).map((column) => (
                <DataHead key={column} className="text-end last:pe-5">
                  {t(column)}
                </DataHead>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.nouns.map((noun) => (
              <NounRow key={noun.kind} noun={noun} />
            ))}
          </tbody>
        </DataTable>
      )}
    </SettingGroup>
  );
}

function NounRow({ noun }: { noun: RestorePreview['nouns'][number] }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const { kind, now, then, gone, back, changed } = noun;
  const named = NAMED.find((name) => name === kind);
  return (
    <tr>
      <DataCell className="ps-5">{named ? t(`noun_${named}`) : kind}</DataCell>
      {[now, then].map((count, index) => (
        <DataCell key={index === 0 ? 'now' : 'then'} className="text-end text-muted-foreground tabular-nums">
          {format.number(count)}
        </DataCell>
      ))}
      <DataCell className="text-end text-danger-text tabular-nums">
        {gone > 0 && format.number(gone)}
      </DataCell>
      <DataCell className="text-end text-success-text tabular-nums">
        {back > 0 && format.number(back)}
      </DataCell>
      <DataCell className="pe-5 text-end tabular-nums">{changed > 0 && format.number(changed)}</DataCell>
    </tr>
  );
}
