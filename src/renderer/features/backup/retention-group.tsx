import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Retention } from '#shared/contracts/backup.ts';
import { useBackupDeed } from '#renderer/entities/backup/backup-queries.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';

const RULES = [
  'keepLast',
  'keepDaily',
  'keepWeekly',
  'keepMonthly',
] as const satisfies readonly (keyof Retention)[];
const MOST_KEPT = 1000;

type RetentionGroupProps = { retention: Retention; onChange(retention: Retention): void };

/** How many points are kept. Rules that would keep none are not saved. */
export function RetentionGroup({ retention, onChange }: RetentionGroupProps) {
  const { t } = useTranslation('backup');
  const deed = useBackupDeed();
  return (
    <SettingGroup title={t('retention')} text={t('retentionText')}>
      <div className="px-5 py-4">
        <RuleFields retention={retention} onChange={onChange} />
      </div>
      <SettingRow label={t('prune')} hint={t('pruneHint')}>
        <Button variant="outline" busy={deed.isPending} onClick={() => deed.mutate('prune')}>
          {t('pruneNow')}
        </Button>
      </SettingRow>
    </SettingGroup>
  );
}

function RuleFields({ retention, onChange }: RetentionGroupProps) {
  const { t } = useTranslation('backup');
  const [typed, setTyped] = useState<Readonly<Record<keyof Retention, string>>>({
    keepLast: String(retention.keepLast),
    keepDaily: String(retention.keepDaily),
    keepWeekly: String(retention.keepWeekly),
    keepMonthly: String(retention.keepMonthly),
  });
  const read = (rule: keyof Retention): number => {
    const count = typed[rule].trim() === '' ? 0 : Number(typed[rule]);
    return Number.isInteger(count) && count >= 0 && count <= MOST_KEPT ? count : retention[rule];
  };
  const next: Retention = {
    keepLast: read('keepLast'),
    keepDaily: read('keepDaily'),
    keepWeekly: read('keepWeekly'),
    keepMonthly: read('keepMonthly'),
  };
  const keepsNone = RULES.every((rule) => next[rule] === 0);
  const save = (): void => {
    if (!keepsNone && RULES.some((rule) => next[rule] !== retention[rule])) onChange(next);
  };
  return (
    <>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        {RULES.map((rule) => (
          <Field key={rule} label={t(rule)}>
            {(control) => (
              <Input
                {...control}
                aria-invalid={keepsNone || undefined}
                type="number"
                min={0}
                max={MOST_KEPT}
                value={typed[rule]}
                onChange={(event) => setTyped({ ...typed, [rule]: event.target.value })}
                onBlur={save}
                onKeyDown={(event) => event.key === 'Enter' && save()}
              />
            )}
          </Field>
        ))}
      </div>
      {keepsNone && (
        <p role="alert" className="mt-3 text-sm text-danger-text">
          {t('keepsNone')}
        </p>
      )}
    </>
  );
}
