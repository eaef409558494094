import { Cloud, FolderOpen, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmbedderInfo } from '#shared/contracts/embeddings.ts';
import { FolderDialog } from '#renderer/entities/connection/folder-dialog.tsx';
import { hasBarelyBegun, useCoverage } from '#renderer/entities/passage/use-coverage.ts';
import { useEmbedders } from '#renderer/entities/passage/use-embedders.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { DownloadRow } from './download-row.tsx';
import { EmbedderModelDialog } from './embedder-model-dialog.tsx';
import {
  useAddEmbedder,
  useChooseEmbedder,
  useDownloads,
  useEmbedderCatalogue,
  useRemoveEmbedder,
} from './embedder-queries.ts';
import { EmbedderRow } from './embedder-row.tsx';

type Open =
  | { readonly what: 'folder' | 'model' }
  | { readonly what: 'choose' | 'remove'; readonly embedder: EmbedderInfo };

/** What turns texts into vectors, so that they are found by what they mean. */
export function EmbedderGroup() {
  const { t } = useTranslation('models');
  const [open, setOpen] = useState<Open>();
  const add = useAddEmbedder();
  const close = (): void => setOpen(undefined);
  return (
    <SettingGroup
      title={t('meaning')}
      text={t('meaningText')}
      actions={<AddMenu onOpen={(what) => setOpen({ what })} />}
    >
      <Embedders onOpen={setOpen} />
      <Coverage />
      {open?.what === 'folder' && (
        <FolderDialog
          verb="use"
          isBusy={add.isPending}
          onChosen={(path) => add.mutate({ path }, { onSuccess: close })}
          onClose={close}
        />
      )}
      {open?.what === 'model' && <EmbedderModelDialog onClose={close} />}
      {(open?.what === 'choose' || open?.what === 'remove') && (
        <Confirmation what={open.what} embedder={open.embedder} onClose={close} />
      )}
    </SettingGroup>
  );
}

function AddMenu({ onOpen }: { onOpen(what: 'folder' | 'model'): void }) {
  const { t } = useTranslation('models');
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="outline" icon={<Plus aria-hidden />}>
          {t('addEmbedder')}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem icon={<FolderOpen aria-hidden />} onSelect={() => onOpen('folder')}>
          {t('embedderFromFolder')}
        </DropdownMenuItem>
        <DropdownMenuItem icon={<Cloud aria-hidden />} onSelect={() => onOpen('model')}>
          {t('embedderFromProvider')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function Embedders({ onOpen }: { onOpen(open: Open): void }) {
  const { data, error, refetch } = useEmbedders();
  const { data: catalogue = [] } = useEmbedderCatalogue();
  const { data: downloads = [] } = useDownloads();
  const choose = useChooseEmbedder();
  if (error && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />;
  if (data === undefined) return <ListSkeleton rows={2} className="px-2 py-2" />;
  const former = data.find((one) => one.isActive)?.id;
  return (
    <ul className="divide-y divide-border-subtle">
      {data.map((embedder) => (
        <EmbedderRow
          key={embedder.id}
          embedder={embedder}
          isBusy={choose.isPending && choose.variables.id === embedder.id}
          onChoose={() =>
            embedder.isLocal
              ? choose.mutate({ id: embedder.id, former })
              : onOpen({ what: 'choose', embedder })
          }
          onRemove={() => onOpen({ what: 'remove', embedder })}
        />
      ))}
      {catalogue
        .filter((entry) => entry.embedderId === null)
        .map((entry) => (
          <DownloadRow
            key={entry.id}
            entry={entry}
            // The title of the job is the name in the list; the newest comes first.
            job={downloads.find((job) => job.title === entry.name)}
          />
        ))}
    </ul>
  );
}

/** How much can be found by its meaning, and how far a change of the model has come. */
function Coverage() {
  const { t } = useTranslation('models');
  const format = useFormat();
  const { data } = useCoverage();
  if (!data || (data.passages === 0 && data.dueItems === 0)) return null;
  if (hasBarelyBegun(data) && !data.isChanging) {
    return (
      <div className="px-5 py-4">
        <Progress label={t('coverageLabel')} value={null} className="mb-2.5" />
        <p role="status" className="text-[13px] text-muted-foreground">
          {t('coverageBegun')}
        </p>
      </div>
    );
  }
  const { passages, embedded, isChanging, dueItems } = data;
  const share = Math.min(embedded / passages, 1);
  const isWhole = embedded >= passages && !isChanging;
  return (
    <div className="px-5 py-4">
      {!isWhole && <Progress label={t('coverageLabel')} value={share} className="mb-2.5" />}
      <p role="status" className="text-[13px] text-muted-foreground tabular-nums">
        {t(isChanging ? 'reembedding' : 'coverage', {
          percent: format.percent(Math.floor(share * 100) / 100),
          embedded: format.number(embedded),
          count: passages,
          total: format.number(passages),
        })}
        {dueItems > 0 && ` ${t('dueItems', { count: dueItems, number: format.number(dueItems) })}`}
      </p>
    </div>
  );
}

type ConfirmationProps = { what: 'choose' | 'remove'; embedder: EmbedderInfo; onClose(): void };

/** To send all texts away is no small thing; a removed model may be long to fetch again. */
function Confirmation({ what, embedder, onClose }: ConfirmationProps) {
  const { t } = useTranslation('models');
  const { data } = useEmbedders();
  const choose = useChooseEmbedder();
  const remove = useRemoveEmbedder();
  const { id, name, kind } = embedder;
  const former = data?.find((one) => one.isActive)?.id;
  if (what === 'choose') {
    return (
      <ConfirmDialog
        open
        onOpenChange={onClose}
        title={t('chooseAway', { name })}
        description={t('chooseAwayText')}
        confirmLabel={t('use')}
        busy={choose.isPending}
        onConfirm={() => choose.mutate({ id, former }, { onSuccess: onClose })}
      />
    );
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      danger
      title={t('removeTitle', { name })}
      description={t(kind === 'onnx' ? 'removeFilesText' : 'removeModelText')}
      confirmLabel={t('remove')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(embedder, { onSuccess: onClose })}
    />
  );
}
