import { useCallback } from 'react';
import { useApi } from '../api/provider.tsx';
import type { DateParser } from '../lib/date-parser.tsx';
import { localNow } from '../lib/dates.ts';
import { useLanguage } from '../lib/i18n/use-language.ts';

/** Date fields understand what quick add understands. */
export function useHostDateParser(): DateParser {
  const api = useApi();
  const locale = useLanguage();
  return useCallback(
    async (text, signal) => {
      const parsed = await api.tasks.parseQuickAdd.query({ text, now: localNow(), locale }, { signal });
      return parsed.dueDate ?? parsed.plannedDate;
    },
    [api, locale],
  );
}
