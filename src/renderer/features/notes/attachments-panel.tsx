import { Download, File as FileIcon, FileText, Film, Image, Music, Paperclip, Trash2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '#shared/contracts/notes.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import type { Attachments, Upload } from './use-attachments.ts';

type AttachmentsPanelProps = {
  attachments: Attachments;
  files: readonly Attachment[];
  onAttach(): void;
};

function FileMark({ mimeType }: { mimeType: string }) {
  const look = { 'aria-hidden': true, className: 'size-4 shrink-0 text-muted-foreground' } as const;
  const [kind] = mimeType.split('/');
  if (kind === 'image') return <Image {...look} />;
  if (kind === 'video') return <Film {...look} />;
  if (kind === 'audio') return <Music {...look} />;
  return kind === 'text' || mimeType === 'application/pdf' ? <FileText {...look} /> : <FileIcon {...look} />;
}

/** The files kept with the note, those in its text and those that are not. */
export function AttachmentsPanel({ attachments, files, onAttach }: AttachmentsPanelProps) {
  const { t } = useTranslation('notes');
  if (files.length === 0 && attachments.uploads.length === 0) return null;
  return (
    <section aria-label={t('files')} className="border-t border-border-subtle pt-4">
      <SectionHeading
        count={files.length}
        actions={
          <Button size="xs" variant="ghost" icon={<Paperclip aria-hidden />} onClick={onAttach}>
            {t('attach')}
          </Button>
        }
      >
        {t('files')}
      </SectionHeading>
      <ul className="mt-1 grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-2">
        {files.map((file) => (
          <FileCard key={file.id} file={file} attachments={attachments} />
        ))}
        {attachments.uploads.map((upload) => (
          <UploadCard key={upload.key} upload={upload} onCancel={() => attachments.cancel(upload.key)} />
        ))}
      </ul>
    </section>
  );
}

function FileCard({ file, attachments }: { file: Attachment; attachments: Attachments }) {
  const { t } = useTranslation('notes');
  const format = useFormat();
  return (
    <li className="group flex items-center gap-2.5 rounded-lg border border-border-subtle bg-card py-1.5 ps-3 pe-1.5">
      <FileMark mimeType={file.mimeType} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-[13px]" title={file.name}>
          {file.name}
        </p>
        <p className="text-meta">{format.bytes(file.sizeBytes)}</p>
      </div>
      <IconButton label={t('saveFile', { name: file.name })} onClick={() => attachments.save(file)}>
        <Download aria-hidden />
      </IconButton>
      <IconButton label={t('removeFile', { name: file.name })} onClick={() => attachments.remove(file)}>
        <Trash2 aria-hidden />
      </IconButton>
    </li>
  );
}

function UploadCard({ upload, onCancel }: { upload: Upload; onCancel(): void }) {
  const { t } = useTranslation('notes');
  return (
    <li className="flex items-center gap-2.5 rounded-lg border border-border-subtle bg-card py-2 ps-3 pe-1.5">
      <div className="min-w-0 flex-1">
        <p className="mb-1.5 truncate text-[13px]">{upload.name}</p>
        <Progress
          label={t('adding', { name: upload.name })}
          value={upload.share === 0 ? null : upload.share}
        />
      </div>
      <IconButton label={t('stopAdding', { name: upload.name })} onClick={onCancel}>
        <X aria-hidden />
      </IconButton>
    </li>
  );
}
