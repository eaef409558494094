import { Link } from '@tanstack/react-router';
import { GripHorizontal, Maximize2, Plus, Sparkles, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { useLocalState } from '#renderer/lib/local-state.ts';
import { buttonStyles } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { ConversationView } from './conversation-view.tsx';
import { scopeOfAbout, type ChatDock } from './use-chat-dock.ts';
import { useConversation } from './use-conversation.ts';

const STEP_PX = 24;

/** Where the window stands, from the lower end corner; the stylesheet keeps it within the view. */
function usePlace() {
  const [place, setPlace] = useLocalState<string>('assistant.place', '16,16');
  const [end = 16, bottom = 16] = place.split(',').map(Number);
  const moveBy = useCallback(
    (x: number, y: number) => setPlace(`${String(Math.max(8, end - x))},${String(Math.max(8, bottom - y))}`),
    [setPlace, end, bottom],
  );
  const style = {
    insetInlineEnd: `clamp(8px, ${String(end)}px, calc(100vw - min(26rem, 100vw - 1rem) - 8px))`,
    bottom: `clamp(8px, ${String(bottom)}px, calc(100dvh - min(42rem, 100dvh - 2rem) - 8px))`,
  };
  return { style, moveBy };
}

/** Menus and dialogs opened from within lie elsewhere in the document: their Escape is theirs. */
function useEscape(onEscape: () => void) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = panel.current;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      onEscape();
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, [onEscape]);
  return panel;
}

/** The conversation that is at hand on every page. It blocks nothing: what lies beside it can be used. */
export function FloatingChat({
  isOpen,
  wasOpened,
  sessionId,
  about,
  onSession,
  onNew,
  onClose,
  onGone,
}: ChatDock['panel']) {
  const { t } = useTranslation('assistant');
  const startScope = useMemo(() => scopeOfAbout(about), [about]);
  const conversation = useConversation({ sessionId, startScope, onSession });
  const [text, setText] = useState('');
  const { style, moveBy } = usePlace();
  const title = conversation.session?.title ?? t('title');
  const panel = useEscape(onClose);
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={t('title')}
      data-floating-chat=""
      data-state={isOpen ? 'open' : 'closed'}
      inert={!isOpen}
      style={style}
      onAnimationEnd={(event) => {
        if (event.target === event.currentTarget && !isOpen) onGone();
      }}
      className="fixed z-40 flex h-[min(42rem,calc(100dvh-2rem))] w-[min(26rem,calc(100vw-1rem))] flex-col overflow-hidden rounded-2xl border border-border glass text-foreground shadow-overlay animate-pop [--radix-popper-transform-origin:100%_100%]"
    >
      <header className="flex h-12 shrink-0 items-center gap-0.5 border-b border-border-subtle ps-4 pe-2">
        <Sparkles aria-hidden className="me-1.5 size-4 shrink-0 text-primary-text" />
        <h2 dir="auto" className="min-w-0 flex-1 truncate text-sm font-semibold tracking-[-0.2px]">
          {title}
        </h2>
        <MoveHandle onMove={moveBy} />
        <IconButton label={t('newChat')} onClick={onNew} disabled={sessionId === undefined}>
          <Plus aria-hidden />
        </IconButton>
        <Tooltip content={t('openPage')}>
          <Link
            to="/chat"
            search={sessionId === undefined ? {} : { session: sessionId }}
            aria-label={t('openPage')}
            className={cn(buttonStyles({ variant: 'ghost' }), 'size-8 rounded-md p-0')}
          >
            <Maximize2 aria-hidden />
          </Link>
        </Tooltip>
        <IconButton label={t('close')} keys="escape" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1">
        <ConversationView
          isNarrow
          takesFocus={wasOpened}
          conversation={conversation}
          text={text}
          onTextChange={setText}
          onNew={onNew}
        />
      </div>
    </div>
  );
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP_PX, 0],
  ArrowRight: [STEP_PX, 0],
  ArrowUp: [0, -STEP_PX],
  ArrowDown: [0, STEP_PX],
};

/** Dragged with the pointer, or moved with the arrow keys. */
function MoveHandle({ onMove }: { onMove(x: number, y: number): void }) {
  const { t } = useTranslation('assistant');
  const last = useRef<readonly [number, number]>(undefined);
  const latest = useRef(onMove);
  useEffect(() => {
    latest.current = onMove;
  });
  const onPointerMove = (event: PointerEvent): void => {
    if (last.current === undefined) return;
    const [x, y] = last.current;
    last.current = [event.clientX, event.clientY];
    latest.current(event.clientX - x, event.clientY - y);
  };
  return (
    <IconButton
      label={t('move')}
      className="cursor-grab touch-none active:cursor-grabbing"
      onPointerDown={(event) => {
        last.current = [event.clientX, event.clientY];
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        last.current = undefined;
      }}
      onKeyDown={(event) => {
        const step = ARROWS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        onMove(...step);
      }}
    >
      <GripHorizontal aria-hidden />
    </IconButton>
  );
}
