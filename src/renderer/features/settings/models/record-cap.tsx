import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { Select } from '#renderer/ui/select.tsx';
import { SettingRow } from '#renderer/ui/setting-row.tsx';
import { SettingsForm } from '../settings-form.tsx';

const CAPS = [100, 1_000, 10_000, 100_000] as const;

/** How many records a dataset may have at most: a slip of a nought is not to cost a night of calls. */
export function RecordCap() {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const id = useId();
  return (
    <SettingsForm>
      {({ datasetRecordsMost: most }, set) => {
        const offered = CAPS.some((cap) => cap === most) ? CAPS : [...CAPS, most];
        return (
          <SettingRow label={t('recordCap')} hint={t('recordCapHint')} htmlFor={id}>
            <Select
              id={id}
              className="w-48"
              value={String(most)}
              onValueChange={(next) => set({ datasetRecordsMost: Number(next) })}
              options={offered.map((cap) => ({ value: String(cap), label: format.number(cap) }))}
            />
          </SettingRow>
        );
      }}
    </SettingsForm>
  );
}
