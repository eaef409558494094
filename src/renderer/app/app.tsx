import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApiConnection } from '../api/client.ts';
import { ApiProvider } from '../api/provider.tsx';
import { createQueryClient } from '../api/query-client.ts';
import { CommandProvider } from '../lib/commands.tsx';
import { Toaster } from '../ui/toaster.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { AppGate } from './app-gate.tsx';
import { createAppRouter } from './router.tsx';

export function App({ connection }: { connection: ApiConnection }) {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter({ api: connection.api, queryClient }));
  return (
    <QueryClientProvider client={queryClient}>
      <ApiProvider value={connection}>
        <TooltipProvider>
          <CommandProvider>
            <AppGate onChoosePage={(path) => router.history.push(path)}>
              <RouterProvider router={router} />
            </AppGate>
            <Toaster />
          </CommandProvider>
        </TooltipProvider>
      </ApiProvider>
    </QueryClientProvider>
  );
}
