import {
  FileText,
  FolderOpen,
  FolderTree,
  SquareKanban,
  CalendarDays,
  Table2,
  ListTodo,
  PackageOpen,
  type LucideIcon,
} from 'lucide-react';
import { useRef, useState, type DragEvent, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastError } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { PathForm } from '#renderer/ui/path-form.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { pickedFromDrop, pickedFromInput, type PickedSource } from './picked-files.ts';
import { useUpload, type ChosenSource } from './queries.ts';

const FILE_TYPES = '.md,.markdown,.txt,.csv,.tsv,.json,.ics,.zip';

const KINDS = [
  { kind: 'markdown', icon: FolderTree },
  { kind: 'csv', icon: Table2 },
  { kind: 'todoist', icon: ListTodo },
  { kind: 'trello', icon: SquareKanban },
  { kind: 'ics', icon: CalendarDays },
  { kind: 'adiuva', icon: PackageOpen },
] as const satisfies readonly { kind: string; icon: LucideIcon }[];

type SourceStepProps = { onChosen(chosen: ChosenSource): void };

export function SourceStep({ onChosen }: SourceStepProps) {
  const { t } = useTranslation('imports');
  const { upload, progress, cancel } = useUpload(onChosen);
  const format = useFormat();
  return (
    <section aria-label={t('chooseSource')} className="flex flex-col gap-6">
      {upload.isPending ? (
        <div className="flex flex-col gap-3 rounded-2xl border border-border-subtle bg-card px-8 py-12">
          <p className="text-sm font-medium">{t('reading', { name: upload.variables.name })}</p>
          <Progress
            label={t('reading', { name: upload.variables.name })}
            value={progress && progress.totalBytes > 0 ? progress.sentBytes / progress.totalBytes : null}
          />
          <div className="flex items-center justify-between">
            <p className="text-meta tabular-nums">
              {progress && `${format.bytes(progress.sentBytes)} / ${format.bytes(progress.totalBytes)}`}
            </p>
            <Button size="sm" onClick={cancel}>
              {t('cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <DropArea onPicked={upload.mutate} />
      )}
      <PathForm
        label={t('path')}
        example={t('pathExample')}
        submitLabel={t('look')}
        onChosen={(path) =>
          onChosen({ source: { path }, name: path.split(/[\\/]/).findLast(Boolean) ?? path })
        }
      />
      <div>
        <SectionHeading>{t('understood')}</SectionHeading>
        <ul className="mt-2 grid gap-x-8 gap-y-4 sm:grid-cols-2">
          {KINDS.map(({ kind, icon: Icon }) => (
            <li key={kind} className="flex gap-3">
              <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0 text-primary-text" strokeWidth={1.8} />
              <div>
                <p className="text-sm font-medium">{t(`about_${kind}`)}</p>
                <p className="mt-0.5 text-[13px] leading-snug text-muted-foreground">
                  {t(`about_${kind}_text`)}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function DropArea({ onPicked }: { onPicked(source: PickedSource): void }) {
  const { t } = useTranslation('imports');
  const [isOver, setIsOver] = useState(false);
  const folderInput = useRef<HTMLInputElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const take = (picked: PickedSource | undefined): void => {
    if (picked === undefined) toastError(new Error(t('nothingThere')));
    else onPicked(picked);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    pickedFromDrop(event.dataTransfer.items).then(take, toastError);
  };
  const onPick = (event: SyntheticEvent<HTMLInputElement>): void => {
    const { files } = event.currentTarget;
    if (files && files.length > 0) take(pickedFromInput(files));
    event.currentTarget.value = '';
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
        'flex flex-col items-center gap-1.5 rounded-2xl border-2 border-dashed border-border bg-card px-6 py-12 text-center transition-colors',
        isOver && 'border-primary-text bg-primary-soft',
      )}
    >
      <span
        aria-hidden
        className="mb-2 grid size-14 place-items-center rounded-2xl bg-primary-soft text-primary-text"
      >
        <FolderOpen className="size-6" strokeWidth={1.6} />
      </span>
      <h2 className="text-base font-semibold tracking-[-0.3px]">{t('drop')}</h2>
      <p className="max-w-md text-sm leading-relaxed text-muted-foreground">{t('dropText')}</p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <Button
          variant="primary"
          icon={<FolderOpen aria-hidden />}
          onClick={() => folderInput.current?.click()}
        >
          {t('chooseFolder')}
        </Button>
        <Button variant="outline" icon={<FileText aria-hidden />} onClick={() => fileInput.current?.click()}>
          {t('chooseFile')}
        </Button>
      </div>
      <input
        ref={folderInput}
        type="file"
        multiple
        hidden
        aria-label={t('chooseFolder')}
        onChange={onPick}
        {...{ webkitdirectory: '' }}
      />
      <input
        ref={fileInput}
        type="file"
        multiple
        hidden
        accept={FILE_TYPES}
        aria-label={t('chooseFile')}
        onChange={onPick}
      />
    </div>
  );
}
