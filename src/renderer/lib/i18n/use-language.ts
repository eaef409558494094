import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from './index.ts';

/** The language on screen. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return LANGUAGES.find((language) => language === i18n.resolvedLanguage) ?? 'en';
}
