import { CircleStop, Sparkles } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { PlainText } from '#renderer/ui/plain-text.tsx';
import { ActivityLines } from './activity-lines.tsx';
import { AnswerPartView, AnswerText } from './answer-parts.tsx';
import { AnswerTrouble } from './answer-trouble.tsx';
import { FactsLine } from './facts-line.tsx';
import type { LiveAnswer } from './live-answer.ts';
import { useCancelAnswer } from './queries.ts';
import { LiveStepList } from './step-list.tsx';
import { useLiveAnswer } from './use-live-answer.ts';
import { useSmoothText } from './use-smooth-text.ts';
import type { ShownMessage } from './shown.ts';

export function QuestionView({ text }: { text: string }) {
  const { t } = useTranslation('assistant');
  return (
    <article
      aria-label={t('you')}
      data-question=""
      className="ms-auto w-fit max-w-[85%] rounded-2xl bg-secondary-soft px-4 py-2.5 text-secondary-foreground"
    >
      <PlainText>{text}</PlainText>
    </article>
  );
}

type AnswerViewProps = {
  message: ShownMessage;
  /** What it answers. */
  question: string;
  onAsk(text: string): void;
};

/** One answer: while it comes, when it waits, and when it is there. */
export const AnswerView = memo(function AnswerView({ message, question, onAsk }: AnswerViewProps) {
  const { t } = useTranslation('assistant');
  const live = useLiveAnswer(message);
  const { status, parts, citations, error } = message;
  const isRunning = status === 'running';
  return (
    <article
      aria-label={t('adiuva')}
      aria-busy={isRunning}
      className="group/answer flex flex-col gap-3.5 [contain-intrinsic-size:auto_200px] [content-visibility:auto]"
    >
      <ActivityLines activities={live?.activities ?? []} isOver={!isRunning} />
      {isRunning ? (
        <Coming live={live} />
      ) : (
        parts.map((part, index) => (
          // Parts of an answer that is there stay in their order.
          <AnswerPartView
            key={`${part.type} ${String(index)}`}
            part={part}
            citations={citations}
            onAsk={onAsk}
          />
        ))
      )}
      {status === 'waiting' && <Waiting messageId={message.id} />}
      {status === 'cancelled' && (
        <p className="flex items-center gap-1.5 text-meta">
          <CircleStop aria-hidden className="size-3.5" />
          {t(parts.length === 0 ? 'cancelledEmpty' : 'cancelled')}
        </p>
      )}
      {error !== null && <AnswerTrouble error={error} onAskAgain={() => onAsk(question)} />}
      {!isRunning && <FactsLine message={message} />}
    </article>
  );
});

function Coming({ live }: { live: LiveAnswer | undefined }) {
  const text = useSmoothText(live?.text ?? '', true);
  const isSilent = text === '' && live?.steps.length !== 0 && live?.activities.length !== 0;
  return (
    <>
      {text === '' ? (
        <Thinking isShown={!isSilent} />
      ) : (
        <AnswerText citations={live?.citations ?? []}>{text}</AnswerText>
      )}
      {live && live.steps.length > 0 && <LiveStepList steps={live.steps} />}
    </>
  );
}

/** Before the first word. */
function Thinking({ isShown }: { isShown: boolean }) {
  const { t } = useTranslation('assistant');
  if (!isShown) return null;
  return (
    <p className="flex items-center gap-2 text-sm text-muted-foreground">
      <Sparkles aria-hidden className="size-4 animate-pulse" />
      {t('thinking')}
    </p>
  );
}

function Waiting({ messageId }: { messageId: string }) {
  const { t } = useTranslation('assistant');
  const cancel = useCancelAnswer();
  return (
    <Banner
      tone="info"
      actions={
        <Button size="xs" variant="outline" busy={cancel.isPending} onClick={() => cancel.mutate(messageId)}>
          {t('waitingStop')}
        </Button>
      }
    >
      {t('waiting')}
    </Banner>
  );
}
