import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { setLanguage, systemLanguage } from '#renderer/lib/i18n/index.ts';
import { setThemeChoice } from '#renderer/lib/theme.ts';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { SettingsForm } from './settings-form.tsx';

export function AppearanceSection() {
  const { t } = useTranslation('settings');
  return (
    <SettingsForm>
      {(settings, set) => (
        <SettingGroup title={t('appearance')} text={t('appearanceText')}>
          <SettingRow label={t('theme')} hint={t('themeHint')}>
            <Segmented
              label={t('theme')}
              value={settings.theme}
              onValueChange={(theme) => {
                setThemeChoice(theme);
                set({ theme });
              }}
              segments={[
                { value: 'system', label: t('theme_system'), icon: <Monitor aria-hidden /> },
                { value: 'light', label: t('theme_light'), icon: <Sun aria-hidden /> },
                { value: 'dark', label: t('theme_dark'), icon: <Moon aria-hidden /> },
              ]}
            />
          </SettingRow>
          <SettingRow label={t('language')} htmlFor="setting-language">
            <Select
              id="setting-language"
              value={settings.language}
              onValueChange={(language) => {
                void setLanguage(language === 'system' ? systemLanguage() : language);
                set({ language });
              }}
              options={[
                { value: 'system', label: t('asSystem') },
                { value: 'en', label: 'English' },
                { value: 'it', label: 'Italiano' },
              ]}
              className="w-52"
            />
          </SettingRow>
          <SettingRow label={t('weekStart')} htmlFor="setting-week">
            <Select
              id="setting-week"
              value={settings.weekStartsOn}
              onValueChange={(weekStartsOn) => set({ weekStartsOn })}
              options={[
                { value: 'system', label: t('asLanguage') },
                { value: '1', label: t('monday') },
                { value: '0', label: t('sunday') },
                { value: '6', label: t('saturday') },
              ]}
              className="w-52"
            />
          </SettingRow>
          <SettingRow label={t('noteWidth')} hint={t('noteWidthHint')}>
            <Segmented
              label={t('noteWidth')}
              value={settings.noteFocusWidth}
              onValueChange={(noteFocusWidth) => set({ noteFocusWidth })}
              segments={[
                { value: 'normal', label: t('width_normal') },
                { value: 'wide', label: t('width_wide') },
              ]}
            />
          </SettingRow>
        </SettingGroup>
      )}
    </SettingsForm>
  );
}
