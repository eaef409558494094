import { FileArchive } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginSource } from '#shared/contracts/plugins.ts';
import { cn } from '#renderer/lib/cn.ts';
import { toastError } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { PathForm } from '#renderer/ui/path-form.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { useUploadArchive } from './use-upload-archive.ts';

type InstallDialogProps = { onChosen(source: PluginSource): void; onClose(): void };

/** Where the plugin comes from: an archive that is handed over, or a path on this computer. */
export function InstallDialog({ onChosen, onClose }: InstallDialogProps) {
  const { t } = useTranslation('plugins');
  const { upload, share } = useUploadArchive((uploadId) => onChosen({ from: 'upload', uploadId }));
  const name = upload.variables?.name ?? '';
  return (
    <Dialog open onOpenChange={onClose} title={t('installTitle')} description={t('installText')}>
      <div className="flex flex-col gap-6">
        {upload.isPending ? (
          <div className="flex h-44 flex-col justify-center gap-3 rounded-2xl border border-border-subtle px-8">
            <p className="text-sm font-medium">{t('uploading', { name })}</p>
            <Progress label={t('uploading', { name })} value={share} />
          </div>
        ) : (
          <DropArea onPicked={upload.mutate} />
        )}
        <PathForm
          label={t('orPath')}
          example={t('pathExample')}
          submitLabel={t('look')}
          onChosen={(path) => onChosen({ from: 'path', path })}
        />
      </div>
    </Dialog>
  );
}

function DropArea({ onPicked }: { onPicked(file: File): void }) {
  const { t } = useTranslation('plugins');
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | null | undefined): void => {
    if (!file) return;
    if (file.name.toLowerCase().endsWith('.zip')) onPicked(file);
    else toastError(new Error(t('notZip')));
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files.item(0));
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
      className={cn(
        'flex h-44 flex-col items-center justify-center gap-2 rounded-2xl border-2 border-dashed border-border bg-card text-center transition-colors',
        isOver && 'border-primary-text bg-primary-soft',
      )}
    >
      <span
        aria-hidden
        className="grid size-11 place-items-center rounded-xl bg-primary-soft text-primary-text"
      >
        <FileArchive className="size-5" strokeWidth={1.7} />
      </span>
      <p className="text-sm font-medium">{t('dropArchive')}</p>
      <Button variant="outline" size="sm" onClick={() => input.current?.click()}>
        {t('chooseArchive')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".zip,application/zip"
        aria-label={t('chooseArchive')}
        onChange={(event) => {
          take(event.currentTarget.files?.item(0));
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
