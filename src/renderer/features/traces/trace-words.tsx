import {
  Binary,
  Bot,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CornerDownRight,
  Sparkles,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SpanDetail, SpanStatus } from '#shared/contracts/traces.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useProviderName } from '#renderer/entities/model/model-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { kindOf, subjectOf, type SpanKind } from './span-tree.ts';

export const KIND_ICONS: Record<SpanKind, LucideIcon> = {
  agent: Bot,
  model: Sparkles,
  embedding: Binary,
  tool: Wrench,
  step: CornerDownRight,
};

const STATUS: Record<SpanStatus, { readonly icon: LucideIcon; readonly tone: string }> = {
  ok: { icon: CircleCheck, tone: 'text-success-text' },
  error: { icon: CircleAlert, tone: 'text-danger-text' },
  open: { icon: CircleDashed, tone: 'text-info-text' },
  interrupted: { icon: CircleSlash, tone: 'text-warning-text' },
};

export function StatusMark({ status, className }: { status: SpanStatus; className?: string }) {
  const { t } = useTranslation('traces');
  const { icon: Icon, tone } = STATUS[status];
  return (
    <span className={cn('inline-flex items-center gap-1.5', tone, className)}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{t(`status_${status}`)}</span>
    </span>
  );
}

/** A step as a person calls it; its own name stands among its facts. */
export function useSpanName(): (span: Pick<SpanDetail, 'name' | 'attributes'>) => string {
  const { t } = useTranslation('traces');
  const providerName = useProviderName();
  return (span) => {
    const kind = kindOf(span);
    const subject = subjectOf(span);
    const provider = span.attributes['adiuva.provider.id'];
    // The same model may be asked at two places, and a fallback is told by where it went.
    if (provider !== undefined) return `${subject} · ${providerName(String(provider))}`;
    if (kind === 'step') return span.name;
    if (kind !== 'agent') return subject;
    const named = span.attributes['gen_ai.agent.name'] ?? (subject === span.name ? undefined : subject);
    return named === undefined ? t('agent') : t('agentNamed', { name: String(named) });
  };
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** As precise as it helps: 0.4 ms, 320 ms, 4.2 s, 3 min. */
export function useTook(): (ms: number | null) => string {
  const format = useFormat();
  const unit = (value: number, name: string, digits: number): string =>
    format.number(value, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });
  return (ms) => {
    if (ms === null) return '–';
    if (ms < SECOND_MS) return unit(ms, 'millisecond', ms < 10 ? 1 : 0);
    return ms < MINUTE_MS ? unit(ms / SECOND_MS, 'second', 1) : unit(ms / MINUTE_MS, 'minute', 1);
  };
}
