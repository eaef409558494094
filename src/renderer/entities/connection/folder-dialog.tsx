import { ChevronRight, CornerLeftUp, Folder } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FolderListing } from '#shared/contracts/files.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useFolderListing } from './connection-queries.ts';

type FolderDialogProps = {
  /** What happens with the folder: `use` it for a right, `follow` it. */
  verb: 'use' | 'follow';
  /** What the folder is for, where it is not for plugins. */
  description?: string;
  isBusy?: boolean;
  /** The real path, whatever links led to it. */
  onChosen(path: string): void;
  onClose(): void;
};

/** A folder of this computer, walked to or typed. The page cannot see the disk, so the host looks for it. */
export function FolderDialog(props: FolderDialogProps) {
  const { verb, description, isBusy = false, onChosen, onClose } = props;
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
  const [path, setPath] = useState<string>();
  const { data, error, refetch, isFetching } = useFolderListing(path);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('chooseFolder')}
      description={description ?? t('chooseFolderText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button
            variant="primary"
            className="max-w-80"
            disabled={data === undefined}
            busy={isBusy}
            onClick={() => data && onChosen(data.path)}
          >
            <span className="truncate">
              {t(verb === 'use' ? 'useFolder' : 'follow', { name: data?.name ?? '…' })}
            </span>
          </Button>
        </>
      }
    >
      <PathForm key={data?.path ?? 'home'} path={data?.path ?? path ?? ''} onGo={setPath} />
      <div className="mt-3 h-72 overflow-y-auto rounded-lg border border-border-subtle bg-card p-1">
        {error && <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />}
        {!data && !error && <ListSkeleton rows={6} />}
        {data && <Folders listing={data} isStale={isFetching} onGo={setPath} />}
      </div>
    </Dialog>
  );
}

function PathForm({ path, onGo }: { path: string; onGo(path: string): void }) {
  const { t } = useTranslation('connections');
  const [text, setText] = useState(path);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    // The dialog may be opened from within another form.
    event.stopPropagation();
    if (text.trim() !== '') onGo(text.trim());
  };
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <Field label={t('folderPath')} className="min-w-0 flex-1">
        {(control) => (
          <CodeInput {...control} value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      <Button type="submit" variant="outline" disabled={text.trim() === '' || text.trim() === path}>
        {t('go')}
      </Button>
    </form>
  );
}

const ROW =
  'flex h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-start text-sm hover:bg-muted ring-inset-focus';

type FoldersProps = { listing: FolderListing; isStale: boolean; onGo(path: string): void };

function Folders({ listing, isStale, onGo }: FoldersProps) {
  const { t } = useTranslation('connections');
  const { parent, folders } = listing;
  const above = parent?.split(/[\\/]/).findLast(Boolean);
  return (
    <>
      <ul aria-label={listing.name} aria-busy={isStale || undefined}>
        {parent !== null && (
          <li>
            <button type="button" className={`${ROW} text-muted-foreground`} onClick={() => onGo(parent)}>
              <CornerLeftUp aria-hidden className="size-4 shrink-0" />
              <span className="truncate">
                {above === undefined ? t('upPlain') : t('up', { name: above })}
              </span>
            </button>
          </li>
        )}
        {folders.map(({ name, path }) => (
          <li key={path}>
            <button type="button" className={ROW} onClick={() => onGo(path)}>
              <Folder aria-hidden className="size-4 shrink-0 text-primary-text" strokeWidth={1.8} />
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {name}
              </span>
              <ChevronRight aria-hidden className="size-4 shrink-0 text-subtle-foreground rtl:-scale-x-100" />
            </button>
          </li>
        ))}
      </ul>
      {folders.length === 0 && <EmptyState compact icon={Folder} title={t('noFolders')} />}
      {listing.isTruncated && <p className="px-2.5 py-2 text-meta">{t('foldersCut')}</p>}
    </>
  );
}
