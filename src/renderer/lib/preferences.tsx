import { createContext, useContext } from 'react';
import { firstDayOfWeek } from './dates.ts';
import { useFormat } from './format.ts';

/** What the user has set and every screen obeys. The app fills it from the settings. */
export type Preferences = {
  readonly weekStartsOn: 'system' | '0' | '1' | '6';
  readonly currency: string;
  readonly hoursPerDay: number;
  readonly userName: string;
};

export const DEFAULT_PREFERENCES: Preferences = {
  weekStartsOn: 'system',
  currency: 'EUR',
  hoursPerDay: 7,
  userName: '',
};

const PreferencesContext = createContext<Preferences>(DEFAULT_PREFERENCES);

export const PreferencesProvider = PreferencesContext.Provider;

export function usePreferences(): Preferences {
  return useContext(PreferencesContext);
}

/** 0 = Sunday … 6 = Saturday: as set, else as the locale has it. */
export function useFirstDayOfWeek(): number {
  const { weekStartsOn } = usePreferences();
  const { locale } = useFormat();
  return weekStartsOn === 'system' ? firstDayOfWeek(locale) : Number(weekStartsOn);
}
