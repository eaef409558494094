import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useWindowTitle } from '../lib/use-window-title.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { ListSkeleton } from '../ui/skeleton.tsx';

/** One page that fails takes nothing else with it: the shell around it stays. */
export function RouteErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('shell');
  useWindowTitle(t('routeError'));
  const router = useRouter();
  const queryClient = useQueryClient();
  const retry = (): void => {
    queryClient.removeQueries({ predicate: (query) => query.state.status === 'error' });
    reset();
    void router.invalidate();
  };
  return (
    <div className="grid h-full place-items-center">
      <ErrorState
        heading="h1"
        error={error}
        onRetry={retry}
        action={
          <Button asChild variant="ghost">
            <Link to="/">{t('goHome')}</Link>
          </Button>
        }
      />
    </div>
  );
}

export function NotFoundPage() {
  const { t } = useTranslation('shell');
  useWindowTitle(t('notFound'));
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        heading="h1"
        icon={Compass}
        title={t('notFound')}
        text={t('notFoundText')}
        action={
          <Button asChild variant="primary">
            <Link to="/">{t('goHome')}</Link>
          </Button>
        }
        secondaryAction={
          <Button asChild variant="ghost">
            <Link to="/trash">{t('lookInTrash')}</Link>
          </Button>
        }
      />
    </div>
  );
}

export function RoutePending() {
  return <ListSkeleton className="mx-auto w-full max-w-6xl px-5 pt-24" />;
}
