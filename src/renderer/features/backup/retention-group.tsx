import { useId, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Retention } from '#shared/contracts/backup.ts';
import { useBackupDeed } from '#renderer/entities/backup/backup-queries.ts';
import { useDebounced } from '#renderer/lib/use-debounced.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { DroppedPoints } from './dropped-points.tsx';
import { useDroppedPoints } from './queries.ts';

const RULES = [
  'keepLast',
  'keepDaily',
  'keepWeekly',
  'keepMonthly',
] as const satisfies readonly (keyof Retention)[];
const MOST_KEPT = 1000;

type RetentionGroupProps = { retention: Retention; onChange(retention: Retention): void };

/** How many points are kept. What other rules would let go is shown before they are saved. */
export function RetentionGroup({ retention, onChange }: RetentionGroupProps) {
  const { t } = useTranslation('backup');
  const deed = useBackupDeed();
  const { data: dropped } = useDroppedPoints(undefined);
  return (
    <SettingGroup title={t('retention')} text={t('retentionText')}>
      <RulesForm retention={retention} onChange={onChange} />
      <SettingRow
        label={t('prune')}
        hint={
          dropped?.length ? `${t('pruneHint')} ${t('wouldGoNow', { count: dropped.length })}` : t('pruneHint')
        }
      >
        <Button variant="outline" busy={deed.isPending} onClick={() => deed.mutate('prune')}>
          {t('pruneNow')}
        </Button>
      </SettingRow>
    </SettingGroup>
  );
}

type Typed = Readonly<Record<keyof Retention, string>>;

const typedFrom = (retention: Retention): Typed => ({
  keepLast: String(retention.keepLast),
  keepDaily: String(retention.keepDaily),
  keepWeekly: String(retention.keepWeekly),
  keepMonthly: String(retention.keepMonthly),
});

/** What was typed, and as it was where that is no count. */
function rulesFrom(typed: Typed, retention: Retention): Retention {
  const read = (rule: keyof Retention): number => {
    const count = typed[rule].trim() === '' ? 0 : Number(typed[rule]);
    return Number.isInteger(count) && count >= 0 && count <= MOST_KEPT ? count : retention[rule];
  };
  return {
    keepLast: read('keepLast'),
    keepDaily: read('keepDaily'),
    keepWeekly: read('keepWeekly'),
    keepMonthly: read('keepMonthly'),
  };
}

function RulesForm({ retention, onChange }: RetentionGroupProps) {
  const { t } = useTranslation('backup');
  const { t: common } = useTranslation();
  const noteId = useId();
  const firstField = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(() => typedFrom(retention));
  const next = rulesFrom(typed, retention);
  const keepsNone = RULES.every((rule) => next[rule] === 0);
  const isChanged = RULES.some((rule) => next[rule] !== retention[rule]);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isChanged || keepsNone) return;
    onChange(next);
    // The buttons go with what there was to save.
    if (document.activeElement instanceof HTMLButtonElement) firstField.current?.focus();
  };
  return (
    <form onSubmit={submit} className="px-5 py-4">
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        {RULES.map((rule, index) => (
          <Field key={rule} label={t(rule)}>
            {(control) => (
              <Input
                {...control}
                ref={index === 0 ? firstField : undefined}
                aria-invalid={keepsNone || undefined}
                aria-describedby={keepsNone ? noteId : undefined}
                type="number"
                min={0}
                max={MOST_KEPT}
                value={typed[rule]}
                onChange={(event) => setTyped({ ...typed, [rule]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {keepsNone && (
        <p id={noteId} role="alert" className="mt-3 text-sm text-danger-text">
          {t('keepsNone')}
        </p>
      )}
      {isChanged && (
        <div className="mt-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 basis-64">{!keepsNone && <RulesPreview rules={next} />}</div>
          <div className="flex gap-2">
            <Button variant="ghost" onClick={() => setTyped(typedFrom(retention))}>
              {common('cancel')}
            </Button>
            <Button type="submit" variant="secondary" disabled={keepsNone}>
              {t('saveRules')}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}

const TYPING_MS = 300;

/** Which points such rules would let go. */
function RulesPreview({ rules }: { rules: Retention }) {
  const { t } = useTranslation('backup');
  const asked = useDebounced(JSON.stringify(rules), TYPING_MS);
  // It was written a line above.
  const { data: dropped, error } = useDroppedPoints(JSON.parse(asked) as Retention);
  const text = error ? t('previewFailed') : t('previewing');
  return (
    <div role="status">
      {dropped ? (
        <DroppedPoints points={dropped} />
      ) : (
        <p className="text-[13px] text-muted-foreground">{text}</p>
      )}
    </div>
  );
}
