import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/provider.tsx';
import type { DateParser } from '../lib/date-parser.tsx';
import { toLocalDate } from '../lib/dates.ts';

/** The wall clock as quick add wants it: 'YYYY-MM-DDTHH:MM'. */
export function localNow(date: Date = new Date()): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${toLocalDate(date)}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

export function useQuickAddLocale(): 'en' | 'it' {
  const { i18n } = useTranslation();
  return i18n.resolvedLanguage === 'it' ? 'it' : 'en';
}

/** Date fields understand what quick add understands. */
export function useHostDateParser(): DateParser {
  const api = useApi();
  const locale = useQuickAddLocale();
  return useCallback(
    async (text, signal) => {
      const parsed = await api.tasks.parseQuickAdd.query({ text, now: localNow(), locale }, { signal });
      return parsed.dueDate ?? parsed.plannedDate;
    },
    [api, locale],
  );
}
