import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarSource, ConnectionTest, FoundCalendar } from '#shared/contracts/connectors.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import {
  calendarDraftOf,
  certificateOf,
  missingInCalendar,
  NEW_CALENDAR,
  toCalendarInput,
  toCalendarPatch,
  type CalendarDraft,
} from './calendar-draft.ts';
import { useDiscover, useSaveCalendar, useTestCalendar } from './connection-queries.ts';

export type CalendarForm = ReturnType<typeof useCalendarForm>;

/** What a search for calendars found, and which of them are wanted. */
function useSearch(draft: CalendarDraft) {
  const discover = useDiscover();
  const [unwanted, setUnwanted] = useState<ReadonlySet<string>>(new Set());
  const found = discover.data;
  const chosen = new Set(found?.map(({ url }) => url).filter((url) => !unwanted.has(url)));
  return {
    found,
    chosen,
    searchError: discover.error,
    isSearching: discover.isPending,
    forget: discover.reset,
    search: (): void => {
      setUnwanted(new Set());
      const { location, user, secret } = draft;
      const trustedCertificate = certificateOf(draft);
      discover.mutate({ serverUrl: location.trim(), user: user.trim(), secret, trustedCertificate });
    },
    toggle: (url: string): void => {
      const next = new Set(unwanted);
      if (!next.delete(url)) next.add(url);
      setUnwanted(next);
    },
  };
}

/** Tries what is new and keeps it; what is changed is kept first, as its password need not be entered again. */
function useKeeping(
  draft: CalendarDraft,
  source: CalendarSource | undefined,
  onSaved: (sources: readonly CalendarSource[]) => void,
) {
  const { t } = useTranslation('connections');
  const [result, setResult] = useState<ConnectionTest>();
  const test = useTestCalendar();
  const save = useSaveCalendar();
  const keepNew = async (): Promise<void> => {
    const saved = await save.mutateAsync({ id: null, input: toCalendarInput(draft) });
    toastDone({ message: t('added', { name: saved.name }) });
    onSaved([saved]);
  };
  const tryAndKeep = async (): Promise<void> => {
    const found = await test.mutateAsync(toCalendarInput(draft));
    setResult(found);
    if (found.ok) await keepNew();
  };
  const keepChanged = async (id: string): Promise<void> => {
    const saved = await save.mutateAsync({ id, patch: toCalendarPatch(draft) });
    const found = await test.mutateAsync({ id });
    setResult(found);
    if (!found.ok) return;
    toastDone({ message: t('saved', { name: saved.name }) });
    onSaved([saved]);
  };
  const keepAll = async (calendars: readonly FoundCalendar[]): Promise<void> => {
    const saved: CalendarSource[] = [];
    for (const { url, name } of calendars) {
      const input = toCalendarInput({ ...draft, name, location: url });
      saved.push(await save.mutateAsync({ id: null, input }));
    }
    toastDone({ message: t('addedCalendars', { count: saved.length }) });
    onSaved(saved);
  };
  return {
    result,
    isSaved: save.isSuccess,
    isBusy: test.isPending || save.isPending,
    forgetResult: (): void => setResult(undefined),
    keepNew,
    keepAll,
    keep: (): Promise<void> => (source === undefined ? tryAndKeep() : keepChanged(source.id)),
  };
}

export function useCalendarForm(
  source: CalendarSource | undefined,
  onSaved: (sources: readonly CalendarSource[]) => void,
) {
  const isNew = source === undefined;
  const [draft, setDraft] = useState(() => (isNew ? NEW_CALENDAR : calendarDraftOf(source)));
  const [isAsked, setIsAsked] = useState(false);
  const { search, forget, isSearching, ...finding } = useSearch(draft);
  const { keep, keepNew, keepAll, forgetResult, ...keeping } = useKeeping(draft, source, onSaved);
  const isBusy = keeping.isBusy || isSearching;
  // What went wrong was told in a toast where it happened.
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
  const run = (): void => {
    const found = finding.found?.filter(({ url }) => finding.chosen.has(url)) ?? [];
    if (!isNew || draft.kind !== 'caldav') quietly(keep());
    else if (found.length > 0) quietly(keepAll(found));
    else search();
  };
  return {
    ...finding,
    ...keeping,
    draft,
    isNew,
    isAsked,
    isBusy,
    change: (next: CalendarDraft): void => {
      forgetResult();
      forget();
      setDraft(next);
    },
    submit: (event: SyntheticEvent): void => {
      event.preventDefault();
      // The dialog may stand over another form.
      event.stopPropagation();
      setIsAsked(true);
      if (!isBusy && missingInCalendar(draft, isNew).length === 0) run();
    },
    keepAnyway: (): void => quietly(keepNew()),
  };
}
