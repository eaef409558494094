import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import type { Api } from '#renderer/api/client.ts';
import { loadMessages, mustLoadMessages } from '#renderer/lib/i18n/index.ts';

/** What loaders get. The shell around the pages is put there by the app. */
export type RouteContext = { readonly api: Api; readonly queryClient: QueryClient };

export const Route = createRootRouteWithContext<RouteContext>()({
  beforeLoad: ({ location }) => (mustLoadMessages(location.href) ? loadMessages() : undefined),
  component: Outlet,
});
