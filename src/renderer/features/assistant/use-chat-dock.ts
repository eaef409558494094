import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AssistantScope } from '#shared/contracts/assistant.ts';
import { lazyPart } from '#renderer/lib/lazy-part.tsx';
import { useLocalState } from '#renderer/lib/local-state.ts';
import { whenSettled } from '#renderer/lib/when-settled.ts';

export const FloatingChat = lazyPart(async () => (await import('./floating-chat.tsx')).FloatingChat);

const OF_PAGE = /^\/(projects|clients)\/([0-9a-f-]{36})/;

/** What the page in front is about, as `projects:<id>`; empty where it is about everything. */
function aboutOf(pathname: string): string {
  const [, kind = '', id = ''] = OF_PAGE.exec(pathname) ?? [];
  return id === '' ? '' : `${kind}:${id}`;
}

export function scopeOfAbout(about: string): AssistantScope {
  const [kind, id = null] = about.split(':');
  return { clientId: kind === 'clients' ? id : null, projectId: kind === 'projects' ? id : null };
}

/** Once the page has come to rest, so that opening it takes one frame. */
function usePreload(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const preload = (): void => void FloatingChat.preload().catch(() => undefined);
    return whenSettled(() => queryClient.isFetching() > 0, preload);
  }, [queryClient]);
}

/** The floating conversation: whether it is open, with which conversation, and about what a new one would be. */
export function useChatDock() {
  const pathname = useLocation({ select: (location) => location.pathname });
  const about = aboutOf(pathname);
  const isOnPage = pathname.startsWith('/chat') || pathname === '/capture';
  const [isOpen, setOpen] = useLocalState<boolean>('assistant.open', false);
  const [sessionId, setSessionId] = useLocalState<string>('assistant.session', '');
  const [sessionAbout, setSessionAbout] = useLocalState<string>('assistant.about', '');
  const [isLeaving, setLeaving] = useState(false);
  const [wasOpened, setOpened] = useState(false); // by hand, not because it stood open before
  const cameFrom = useRef<Element | null>(null);
  usePreload();
  const begin = useCallback(() => {
    setSessionId('');
    setSessionAbout(about);
  }, [about, setSessionId, setSessionAbout]);
  const open = useCallback(() => {
    cameFrom.current = document.activeElement;
    // A page about something opens a conversation about that; elsewhere the last one goes on.
    if (about !== '' && about !== sessionAbout) begin();
    setLeaving(false);
    setOpened(true);
    setOpen(true);
  }, [about, sessionAbout, begin, setOpen]);
  const close = useCallback(() => {
    setLeaving(true);
    setOpen(false);
    if (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected) cameFrom.current.focus();
    else document.querySelector<HTMLElement>('#content')?.focus();
  }, [setOpen]);
  const toggle = useCallback(() => {
    const panel = document.querySelector('[data-floating-chat]');
    if (!isOpen || isOnPage) open();
    else if (panel?.contains(document.activeElement) === true) close();
    else panel?.querySelector('textarea')?.focus();
  }, [isOpen, isOnPage, open, close]);
  const onSession = useCallback(
    (id: string) => {
      setSessionId(id);
      setSessionAbout(about);
    },
    [about, setSessionId, setSessionAbout],
  );
  const onGone = useCallback(() => setLeaving(false), []);
  return useMemo(
    () => ({
      isShown: (isOpen || isLeaving) && !isOnPage,
      toggle,
      panel: {
        isOpen,
        wasOpened,
        about,
        onSession,
        onGone,
        sessionId: sessionId || undefined,
        onNew: begin,
        onClose: close,
      },
    }),
    [isLeaving, isOnPage, isOpen, wasOpened, toggle, sessionId, about, onSession, begin, close, onGone],
  );
}

export type ChatDock = ReturnType<typeof useChatDock>;
