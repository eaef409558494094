import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { PluginsPage } from '#renderer/features/plugins/plugins-page.tsx';

export const Route = createFileRoute('/plugins/')({ component: Plugins });

function Plugins() {
  const navigate = useNavigate();
  return <PluginsPage onOpen={(name) => void navigate({ to: '/plugins/$name', params: { name } })} />;
}
