import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import type { Api } from '#renderer/api/client.ts';

/** What loaders get. The shell around the pages is put there by the app. */
export type RouteContext = { readonly api: Api; readonly queryClient: QueryClient };

export const Route = createRootRouteWithContext<RouteContext>()({ component: Outlet });
