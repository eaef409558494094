import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';
export type Theme = 'light' | 'dark';

const STORAGE_KEY = 'adiuva.theme';
const listeners = new Set<() => void>();

function systemTheme(): Theme {
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function getThemeChoice(): ThemeChoice {
  const stored = window.localStorage.getItem(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function getTheme(): Theme {
  const choice = getThemeChoice();
  return choice === 'system' ? systemTheme() : choice;
}

function apply(): void {
  document.documentElement.dataset.theme = getTheme();
  for (const listener of listeners) listener();
}

/** Remembered on this machine: the window paints before the store is open, so the choice can't live in it. */
export function setThemeChoice(choice: ThemeChoice): void {
  if (choice === 'system') window.localStorage.removeItem(STORAGE_KEY);
  else window.localStorage.setItem(STORAGE_KEY, choice);
  apply();
}

/** Called once, before the first render. */
export function startTheme(): void {
  apply();
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): { theme: Theme; choice: ThemeChoice; setChoice: (choice: ThemeChoice) => void } {
  const theme = useSyncExternalStore(subscribe, getTheme);
  const choice = useSyncExternalStore(subscribe, getThemeChoice);
  return { theme, choice, setChoice: setThemeChoice };
}
