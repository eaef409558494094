import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AssistantError } from '#shared/contracts/assistant.ts';
import { useOffline } from '#renderer/entities/network/offline.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { useTroubleWords } from './trouble-words.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

type AnswerTroubleProps = { error: AssistantError; onAskAgain(): void };

/** Why there is no answer, and the step that helps: another one for each kind of trouble. */
export function AnswerTrouble({ error, onAskAgain }: AnswerTroubleProps) {
  const { t } = useTranslation('assistant');
  const offline = useOffline();
  const { title, text, step } = useTroubleWords(error);
  return (
    <Banner tone={toneOf(error)} className="flex-wrap items-start rounded-2xl py-3">
      <p className="font-medium">{title}</p>
      <p className="mt-0.5 text-[13px] wrap-anywhere">
        {text ?? error.message}
        {error.retryAt !== undefined && <Wait until={error.retryAt} />}
      </p>
      {text !== null && <Details message={error.message} />}
      <div className="mt-2 flex flex-wrap gap-1.5">
        {error.code === 'offline' && offline.isOffline && (
          <Button size="xs" variant="outline" onClick={() => offline.set(false)}>
            {t('goOnline')}
          </Button>
        )}
        {step && (
          <Link to={step.to} className={buttonStyles({ variant: 'outline', size: 'xs' })}>
            {t(step.label)}
          </Link>
        )}
        <Button size="xs" variant="outline" onClick={onAskAgain}>
          {t('askAgain')}
        </Button>
      </div>
    </Banner>
  );
}

/** What was held back, or passes by itself, is no fault. */
function toneOf({ code }: AssistantError): 'offline' | 'warning' | 'danger' {
  if (code === 'offline') return 'offline';
  return ['rate_limited', 'budget_exceeded', 'no_model'].includes(code) ? 'warning' : 'danger';
}

/** Counted down for the eye alone: read out second by second it would drown everything else. */
function Wait({ until }: { until: number }) {
  const { t } = useTranslation('assistant');
  const left = useSecondsLeft(until);
  if (left === undefined || left === 0) return ` ${t('waitOver')}`;
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <span role="timer" aria-live="off" className="tabular-nums">
      {' '}
      {t('waitFor', { time })}
    </span>
  );
}

/** What the host wrote down of it: which model, and what its server answered. */
function Details({ message }: { message: string }) {
  const { t } = useTranslation('assistant');
  return (
    <details className="mt-1 text-xs">
      <summary className="w-fit cursor-pointer rounded-sm">{t('troubleDetails')}</summary>
      <p dir="auto" className="mt-1 wrap-anywhere">
        {message}
      </p>
    </details>
  );
}
