import { createContext, useContext } from 'react';
import type { LocalDate } from './dates.ts';

/** Reads 'next friday' or 'fra due settimane'. The app supplies it; date fields work without. */
export type DateParser = (text: string, signal: AbortSignal) => Promise<LocalDate | undefined>;

const DateParserContext = createContext<DateParser | undefined>(undefined);

export const DateParserProvider = DateParserContext.Provider;

export function useDateParser(): DateParser | undefined {
  return useContext(DateParserContext);
}
