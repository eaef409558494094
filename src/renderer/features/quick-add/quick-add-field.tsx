import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  CalendarClock,
  CalendarDays,
  FolderKanban,
  FolderPlus,
  Hash,
  Repeat,
  SignalHigh,
  Timer,
  UserRound,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { localNow } from '#renderer/lib/dates.ts';
import { useLanguage } from '#renderer/lib/i18n/use-language.ts';
import type { ParsedQuickAdd, QuickAddSpan, QuickAddSpanKind } from '#shared/contracts/quick-add.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { cn } from '#renderer/lib/cn.ts';
import { segmentText } from './segment-text.ts';

/** The parser cuts longer text, so the field refuses it. */
const MAX_LENGTH = 2000;

const PARTS: Record<QuickAddSpanKind, { icon: LucideIcon; mark: string }> = {
  due: { icon: CalendarDays, mark: 'bg-tint-gold/35' },
  planned: { icon: CalendarClock, mark: 'bg-tint-sky/30' },
  priority: { icon: SignalHigh, mark: 'bg-tint-coral/30' },
  project: { icon: FolderKanban, mark: 'bg-tint-indigo/25' },
  client: { icon: UserRound, mark: 'bg-tint-teal/30' },
  tag: { icon: Hash, mark: 'bg-tint-violet/25' },
  estimate: { icon: Timer, mark: 'bg-tint-slate/30' },
  recurrence: { icon: Repeat, mark: 'bg-tint-moss/30' },
};

function useParsed(text: string) {
  const api = useApi();
  const locale = useLanguage();
  return useQuery({
    queryKey: ['tasks', 'parse-quick-add', text, locale],
    queryFn: async ({ signal }): Promise<{ text: string; parsed: ParsedQuickAdd }> => ({
      text,
      parsed: await api.tasks.parseQuickAdd.query({ text, now: localNow(), locale }, { signal }),
    }),
    enabled: text.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 30_000,
  });
}

type QuickAddFieldProps = {
  text: string;
  onTextChange(text: string): void;
  onSubmit(keepOpen: boolean): void;
  /** Escape, where no dialog around the field listens for it. */
  onCancel?(): void;
  /** False on a page, where the keyboard belongs to the page first. */
  autoFocus?: boolean;
  className?: string;
};

const TYPE =
  'col-start-1 row-start-1 w-full px-5 pt-5 pb-3 text-[17px] leading-7 tracking-[-0.2px] wrap-anywhere whitespace-pre-wrap';

/** The line itself: what is understood is tinted in place and repeated in words below. */
export function QuickAddField({
  text,
  onTextChange,
  onSubmit,
  onCancel,
  autoFocus = true,
  className,
}: QuickAddFieldProps) {
  const { t } = useTranslation('shell');
  const { data } = useParsed(text);
  const isEmpty = text.trim() === '';
  const spans = isEmpty ? [] : (data?.parsed.spans ?? []);
  return (
    <div className={className}>
      <div className="grid">
        <div aria-hidden className={cn(TYPE, 'pointer-events-none')}>
          {segmentText(text, data?.text ?? '', spans).map((segment) => (
            <span
              key={segment.start}
              className={
                segment.kind && cn('rounded-[5px] box-decoration-clone py-0.5', PARTS[segment.kind].mark)
              }
            >
              {segment.text}
            </span>
          ))}
          {/* A line must keep its height while nothing is typed on it. */}
          {'\u200B'}
        </div>
        <textarea
          autoFocus={autoFocus}
          rows={1}
          dir="auto"
          maxLength={MAX_LENGTH}
          aria-label={t('quickAdd')}
          placeholder={t('quickAddPlaceholder')}
          value={text}
          onChange={(event) => onTextChange(event.target.value.replaceAll('\n', ' '))}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Escape') onCancel?.();
            if (event.key !== 'Enter') return;
            event.preventDefault();
            onSubmit(event.shiftKey);
          }}
          className={cn(
            TYPE,
            'h-full resize-none overflow-hidden bg-transparent text-transparent caret-foreground outline-none',
          )}
        />
      </div>
      <Understood
        spans={spans}
        onReplace={(span, name) =>
          // The marks stand in the text as it was read; typed on since, they would hit other letters.
          data?.text === text && onTextChange(`${text.slice(0, span.start)}+"${name}"${text.slice(span.end)}`)
        }
      />
    </div>
  );
}

type UnderstoodProps = {
  spans: readonly QuickAddSpan[];
  onReplace(span: QuickAddSpan, name: string): void;
};

function Understood({ spans, onReplace }: UnderstoodProps) {
  const { t } = useTranslation('shell');
  return (
    <ul aria-live="polite" className="flex min-h-10 flex-wrap items-center gap-1.5 px-5 pb-3">
      {spans.map((span) => {
        const { icon, mark } = PARTS[span.kind];
        const isNew = span.match === 'new';
        const Icon = isNew ? FolderPlus : icon;
        return (
          <li
            key={`${span.kind}-${span.start}`}
            className={cn(
              'inline-flex h-6 items-center gap-1.5 rounded-md px-2 text-xs text-foreground',
              mark,
              isNew && 'border border-dashed border-control',
            )}
          >
            <Icon aria-hidden className="size-3.5 opacity-80" />
            {isNew ? t('quickAddNewProject', { name: span.label }) : span.label}
            {span.match === 'beginning' && (
              <span className="text-muted-foreground">{t('quickAddByBeginning')}</span>
            )}
            {span.near !== undefined && (
              <button
                type="button"
                className="-me-1 rounded-sm px-1 font-medium text-primary-text hover:underline"
                onClick={() => onReplace(span, span.near ?? '')}
              >
                {t('quickAddDidYouMean', { name: span.near })}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
