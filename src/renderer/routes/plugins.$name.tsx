import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { PluginPage } from '#renderer/features/plugins/plugin-page.tsx';
import { parsePluginSearch } from '#renderer/features/plugins/plugin-search.ts';

export const Route = createFileRoute('/plugins/$name')({
  validateSearch: parsePluginSearch,
  component: Plugin,
});

function Plugin() {
  const { name } = Route.useParams();
  const { view = 'overview' } = Route.useSearch();
  const navigate = useNavigate();
  return (
    <PluginPage
      key={name}
      name={name}
      view={view}
      onViewChange={(next) =>
        void navigate({
          to: '.',
          search: { view: next === 'overview' ? undefined : next },
          replace: true,
        })
      }
      onGone={() => void navigate({ to: '/plugins' })}
    />
  );
}
