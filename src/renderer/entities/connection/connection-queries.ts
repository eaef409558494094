import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  CalendarSource,
  CalendarSourceInput,
  CalendarSourcePatch,
  ConnectionTest,
  DiscoverCalendarsInput,
  EmailAccount,
  EmailAccountInput,
  EmailAccountPatch,
} from '#shared/contracts/connectors.ts';
import type { FolderListing, FollowedFolder } from '#shared/contracts/files.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastError } from '#renderer/lib/toast.ts';

/** Rights offer what is connected: a plugin's answer changes with it. */
function useChanged(): () => void {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: ['connectors'] });
    void queryClient.invalidateQueries({ queryKey: ['plugins'] });
  };
}

export function useMailAccounts() {
  const api = useApi();
  return useQuery({
    queryKey: ['connectors', 'email'],
    queryFn: ({ signal }) => api.connectors.email.list.query(undefined, { signal }),
  });
}

export function useCalendarSources() {
  const api = useApi();
  return useQuery({
    queryKey: ['connectors', 'calendar'],
    queryFn: ({ signal }) => api.connectors.calendar.list.query(undefined, { signal }),
  });
}

export function useFollowedFolders() {
  const api = useApi();
  return useQuery({
    queryKey: ['connectors', 'folders'],
    queryFn: ({ signal }) => api.connectors.files.listFolders.query(undefined, { signal }),
  });
}

export function useBrowserProfiles() {
  const api = useApi();
  return useQuery({
    queryKey: ['connectors', 'profiles'],
    queryFn: ({ signal }) => api.connectors.browser.listProfiles.query(undefined, { signal }),
  });
}

/** A server that says no is an answer here; only what never got an answer is an error. */
export function useTestMail() {
  const api = useApi();
  return useMutation({
    mutationFn: (input: EmailAccountInput | { id: string }): Promise<ConnectionTest> =>
      api.connectors.email.test.mutate(input),
    onError: toastError,
  });
}

export function useTestCalendar() {
  const api = useApi();
  return useMutation({
    mutationFn: (input: CalendarSourceInput | { id: string }): Promise<ConnectionTest> =>
      api.connectors.calendar.test.mutate(input),
    onError: toastError,
  });
}

export type SaveMail =
  | { readonly id: null; readonly input: EmailAccountInput }
  | { readonly id: string; readonly patch: EmailAccountPatch };

export function useSaveMail() {
  const api = useApi();
  const changed = useChanged();
  return useMutation({
    mutationFn: (save: SaveMail): Promise<EmailAccount> =>
      save.id === null
        ? api.connectors.email.add.mutate(save.input)
        : api.connectors.email.update.mutate({ id: save.id, patch: save.patch }),
    onSuccess: changed,
    onError: toastError,
  });
}

export type SaveCalendar =
  | { readonly id: null; readonly input: CalendarSourceInput }
  | { readonly id: string; readonly patch: CalendarSourcePatch };

export function useSaveCalendar() {
  const api = useApi();
  const changed = useChanged();
  return useMutation({
    mutationFn: (save: SaveCalendar): Promise<CalendarSource> =>
      save.id === null
        ? api.connectors.calendar.add.mutate(save.input)
        : api.connectors.calendar.update.mutate({ id: save.id, patch: save.patch }),
    onSuccess: changed,
    onError: toastError,
  });
}

export function useRemoveSource() {
  const api = useApi();
  const changed = useChanged();
  return useMutation({
    mutationFn: async ({ kind, id }: { kind: 'mail' | 'calendar' | 'folder'; id: string }): Promise<void> => {
      if (kind === 'mail') await api.connectors.email.remove.mutate({ id });
      else if (kind === 'calendar') await api.connectors.calendar.remove.mutate({ id });
      else await api.connectors.files.unfollow.mutate({ path: id });
    },
    onSuccess: changed,
    onError: toastError,
  });
}

export function useMailFolders(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['connectors', 'mailFolders', id],
    queryFn: ({ signal }) => api.connectors.email.folders.query({ id }, { signal }),
    retry: false,
  });
}

export function useDiscover() {
  const api = useApi();
  return useMutation({
    mutationFn: (input: DiscoverCalendarsInput) => api.connectors.calendar.discover.mutate(input),
  });
}

export function useFollow() {
  const api = useApi();
  const changed = useChanged();
  return useMutation({
    mutationFn: (path: string): Promise<FollowedFolder> => api.connectors.files.follow.mutate({ path }),
    onSuccess: changed,
    onError: toastError,
  });
}

/** Without a path: at home. */
export function useFolderListing(path: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['connectors', 'browse', path ?? ''],
    queryFn: ({ signal }): Promise<FolderListing> => api.connectors.files.browse.query({ path }, { signal }),
    retry: false,
  });
}
