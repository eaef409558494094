import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SystemStatus } from '#shared/contracts/system.ts';
import { useApi, useConnectionState } from '../api/provider.tsx';
import { loadMessages } from '../lib/i18n/index.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Spinner } from '../ui/spinner.tsx';

const GateScreen = lazy(async () => {
  const [{ GateScreen }] = await Promise.all([
    import('../features/onboarding/gate-screen.tsx'),
    loadMessages(),
  ]);
  return { default: GateScreen };
});

const STATUS_KEY = ['system', 'status'] as const;

/** Where the store stands, kept up to date by the host's own events. */
function useSystemStatus() {
  const api = useApi();
  const connection = useConnectionState();
  const queryClient = useQueryClient();
  useEffect(() => {
    const subscription = api.system.events.subscribe(undefined, {
      onData: ({ status }) => queryClient.setQueryData<SystemStatus>(STATUS_KEY, status),
    });
    return () => subscription.unsubscribe();
  }, [api, queryClient]);
  useEffect(() => {
    if (connection === 'online') void queryClient.invalidateQueries({ queryKey: STATUS_KEY });
  }, [connection, queryClient]);
  return useQuery({
    queryKey: STATUS_KEY,
    queryFn: ({ signal }): Promise<SystemStatus> => api.system.status.query(undefined, { signal }),
  });
}

type AppGateProps = {
  /** Chooses the page to begin with, for "import" on the first start. */
  onChoosePage(path: string): void;
  children: ReactNode;
};

/**
 * Lets nobody in before the store is open and its first start is done. The screens for every other state
 * are onboarding's; they move on by what they ask of the host, and its answer moves this gate.
 */
export function AppGate({ onChoosePage, children }: AppGateProps) {
  const { data: status, error, refetch } = useSystemStatus();
  const queryClient = useQueryClient();
  const isOpen = status?.state === 'ready' && status.onboarding === 'done';
  useEffect(() => {
    // What was read while the store was open does not outlive it.
    if (!isOpen) queryClient.removeQueries({ predicate: ({ queryKey: [root] }) => root !== 'system' });
  }, [isOpen, queryClient]);
  if (isOpen) return children;
  if (status !== undefined) {
    return (
      <Suspense fallback={<Waiting />}>
        <GateScreen status={status} onChoosePage={onChoosePage} />
      </Suspense>
    );
  }
  if (!error) return <Waiting />;
  return (
    <main className="grid h-full place-items-center">
      <ErrorState heading="h1" error={error} onRetry={() => void refetch()} />
    </main>
  );
}

/** Stays invisible for the moment a healthy start takes. */
function Waiting() {
  const { t } = useTranslation();
  return (
    <main className="grid h-full place-items-center">
      <p
        role="status"
        className="flex animate-[overlay-in_400ms_ease-out_800ms_backwards] items-center gap-2.5 text-sm text-muted-foreground"
      >
        <Spinner />
        {t('loading')}
      </p>
    </main>
  );
}
