import { Cloud, FileBox, LetterText, Trash2, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EmbedderInfo } from '#shared/contracts/embeddings.ts';
import { useEmbedderName } from '#renderer/entities/passage/use-embedders.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';

const ICONS: Record<EmbedderInfo['kind'], LucideIcon> = { built_in: LetterText, onnx: FileBox, model: Cloud };

type EmbedderRowProps = {
  embedder: EmbedderInfo;
  isBusy: boolean;
  onChoose(): void;
  onRemove(): void;
};

export function EmbedderRow({ embedder, isBusy, onChoose, onRemove }: EmbedderRowProps) {
  const { t } = useTranslation('models');
  const { kind, dimension, isLocal, isActive, isReady } = embedder;
  const Icon = ICONS[kind];
  const name = useEmbedderName()(embedder);
  const facts = [
    t(isLocal ? 'reach_computer' : 'reach_away'),
    t('dimension', { count: dimension }),
    ...(isReady ? [] : [t(kind === 'onnx' ? 'filesGone' : 'providerGone')]),
  ];
  return (
    <li className="flex items-center gap-3.5 px-5 py-3.5">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-muted text-muted-foreground">
        <Icon aria-hidden className="size-4.5" strokeWidth={1.8} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          <span dir="auto" className="truncate text-sm font-medium">
            {name}
          </span>
          {isActive && <Badge tone="success">{t('inUse')}</Badge>}
        </p>
        <p className="text-[13px] text-muted-foreground">
          {kind === 'built_in' ? t('builtInText') : facts.join(' · ')}
        </p>
      </div>
      {!isActive && isReady && (
        <Button
          size="sm"
          variant="outline"
          busy={isBusy}
          aria-label={t('useNamed', { name })}
          onClick={onChoose}
        >
          {t('use')}
        </Button>
      )}
      {kind !== 'built_in' && (
        <IconButton label={t('removeNamed', { name })} onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
