import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BACKUP_RHYTHMS } from '#shared/contracts/choices.ts';
import type { BackupSettings, BackupStatus } from '#shared/contracts/backup.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { PlaceGroup } from './place-group.tsx';
import { useBackupSettings, useSetBackupSettings } from './queries.ts';
import { RetentionGroup } from './retention-group.tsx';

type GroupProps = { settings: BackupSettings; set(patch: Partial<BackupSettings>): void };

/** When, how much is kept, how fast; then the phrase and the place. */
export function SettingsView({ status }: { status: BackupStatus }) {
  const { t } = useTranslation();
  const { data: settings, error, refetch } = useBackupSettings();
  const { mutate, isSuccess } = useSetBackupSettings();
  return (
    <>
      {error && !settings && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!settings && !error && <ListSkeleton rows={6} />}
      {settings && (
        <>
          <RhythmGroup settings={settings} set={mutate} />
          <RetentionGroup retention={settings.retention} onChange={(retention) => mutate({ retention })} />
          <CareGroup status={status} settings={settings} set={mutate} />
        </>
      )}
      <PlaceGroup status={status} />
      <p role="status" className="sr-only">
        {isSuccess && t('saved')}
      </p>
    </>
  );
}

function RhythmGroup({ settings, set }: GroupProps) {
  const { t } = useTranslation('backup');
  const { rhythm, at } = settings;
  const [rhythmId, timeId] = [useId(), useId()];
  return (
    <SettingGroup title={t('rhythm')}>
      <SettingRow label={t('howOften')} hint={t('howOftenHint')} htmlFor={rhythmId}>
        <Select
          id={rhythmId}
          className="w-44"
          value={rhythm}
          onValueChange={(next) => set({ rhythm: next })}
          options={BACKUP_RHYTHMS.map((value) => ({ value, label: t(`rhythm_${value}`) }))}
        />
      </SettingRow>
      {(rhythm === 'daily' || rhythm === 'weekly') && (
        <SettingRow label={t('atTime')} htmlFor={timeId}>
          <TimeField key={at} id={timeId} at={at} onChange={(next) => set({ at: next })} />
        </SettingRow>
      )}
    </SettingGroup>
  );
}

/** Saved once it is left: a time that is half typed is none. */
function TimeField({ id, at, onChange }: { id: string; at: string; onChange(at: string): void }) {
  const [typed, setTyped] = useState(at);
  const save = (): void => {
    if (/^\d{2}:\d{2}$/.test(typed) && typed !== at) onChange(typed);
  };
  return (
    <Input
      id={id}
      type="time"
      className="w-32"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
    />
  );
}

const SPEEDS = [250_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000] as const;

function CareGroup({ status: { isMetered }, settings, set }: GroupProps & { status: BackupStatus }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const speedId = useId();
  const meteredNow = isMetered === null ? 'metered_unknown' : isMetered ? 'metered_yes' : 'metered_no';
  const { maxBytesPerSecond: limit } = settings;
  const speeds = [...new Set([...SPEEDS, ...(limit === null ? [] : [limit])])].toSorted((a, b) => a - b);
  return (
    <SettingGroup title={t('care')}>
      <SettingRow label={t('speed')} hint={t('speedHint')} htmlFor={speedId}>
        <Select
          id={speedId}
          className="w-44"
          value={String(limit)}
          onValueChange={(next) => set({ maxBytesPerSecond: next === 'null' ? null : Number(next) })}
          options={[
            { value: 'null', label: t('fullSpeed') },
            ...speeds.map((speed) => ({
              value: String(speed),
              label: t('perSecond', { size: format.bytes(speed) }),
            })),
          ]}
        />
      </SettingRow>
      <SwitchRow name="pausesWhenMetered" note={t(meteredNow)} settings={settings} set={set} />
      <SwitchRow name="beforeRiskyThings" settings={settings} set={set} />
      <SwitchRow name="drills" settings={settings} set={set} />
    </SettingGroup>
  );
}

type SwitchRowProps = GroupProps & {
  name: 'pausesWhenMetered' | 'beforeRiskyThings' | 'drills';
  note?: string;
};

function SwitchRow({ name, note, settings, set }: SwitchRowProps) {
  const { t } = useTranslation('backup');
  const id = useId();
  return (
    <SettingRow label={t(name)} hint={[t(`${name}Hint`), note].filter(Boolean).join(' ')} htmlFor={id}>
      <Switch id={id} checked={settings[name]} onCheckedChange={(isOn) => set({ [name]: isOn })} />
    </SettingRow>
  );
}
