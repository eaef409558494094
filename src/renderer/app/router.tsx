import { createRouter } from '@tanstack/react-router';
import { routeTree } from '../route-tree.gen.ts';
import type { RouteContext } from '../routes/__root.tsx';
import { NotFoundPage, RouteErrorPage, RoutePending } from './route-states.tsx';
import { Shell } from './shell.tsx';

export function createAppRouter(context: RouteContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    // Data freshness is the query cache's business; the router always asks it.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingMinMs: 200,
    defaultErrorComponent: RouteErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: RoutePending,
    scrollRestoration: true,
    InnerWrap: Shell,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
