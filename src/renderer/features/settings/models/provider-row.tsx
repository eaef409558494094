import {
  ArrowDown,
  ArrowUp,
  CircleAlert,
  CircleCheck,
  Clock,
  Ellipsis,
  GripVertical,
  Pencil,
  PlugZap,
  Trash2,
} from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelProvider, ProviderHealth } from '#shared/contracts/models.ts';
import { reachOf } from '#renderer/entities/model/reach.ts';
import { REACH_ICONS, ReachMark } from '#renderer/entities/model/reach-mark.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { useSaveProvider, useTestProvider } from './provider-queries.ts';
import { ProviderTestResult } from './provider-test-result.tsx';

export type ProviderVerbs = {
  onEdit(): void;
  onRemove(): void;
  /** By so many places; undefined where there is only one provider. */
  onMove: ((by: -1 | 1) => void) | undefined;
};

type ProviderRowProps = {
  provider: ModelProvider;
  place: number;
  health: ProviderHealth | undefined;
  verbs: ProviderVerbs;
};

export function ProviderRow({ provider, place, health, verbs }: ProviderRowProps) {
  const { t } = useTranslation('models');
  const test = useTestProvider();
  const save = useSaveProvider();
  const { id, name, isEnabled } = provider;
  const Icon = REACH_ICONS[reachOf(provider)];
  return (
    <li
      data-provider={id}
      className="group/provider relative flex flex-col gap-3 px-5 py-3.5 data-[drop=after]:shadow-[inset_0_-2px_0_var(--primary)] data-[drop=before]:shadow-[inset_0_2px_0_var(--primary)]"
    >
      <div className="flex items-center gap-3.5">
        {verbs.onMove && <Grip name={name} place={place} onMove={verbs.onMove} />}
        <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-muted text-muted-foreground">
          <Icon aria-hidden className="size-4.5" strokeWidth={1.8} />
        </span>
        <Facts provider={provider}>{health && isEnabled && !test.data && <Health health={health} />}</Facts>
        <Switch
          aria-label={t('switchedOn', { name })}
          checked={isEnabled}
          onCheckedChange={(next) => save.mutate({ id, patch: { isEnabled: next } })}
        />
        <ProviderMenu name={name} verbs={verbs} onTest={() => test.mutate({ id })} />
      </div>
      {test.isPending && <p className="text-[13px] text-muted-foreground">{t('testing')}</p>}
      {test.data && !test.isPending && <ProviderTestResult result={test.data} />}
    </li>
  );
}

/** Dragged by the mouse, moved by the arrow keys. */
function Grip({ name, place, onMove }: { name: string; place: number; onMove(by: -1 | 1): void }) {
  const { t } = useTranslation('models');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <Tooltip content={t('moveHint')}>
      <button
        type="button"
        draggable
        data-grip=""
        aria-label={t('moveNamed', { name, place: place + 1 })}
        onKeyDown={onKeyDown}
        className="-ms-3 -me-1.5 grid h-9 w-5 shrink-0 cursor-grab place-items-center rounded-md text-subtle-foreground hover:bg-accent hover:text-foreground"
      >
        <GripVertical aria-hidden className="size-4" />
      </button>
    </Tooltip>
  );
}

function Facts({ provider, children }: { provider: ModelProvider; children: ReactNode }) {
  const { t } = useTranslation('models');
  const { name, chatModel, embeddingModel, baseUrl, isEnabled } = provider;
  const facts = [
    ...(isEnabled ? [] : [t('off')]),
    ...(embeddingModel === '' ? [] : [t('embeds', { model: embeddingModel })]),
    ...(baseUrl === null || !URL.canParse(baseUrl) ? [] : [new URL(baseUrl).host]),
  ];
  return (
    <div className="min-w-0 flex-1">
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <span dir="auto" className="min-w-0 truncate text-sm font-medium">
          {name}
        </span>
        <ReachMark reach={reachOf(provider)} />
      </p>
      <p className="mt-0.5 flex min-w-0 flex-wrap gap-x-1.5 text-[13px] text-muted-foreground">
        <span dir="ltr" className="wrap-anywhere">
          {chatModel === '' ? t('onlyEmbeds') : chatModel}
        </span>
        {facts.map((fact) => (
          <span key={fact} className="wrap-anywhere">
            · {fact}
          </span>
        ))}
      </p>
      {children}
    </div>
  );
}

type ProviderMenuProps = { name: string; verbs: ProviderVerbs; onTest(): void };

function ProviderMenu({ name, verbs, onTest }: ProviderMenuProps) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const { onMove } = verbs;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label={t('actionsNamed', { name })}>
          <Ellipsis aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem icon={<Pencil aria-hidden />} onSelect={verbs.onEdit}>
          {common('edit')}
        </DropdownMenuItem>
        <DropdownMenuItem icon={<PlugZap aria-hidden />} onSelect={onTest}>
          {t('test')}
        </DropdownMenuItem>
        {onMove && (
          <>
            <DropdownMenuItem icon={<ArrowUp aria-hidden />} onSelect={() => onMove(-1)}>
              {t('askEarlier')}
            </DropdownMenuItem>
            <DropdownMenuItem icon={<ArrowDown aria-hidden />} onSelect={() => onMove(1)}>
              {t('askLater')}
            </DropdownMenuItem>
          </>
        )}
        <DropdownMenuSeparator />
        <DropdownMenuItem danger icon={<Trash2 aria-hidden />} onSelect={verbs.onRemove}>
          {common('remove')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** How it has been since the app started; nothing before it was asked. */
function Health({ health }: { health: ProviderHealth }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const { state, message, lastAnsweredAt, pausedUntil } = health;
  if (state === 'untried') return null;
  if (state === 'ready') {
    if (lastAnsweredAt === null) return null;
    return (
      <p className="mt-1 flex items-center gap-1.5 text-[13px] text-muted-foreground">
        <CircleCheck aria-hidden className="size-3.5 shrink-0 text-success-text" />
        {t('answered', { when: format.ago(lastAnsweredAt) })}
      </p>
    );
  }
  const Icon = state === 'slowed' ? Clock : CircleAlert;
  const isPaused = pausedUntil !== null && pausedUntil > Date.now();
  return (
    <p className="mt-1 flex gap-1.5 text-[13px] leading-snug text-warning-text">
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        <span className="font-medium">{t(`state_${state}`)}.</span> {message}{' '}
        {isPaused && (
          <span className="text-muted-foreground">{t('pausedUntil', { when: format.ago(pausedUntil) })}</span>
        )}
      </span>
    </p>
  );
}
