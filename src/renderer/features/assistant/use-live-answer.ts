import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useApi } from '#renderer/api/provider.tsx';
import { toastError } from '#renderer/lib/toast.ts';
import { afterEvent, liveFrom, type LiveAnswer } from './live-answer.ts';
import { keepMessages } from './queries.ts';
import type { ShownMessage } from './shown.ts';

/**
 * Follows an answer while it is under way, from its first event: also one that was asked for in another window, or
 * that goes on after a decision. What it has looked at stays on screen when it is done.
 */
export function useLiveAnswer(message: ShownMessage): LiveAnswer | undefined {
  const api = useApi();
  const queryClient = useQueryClient();
  const [live, setLive] = useState<LiveAnswer>();
  const { id, status } = message;
  const isRunning = status === 'running';
  const latest = useRef(message);
  useLayoutEffect(() => {
    latest.current = message;
  });
  useEffect(() => {
    if (!isRunning) return undefined;
    let answer = liveFrom(latest.current);
    let frame: number | undefined;
    const show = (): void => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        setLive(answer);
      });
    };
    const subscription = api.assistant.follow.subscribe(
      { messageId: id },
      {
        // After a lost connection the host tells everything again.
        onStarted: () => {
          answer = liveFrom(latest.current);
        },
        onData: (event) => {
          answer = afterEvent(answer, event);
          show();
          if ('message' in event && event.message !== null) keepMessages(queryClient, [event.message]);
        },
        onError: toastError,
      },
    );
    return () => {
      subscription.unsubscribe();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [api, queryClient, id, isRunning]);
  return live;
}
