import { Link } from '@tanstack/react-router';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AssistantModelFacts } from '#shared/contracts/assistant.ts';
import { useOffline } from '#renderer/entities/network/offline.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { wordsOf } from './message-words.ts';
import { MODEL_SETTINGS } from './model-settings.ts';
import type { ShownMessage } from './shown.ts';

/** Below an answer: which model, where, how long, how much; or that none took part. */
export function FactsLine({ message }: { message: ShownMessage }) {
  const { t } = useTranslation('assistant');
  const { model, notice } = message;
  const words = wordsOf(message);
  const copy = (): void =>
    void navigator.clipboard.writeText(words).then(() => toastDone({ message: t('copied') }), toastError);
  return (
    <div className="flex min-h-6 items-center gap-1.5 text-meta">
      {notice !== null && <Notice notice={notice} />}
      {model !== null && <ModelFacts model={model} />}
      {words !== '' && (
        <IconButton
          size="xs"
          label={t('copy')}
          className="opacity-0 transition-opacity group-focus-within/answer:opacity-100 group-hover/answer:opacity-100"
          onClick={copy}
        >
          <Copy aria-hidden className="size-3.5" />
        </IconButton>
      )}
    </div>
  );
}

/** Why no model wrote it, and the step that changes that. */
function Notice({ notice }: { notice: NonNullable<ShownMessage['notice']> }) {
  const { t } = useTranslation('assistant');
  const { isOffline, set } = useOffline();
  // Below the latest answer alone: what was said is no place to be told the same again and again.
  const look = 'hidden rounded-sm font-medium text-primary-text group-last/answer:inline hover:underline';
  return (
    <p>
      {t(notice === 'offline' ? 'foundOffline' : 'foundNoModel')}{' '}
      {notice === 'offline' && isOffline && (
        <button type="button" className={look} onClick={() => set(false)}>
          {t('goOnline')}
        </button>
      )}
      {notice === 'no_model' && (
        <Link to={MODEL_SETTINGS} className={look}>
          {t('setUpModel')}
        </Link>
      )}
    </p>
  );
}

function useSeconds(): (ms: number) => string {
  const format = useFormat();
  return (ms) =>
    format.number(ms / 1000, {
      style: 'unit',
      unit: 'second',
      unitDisplay: 'narrow',
      maximumFractionDigits: ms < 10_000 ? 1 : 0,
    });
}

function ModelFacts({ model }: { model: AssistantModelFacts }) {
  const { t } = useTranslation('assistant');
  const seconds = useSeconds();
  const dollars = useDollars();
  const { modelId, isLocal, isFromCache, durationMs, costMicros } = model;
  const facts = [
    modelId,
    t(isLocal ? 'onComputer' : 'away'),
    isFromCache ? t('fromCache') : seconds(durationMs),
    costMicros === 0 ? t('free0') : dollars(costMicros),
  ];
  return (
    <Popover>
      <PopoverTrigger
        aria-description={t('facts')}
        className="-mx-1.5 rounded-md px-1.5 py-0.5 text-start transition-colors hover:bg-accent hover:text-foreground data-[state=open]:bg-accent"
      >
        {facts.join(' · ')}
      </PopoverTrigger>
      <PopoverContent aria-label={t('facts')} side="top" className="w-80">
        <MoreFacts model={model} />
      </PopoverContent>
    </Popover>
  );
}

function MoreFacts({ model }: { model: AssistantModelFacts }) {
  const { t } = useTranslation('assistant');
  const format = useFormat();
  const seconds = useSeconds();
  const { providerName, modelId, calls, inputTokens, outputTokens, firstTokenMs, traceId } = model;
  const tokens = { input: format.number(inputTokens), output: format.number(outputTokens) };
  return (
    <>
      <p className="text-sm font-medium">{t('facts')}</p>
      <ul className="mt-1.5 flex flex-col gap-1 text-[13px] text-muted-foreground">
        <li dir="auto">
          {providerName} · {modelId}
        </li>
        <li>
          {t('calls', { count: calls })} · {t('tokens', tokens)}
        </li>
        {firstTokenMs !== null && <li>{t('firstWord', { time: seconds(firstTokenMs) })}</li>}
      </ul>
      <Link
        to="/traces/$traceId"
        params={{ traceId }}
        className="mt-2 inline-block rounded-sm text-xs font-medium text-primary-text hover:underline"
      >
        {t('seeTrace')}
      </Link>
    </>
  );
}
