import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { BackupPage } from '#renderer/features/backup/backup-page.tsx';
import { parseBackupSearch } from '#renderer/features/backup/backup-search.ts';

export const Route = createFileRoute('/backup/')({ validateSearch: parseBackupSearch, component: Backup });

function Backup() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <BackupPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/backup', search: next, replace: true })}
    />
  );
}
