import { Link } from '@tanstack/react-router';
import { ArrowDown } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '#renderer/lib/describe-error.ts';
import { cn } from '#renderer/lib/cn.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { PrivateMark } from '#renderer/ui/private-mark.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { AnswerTrouble } from './answer-trouble.tsx';
import { Composer } from './composer.tsx';
import { EmptyConversation } from './empty-conversation.tsx';
import { MODEL_SETTINGS } from './model-settings.ts';
import { wordsOf } from './message-words.ts';
import { AnswerView, QuestionView } from './message-view.tsx';
import { ModelPicker } from './model-picker.tsx';
import { useAssistantStatus, useCancelAnswer } from './queries.ts';
import { ScopePicker, useScopeName } from './scope-picker.tsx';
import type { Conversation } from './use-conversation.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import type { ShownMessage } from './shown.ts';

type ConversationViewProps = {
  conversation: Conversation;
  text: string;
  onTextChange(text: string): void;
  onNew(): void;
  /** The floating window is narrow. */
  isNarrow?: boolean;
  /** The field for the question has the focus once it is there. */
  takesFocus?: boolean;
};

/** What was said, and the field for the next question. */
export function ConversationView(props: ConversationViewProps) {
  const { conversation, text, onTextChange, onNew, isNarrow = false, takesFocus = true } = props;
  const { t } = useTranslation('assistant');
  const { messages, asked, error, isLoading, scope, session, running } = conversation;
  const scopeName = useScopeName(scope, session);
  const cancel = useCancelAnswer();
  const { scroller, content, onScroll, isAway, toEnd } = useStickToEnd();
  useEffect(toEnd, [toEnd, session?.id]);
  const ask = (question: string): void => {
    onTextChange('');
    toEnd();
    conversation.ask(question);
  };
  const lastQuestion = messages.findLast(({ role }) => role === 'user');
  const column = cn('mx-auto w-full', isNarrow ? 'px-4' : 'max-w-3xl px-8');
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="relative min-h-0 flex-1">
        <div
          ref={scroller}
          role="region"
          aria-label={t('messages')}
          onScroll={onScroll}
          className="relative flex h-full flex-col overflow-y-auto"
        >
          <div ref={content} className={cn(column, 'flex flex-1 flex-col gap-6 pt-4 pb-6')}>
            {isLoading && <ListSkeleton rows={4} />}
            {error !== null && <Missing error={error} onRetry={conversation.retry} onNew={onNew} />}
            {!isLoading && error === null && messages.length === 0 && asked === undefined && (
              <EmptyConversation scope={scope} scopeName={scopeName} onAsk={ask} />
            )}
            <Messages messages={messages} onAsk={ask} />
            {asked !== undefined && <Asked conversation={conversation} />}
          </div>
        </div>
        {isAway && (
          <IconButton
            label={t('toLatest')}
            variant="outline"
            side="top"
            className="absolute inset-x-0 bottom-2 mx-auto rounded-full shadow-raised"
            onClick={toEnd}
          >
            <ArrowDown aria-hidden />
          </IconButton>
        )}
      </div>
      <p role="status" className="sr-only">
        {running === undefined ? messages.length > 0 && t('answered') : t('answering')}
      </p>
      <div className={cn(column, isNarrow ? 'pb-3' : 'pb-6')}>
        <StatusHint conversation={conversation} />
        <Composer
          takesFocus={takesFocus}
          text={text}
          onTextChange={onTextChange}
          placeholder={scopeName === undefined ? t('askPlaceholder') : t('askAbout', { name: scopeName })}
          isBusy={conversation.isBusy}
          onAsk={ask}
          onStop={running && (() => cancel.mutate(running.id))}
          lastQuestion={lastQuestion ? wordsOf(lastQuestion) : ''}
        >
          <ScopePicker scope={scope} name={scopeName} onChange={conversation.setScope} />
          <ModelPicker value={conversation.model} onChange={conversation.setModel} />
        </Composer>
      </div>
    </div>
  );
}

type MessagesProps = { messages: readonly ShownMessage[]; onAsk(text: string): void };

function Messages({ messages, onAsk }: MessagesProps) {
  return messages.map((message, index) => {
    if (message.role === 'user') return <QuestionView key={message.id} text={wordsOf(message)} />;
    const question = messages[index - 1];
    return (
      <AnswerView
        key={message.id}
        message={message}
        question={question ? wordsOf(question) : ''}
        onAsk={onAsk}
      />
    );
  });
}

/** A question on its way to the host, or one that it did not take. */
function Asked({ conversation }: { conversation: Conversation }) {
  const { asked, ask } = conversation;
  if (asked === undefined) return null;
  return (
    <>
      <QuestionView text={asked.text} />
      {asked.error !== undefined && (
        <AnswerTrouble error={describeError(asked.error)} onAskAgain={() => ask(asked.text, asked.id)} />
      )}
    </>
  );
}

type MissingProps = { error: Error; onRetry(): void; onNew(): void };

function Missing({ error, onRetry, onNew }: MissingProps) {
  const { t } = useTranslation('assistant');
  return (
    <ErrorState
      error={error}
      onRetry={onRetry}
      action={
        <Button variant="outline" onClick={onNew}>
          {t('newChat')}
        </Button>
      }
    />
  );
}

/** What answers in this scope, where that is not what one would expect. */
function StatusHint({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('assistant');
  const status = useAssistantStatus(conversation.scope);
  const isPrivate = conversation.session?.isPrivate === true || status?.isPrivate === true;
  if (status === undefined) return null;
  const { availability } = status;
  const isTold = availability === 'ready' || conversation.messages.length > 0;
  if (!isPrivate && isTold) return null;
  return (
    <div className="flex flex-col gap-1 px-1 pb-2 text-meta">
      {isPrivate && (
        <p className="flex items-center gap-1.5">
          <PrivateMark />
          {t('privateText')}
        </p>
      )}
      {!isTold && (
        <p>
          {t(availability === 'offline' ? 'offlineHint' : 'noModelHint')}{' '}
          {availability === 'none' && (
            <Link to={MODEL_SETTINGS} className="rounded-sm font-medium text-primary-text hover:underline">
              {t('setUpModel')}
            </Link>
          )}
        </p>
      )}
    </div>
  );
}
