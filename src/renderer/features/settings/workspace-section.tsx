import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBriefTimes } from '#renderer/entities/brief/brief-times.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Input } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { useSystemInfo } from './queries.ts';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { SettingsForm } from './settings-form.tsx';

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'CAD', 'AUD', 'JPY'];
const RETENTION_DAYS = [7, 30, 90, 365, 0];

export function WorkspaceSection() {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const names = new Intl.DisplayNames([format.locale], { type: 'currency' });
  const { data: info } = useSystemInfo();
  return (
    <SettingsForm>
      {(settings, set) => (
        <>
          <SettingGroup title={t('workspace')}>
            <SettingRow label={t('userName')} hint={t('userNameHint')} htmlFor="setting-name">
              <CommitInput
                id="setting-name"
                value={settings.userName}
                onCommit={(userName) => set({ userName: userName.trim() })}
                maxLength={100}
                className="w-52"
              />
            </SettingRow>
            <SettingRow label={t('currency')} hint={t('currencyHint')} htmlFor="setting-currency">
              <Select
                id="setting-currency"
                value={settings.currency}
                onValueChange={(currency) => set({ currency })}
                options={[...new Set([...CURRENCIES, settings.currency])].map((value) => ({
                  value,
                  label: `${value} · ${names.of(value) ?? value}`,
                }))}
                className="w-52"
              />
            </SettingRow>
            <SettingRow label={t('hoursPerDay')} hint={t('hoursPerDayHint')} htmlFor="setting-hours">
              <CommitInput
                id="setting-hours"
                inputMode="decimal"
                value={format.number(settings.hoursPerDay)}
                onCommit={(text) => {
                  const hours = Number(text.replace(',', '.'));
                  const isUsable = text.trim() !== '' && hours >= 1 && hours <= 24;
                  if (isUsable) set({ hoursPerDay: hours });
                  return isUsable;
                }}
                className="w-20 text-end"
              />
            </SettingRow>
            <BriefAt value={settings.briefAt} onChange={(briefAt) => set({ briefAt })} />
          </SettingGroup>
          <SettingGroup title={t('trash')}>
            <SettingRow label={t('retention')} hint={t('retentionHint')} htmlFor="setting-retention">
              <Select
                id="setting-retention"
                value={String(settings.trashRetentionDays)}
                onValueChange={(days) => set({ trashRetentionDays: Number(days) })}
                options={[...new Set([...RETENTION_DAYS, settings.trashRetentionDays])].map((days) => ({
                  value: String(days),
                  label: days === 0 ? t('keepForever') : t('days', { count: days }),
                }))}
                className="w-52"
              />
            </SettingRow>
          </SettingGroup>
          {info?.host === 'electron' && (
            <SettingGroup title={t('desktop')}>
              <SettingRow label={t('closeToTray')} hint={t('closeToTrayHint')} htmlFor="setting-tray">
                <Switch
                  id="setting-tray"
                  checked={settings.closeToTray}
                  onCheckedChange={(closeToTray) => set({ closeToTray })}
                />
              </SettingRow>
              <SettingRow
                label={t('globalShortcut')}
                hint={t('globalShortcutHint')}
                htmlFor="setting-capture"
              >
                <CommitInput
                  id="setting-capture"
                  dir="ltr"
                  value={settings.globalShortcut}
                  onCommit={(globalShortcut) => set({ globalShortcut: globalShortcut.trim() })}
                  maxLength={60}
                  className="w-64"
                />
              </SettingRow>
            </SettingGroup>
          )}
        </>
      )}
    </SettingsForm>
  );
}

/** A select has no empty value, so a word stands for it. */
const WHEN_ASKED = 'asked';

function BriefAt({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation('settings');
  const times = useBriefTimes(value);
  return (
    <SettingRow label={t('briefAt')} hint={t('briefAtHint')} htmlFor="setting-brief">
      <Select
        id="setting-brief"
        value={value || WHEN_ASKED}
        onValueChange={(next) => onChange(next === WHEN_ASKED ? '' : next)}
        options={times.map((one) => ({ ...one, value: one.value || WHEN_ASKED }))}
        className="w-52"
      />
    </SettingRow>
  );
}

type CommitInputProps = Omit<React.ComponentProps<'input'>, 'value' | 'onChange'> & {
  value: string;
  /** Returns false when the text can't be used; the field then shows the stored value again. */
  onCommit(text: string): boolean | void;
};

/** Saves when the field is left or Enter is pressed, so that half-typed values are never stored. */
function CommitInput({ value, onCommit, className, ...props }: CommitInputProps) {
  const [draft, setDraft] = useState<string>();
  const commit = (): void => {
    if (draft !== undefined && draft !== value) onCommit(draft);
    setDraft(undefined);
  };
  return (
    <Input
      {...props}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setDraft(undefined);
      }}
      className={cn(className)}
    />
  );
}
