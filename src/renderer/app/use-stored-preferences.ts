import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Settings } from '#shared/contracts/settings.ts';
import { useApi } from '../api/provider.tsx';
import { initialLanguage, setLanguage, systemLanguage } from '../lib/i18n/index.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../lib/preferences.tsx';
import { getThemeChoice, setThemeChoice } from '../lib/theme.ts';

export function useSettings() {
  const api = useApi();
  return useQuery({
    queryKey: ['settings', 'get'],
    queryFn: ({ signal }): Promise<Settings> => api.settings.get.query(undefined, { signal }),
  });
}

/** The store's settings rule; this machine only remembers theme and language for the next first frame. */
export function useStoredPreferences(): Preferences {
  const { data } = useSettings();
  const { theme, language } = data ?? {};
  useEffect(() => {
    if (theme !== undefined && theme !== getThemeChoice()) setThemeChoice(theme);
  }, [theme]);
  useEffect(() => {
    if (language === undefined) return;
    const wanted = language === 'system' ? systemLanguage() : language;
    if (wanted !== initialLanguage()) void setLanguage(wanted);
  }, [language]);
  return data ?? DEFAULT_PREFERENCES;
}
