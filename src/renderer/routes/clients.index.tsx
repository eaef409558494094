import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { parseClientSearch } from '#renderer/features/clients/client-search.ts';
import { ClientsPage } from '#renderer/features/clients/clients-page.tsx';

export const Route = createFileRoute('/clients/')({ validateSearch: parseClientSearch, component: Clients });

function Clients() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <ClientsPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '.', search: next, replace: true })}
      onOpen={(clientId) => void navigate({ to: '/clients/$clientId', params: { clientId } })}
      onNewProject={(id) => void navigate({ to: '/projects', search: { new: true, client: id } })}
    />
  );
}
