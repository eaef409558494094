import { History } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiffPart, NoteDetail, NoteVersion } from '#shared/contracts/notes.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useRestoreVersion, useVersion, useVersions } from './queries.ts';

type NoteHistoryDialogProps = { note: NoteDetail; onClose(): void };

/** Earlier states of a note, each beside what has changed since. */
export function NoteHistoryDialog({ note, onClose }: NoteHistoryDialogProps) {
  const { t } = useTranslation('notes');
  const { data: versions, error, isPending, refetch } = useVersions(note.id);
  const [chosen, setChosen] = useState<string>();
  const restore = useRestoreVersion();
  const current = chosen ?? versions?.[0]?.id;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={t('history')}
      description={t('historyText')}
      className="max-w-5xl"
      footer={
        versions !== undefined &&
        versions.length > 0 && (
          <Button
            variant="primary"
            busy={restore.isPending}
            onClick={() => current !== undefined && restore.mutate(current, { onSuccess: onClose })}
          >
            {t('restoreVersion')}
          </Button>
        )
      }
    >
      {isPending ? (
        <ListSkeleton rows={5} />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : versions.length === 0 ? (
        <EmptyState icon={History} title={t('noVersions')} text={t('noVersionsText')} />
      ) : (
        <div className="flex h-[min(60vh,36rem)] gap-5 @max-2xl:flex-col">
          <VersionList versions={versions} chosen={current} onChoose={setChosen} />
          <VersionDiff id={current} />
        </div>
      )}
    </Dialog>
  );
}

type VersionListProps = {
  versions: readonly NoteVersion[];
  chosen: string | undefined;
  onChoose(id: string): void;
};

function VersionList({ versions, chosen, onChoose }: VersionListProps) {
  const { t } = useTranslation('notes');
  const format = useFormat();
  return (
    <ul aria-label={t('versions')} className="w-56 shrink-0 overflow-y-auto">
      {versions.map((version) => (
        <li key={version.id}>
          <button
            type="button"
            aria-current={version.id === chosen ? 'true' : undefined}
            onClick={() => onChoose(version.id)}
            className={cn(
              'ring-inset-focus block w-full rounded-lg px-3 py-2 text-start hover:bg-muted',
              version.id === chosen && 'bg-accent hover:bg-accent',
            )}
          >
            <span className="block text-sm">{format.instant(version.createdAt)}</span>
            <span className="block text-meta">
              {format.ago(version.createdAt)} · {format.bytes(version.sizeBytes)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function VersionDiff({ id }: { id: string | undefined }) {
  const { t } = useTranslation('notes');
  const { data, error, isPending, refetch } = useVersion(id);
  if (isPending) return <ListSkeleton rows={6} className="flex-1" />;
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} className="flex-1" />;
  const isSame = data.diff.every(({ kind }) => kind === 'same');
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-4 text-meta">
        <span className="font-medium text-foreground">{data.title || t('untitled')}</span>
        {isSame ? (
          <span>{t('sameText')}</span>
        ) : (
          <>
            <span className="rounded-sm bg-success-soft px-1 text-success-text">{t('addedSince')}</span>
            <span className="rounded-sm bg-danger-soft px-1 text-danger-text line-through">
              {t('removedSince')}
            </span>
          </>
        )}
      </p>
      <DiffView diff={data.diff} label={t('changesSince')} />
    </div>
  );
}

/** The text as text, in one piece: nothing in it is interpreted. A long one is scrolled by keyboard too. */
function DiffView({ diff, label }: { diff: readonly DiffPart[]; label: string }) {
  // Two parts may say the same, so a part is known by its place.
  const parts = diff.map((part, place) => ({ part, place }));
  return (
    <section
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
      tabIndex={0}
      aria-label={label}
      className="min-h-0 flex-1 overflow-y-auto rounded-lg border border-border-subtle bg-field p-4 text-sm leading-relaxed wrap-anywhere whitespace-pre-wrap"
    >
      {parts.map(({ part, place }) => (
        <DiffText key={place} part={part} />
      ))}
    </section>
  );
}

function DiffText({ part }: { part: DiffPart }) {
  if (part.kind === 'added')
    return <ins className="rounded-sm bg-success-soft text-success-text no-underline">{part.text}</ins>;
  if (part.kind === 'removed')
    return <del className="rounded-sm bg-danger-soft text-danger-text">{part.text}</del>;
  return <span>{part.text}</span>;
}
