import { createFileRoute, useNavigate, useRouter } from '@tanstack/react-router';
import { parseSearchParams } from '#renderer/features/search/search-params.ts';
import { SearchPage } from '#renderer/features/search/search-page.tsx';
import { itemPath } from '#renderer/lib/item-path.ts';

export const Route = createFileRoute('/search')({ validateSearch: parseSearchParams, component: Search });

function Search() {
  const params = Route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  return (
    <SearchPage
      params={params}
      onParamsChange={(next) => void navigate({ to: '/search', search: next, replace: true })}
      onOpen={(kind, id) => router.history.push(itemPath(kind, id))}
      onOpenPath={(path) => router.history.push(path)}
    />
  );
}
