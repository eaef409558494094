import { FolderOpen, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FollowedFolder } from '#shared/contracts/files.ts';
import {
  useFollow,
  useFollowedFolders,
  useRemoveSource,
} from '#renderer/entities/connection/connection-queries.ts';
import { FolderDialog } from '#renderer/entities/connection/folder-dialog.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { DropdownMenuItem } from '#renderer/ui/dropdown-menu.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { SourceList } from './source-list.tsx';
import { SourceRow } from './source-row.tsx';

export function FolderGroup() {
  const { t } = useTranslation('connections');
  const folders = useFollowedFolders();
  const follow = useFollow();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <SettingGroup
      title={t('folders')}
      text={t('foldersText')}
      actions={
        <Button size="sm" variant="outline" icon={<Plus aria-hidden />} onClick={() => setIsAdding(true)}>
          {t('addFolder')}
        </Button>
      }
    >
      <SourceList
        query={folders}
        empty={{ icon: FolderOpen, title: t('foldersNone'), text: t('foldersNoneText') }}
      >
        {(folder) => <FolderRow key={folder.path} folder={folder} />}
      </SourceList>
      {isAdding && (
        <FolderDialog
          verb="follow"
          isBusy={follow.isPending}
          onChosen={(path) => follow.mutate(path, { onSuccess: () => setIsAdding(false) })}
          onClose={() => setIsAdding(false)}
        />
      )}
    </SettingGroup>
  );
}

function FolderRow({ folder }: { folder: FollowedFolder }) {
  const { t } = useTranslation('connections');
  const format = useFormat();
  const remove = useRemoveSource();
  const [isRemoving, setIsRemoving] = useState(false);
  const { path, fileCount, scannedAt, isTruncated } = folder;
  const name = path.split(/[\\/]/).findLast(Boolean) ?? path;
  const facts = [
    t('files', { count: fileCount, number: format.number(fileCount) }),
    ...(isTruncated ? [t('filesCut')] : []),
    ...(scannedAt === null ? [] : [t('lookedAt', { when: format.ago(scannedAt) })]),
  ];
  return (
    <>
      <SourceRow
        icon={FolderOpen}
        name={name}
        place={path}
        facts={facts}
        menu={
          <DropdownMenuItem danger icon={<X aria-hidden />} onSelect={() => setIsRemoving(true)}>
            {t('stopFollowing')}
          </DropdownMenuItem>
        }
      />
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setIsRemoving}
        title={t('removeFolder', { name })}
        description={t('removeFolderText')}
        confirmLabel={t('stopFollowing')}
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate({ kind: 'folder', id: path }, { onSuccess: () => setIsRemoving(false) })
        }
      />
    </>
  );
}
