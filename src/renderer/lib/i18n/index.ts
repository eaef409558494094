import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { first } from './en/first.ts';
import type { en } from './en/index.ts';

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

type Messages = { readonly [area: string]: Readonly<Record<string, string>> };

/** English ships what comes first in the first bundle, as the fallback; the others are fetched when they are chosen. */
const CATALOGUES = {
  en: {
    first: () => Promise.resolve<Messages>(first),
    rest: async (): Promise<Messages> => (await import('./en/rest.ts')).rest,
  },
  it: {
    first: async (): Promise<Messages> => (await import('./it/first.ts')).first,
    rest: async (): Promise<Messages> => (await import('./it/rest.ts')).rest,
  },
};

function addMessages(language: Language, messages: Messages): void {
  for (const [area, texts] of Object.entries(messages)) i18next.addResourceBundle(language, area, texts);
}

const hasFirst = (language: Language): boolean => i18next.hasResourceBundle(language, 'common');
const hasRest = (language: Language): boolean => i18next.hasResourceBundle(language, 'plugins');

async function loadFirst(language: Language): Promise<void> {
  if (!hasFirst(language)) addMessages(language, await CATALOGUES[language].first());
}

async function loadRest(language: Language): Promise<void> {
  if (!hasRest(language)) addMessages(language, await CATALOGUES[language].rest());
}

/** Home can be drawn with what comes first; every other address waits for the whole catalogue. */
export function mustLoadMessages(href: string): boolean {
  return href !== '/' && !hasRest(currentLanguage());
}

let isWholeWanted = false;

/** The messages of all pages, in the language on screen and any chosen later. */
export async function loadMessages(): Promise<void> {
  isWholeWanted = true;
  await loadRest(currentLanguage());
}

function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en';
}

function markDocument(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

export async function startI18n(language: Language = initialLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: first },
    ns: Object.keys(first),
    defaultNS: 'common',
    keySeparator: false,
    interpolation: { escapeValue: false },
    // What was drawn before its messages came is drawn again.
    react: { bindI18nStore: 'added' },
  });
  await setLanguage(language, { remember: false });
  if (mustLoadMessages(window.location.pathname + window.location.search)) await loadMessages();
}

export async function setLanguage(language: Language, { remember = true } = {}): Promise<void> {
  await Promise.all([loadFirst(language), isWholeWanted ? loadRest(language) : undefined]);
  await i18next.changeLanguage(language);
  markDocument(language);
  if (remember) window.localStorage.setItem(STORAGE_KEY, language);
}
