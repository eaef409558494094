import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/index.ts';

export const LANGUAGES = ['en', 'it'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORAGE_KEY = 'adiuva.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en;
    keySeparator: false;
    returnNull: false;
  }
}

function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The first language of the system that we speak, else English. */
export function systemLanguage(): Language {
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

/** What this machine remembers from the last start; the store is not open yet when it is needed. */
export function initialLanguage(): Language {
  const stored = window.localStorage.getItem(STORAGE_KEY);
  return isLanguage(stored) ? stored : systemLanguage();
}

async function loadCatalogue(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'common')) return;
  const { it } = await import('./it/index.ts');
  for (const [area, messages] of Object.entries(it)) i18next.addResourceBundle(language, area, messages);
}

function markDocument(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

/** English ships in the first bundle as the fallback; other catalogues are fetched when they are chosen. */
export async function startI18n(language: Language = initialLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en },
    ns: Object.keys(en),
    defaultNS: 'common',
    keySeparator: false,
    interpolation: { escapeValue: false },
  });
  await setLanguage(language, { remember: false });
}

export async function setLanguage(language: Language, { remember = true } = {}): Promise<void> {
  await loadCatalogue(language);
  await i18next.changeLanguage(language);
  markDocument(language);
  if (remember) window.localStorage.setItem(STORAGE_KEY, language);
}
