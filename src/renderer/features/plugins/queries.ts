import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type {
  ChosenRight,
  PluginInstallInput,
  PluginLogLine,
  PluginOffer,
  PluginRun,
  PluginSource,
} from '#shared/contracts/plugins.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import type { ShownPlugin } from './plugin-types.ts';

const RUNS_A_PAGE = 12;
const LINES_A_PAGE = 100;

export function useShippedPlugins(): UseQueryResult<readonly PluginOffer[]> {
  const api = useApi();
  return useQuery({
    queryKey: ['plugins', 'shipped'],
    queryFn: ({ signal }) => api.plugins.shipped.query(undefined, { signal }),
  });
}

export function usePlugin(name: string): UseQueryResult<ShownPlugin> {
  const api = useApi();
  return useQuery({
    queryKey: ['plugins', 'get', name],
    queryFn: ({ signal }) => api.plugins.get.query({ name }, { signal }),
  });
}

/** Looked at anew whenever an account is added, so that it can be chosen at once. */
export function useOffer(source: PluginSource, known?: PluginOffer): UseQueryResult<PluginOffer> {
  const api = useApi();
  return useQuery({
    queryKey: ['plugins', 'look', source],
    queryFn: ({ signal }) => api.plugins.look.query({ source }, { signal }),
    placeholderData: known,
    retry: false,
  });
}

export function usePluginRuns(name: string) {
  const api = useApi();
  return usePages<PluginRun>({
    key: ['plugins', 'runs', name],
    fetchPage: (cursor, signal) => api.plugins.runs.query({ name, cursor, limit: RUNS_A_PAGE }, { signal }),
  });
}

export function usePluginLogs(name: string, jobId?: string) {
  const api = useApi();
  return usePages<PluginLogLine>({
    key: ['plugins', 'logs', name, jobId ?? 'all'],
    fetchPage: (cursor, signal) =>
      api.plugins.logs.query({ name, jobId, cursor, limit: LINES_A_PAGE }, { signal }),
  });
}

/** What it read, wrote and sent, by right and resource. */
export function usePluginActivity(name: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['activity', 'summary', `plugin:${name}`],
    queryFn: ({ signal }) => api.activity.summary.query({ principal: `plugin:${name}` }, { signal }),
  });
}

/** The name that people read of each action, by its id. */
export function useActionTitles(): ReadonlyMap<string, string> {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['system', 'actions'],
    queryFn: async ({ signal }) => {
      const actions = await api.actions.list.query(undefined, { signal });
      return new Map(actions.map(({ id, title }) => [id, title]));
    },
    staleTime: Infinity,
  });
  return data ?? NO_TITLES;
}
const NO_TITLES: ReadonlyMap<string, string> = new Map();

/** The answer is shown at once; everything else about plugins is asked for again. */
function useKeepDetail(): (detail: ShownPlugin) => void {
  const queryClient = useQueryClient();
  return (detail) => {
    queryClient.setQueryData(['plugins', 'get', detail.name], detail);
    void queryClient.invalidateQueries({ queryKey: ['plugins'] });
  };
}

export function useInstall() {
  const api = useApi();
  const keep = useKeepDetail();
  return useMutation({
    mutationFn: (input: PluginInstallInput) => api.plugins.install.mutate(input),
    onSuccess: keep,
    onError: toastError,
  });
}

export function useGrant(name: string) {
  const api = useApi();
  const keep = useKeepDetail();
  return useMutation({
    mutationFn: async (rights: readonly ChosenRight[]): Promise<ShownPlugin | undefined> => {
      let detail: ShownPlugin | undefined;
      for (const right of rights) detail = await api.plugins.grant.mutate({ name, right });
      return detail;
    },
    onSuccess: (detail) => detail && keep(detail),
    onError: toastError,
  });
}

export function useRevoke(name: string) {
  const api = useApi();
  const keep = useKeepDetail();
  return useMutation({
    mutationFn: (grantId: string) => api.plugins.revoke.mutate({ name, grantId }),
    onSuccess: keep,
    onError: toastError,
  });
}

export function useSetSettings(name: string) {
  const api = useApi();
  const keep = useKeepDetail();
  return useMutation({
    mutationFn: (settings: Record<string, unknown>) => api.plugins.setSettings.mutate({ name, settings }),
    onSuccess: keep,
    onError: toastError,
  });
}

export function useSetSchedule(name: string) {
  const api = useApi();
  const keep = useKeepDetail();
  return useMutation({
    mutationFn: (schedule: string | null) => api.plugins.setSchedule.mutate({ name, schedule }),
    onSuccess: keep,
    onError: toastError,
  });
}

type Steered = { readonly name: string; readonly title: string };

/** Run, stop, pause and resume. */
export function useSteerPlugin() {
  const api = useApi();
  const queryClient = useQueryClient();
  const { t } = useTranslation('plugins');
  const refresh = (): void => void queryClient.invalidateQueries({ queryKey: ['plugins'] });
  const run = useMutation({
    mutationFn: ({ name }: Steered) => api.plugins.runNow.mutate({ name }),
    onSuccess: refresh,
    onError: toastError,
  });
  const stop = useMutation({
    mutationFn: (jobId: string) => api.jobs.cancel.mutate({ id: jobId }),
    onSuccess: refresh,
    onError: toastError,
  });
  const pause = useMutation({
    mutationFn: ({ name }: Steered) => api.plugins.pause.mutate({ name }),
    onSuccess: (_, { name, title }) => {
      refresh();
      toastDone({ message: t('paused', { name: title }), undo: () => resume.mutateAsync({ name, title }) });
    },
    onError: toastError,
  });
  const resume = useMutation({
    mutationFn: ({ name }: Steered) => api.plugins.resume.mutate({ name }),
    onSuccess: (_, { title }) => {
      refresh();
      toastDone({ message: t('resumed', { name: title }) });
    },
    onError: toastError,
  });
  return { run, stop, pause, resume };
}

export function useRemovePlugin() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: { name: string; keepItems: boolean }) => api.plugins.remove.mutate(input),
    onSuccess: (_, { name }) => {
      queryClient.removeQueries({ queryKey: ['plugins', 'get', name] });
      void queryClient.invalidateQueries({ queryKey: ['plugins'] });
    },
    onError: toastError,
  });
}
