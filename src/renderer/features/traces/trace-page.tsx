import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceDetail } from '#shared/contracts/traces.ts';
import { useFeatureName } from '#renderer/entities/model/feature-name.ts';
import { usePrincipalName } from '#renderer/entities/proposal/principal-label.tsx';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { buttonStyles } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { ExportMenu } from './export-menu.tsx';
import { useExportTraces, useRemoveTraces, useTrace } from './queries.ts';
import { SpanPanel } from './span-panel.tsx';
import { spanLines } from './span-tree.ts';
import { StatusMark, useSpanName, useTook } from './trace-words.tsx';
import { Waterfall } from './waterfall.tsx';

type TracePageProps = { id: string; onRemoved(): void };

/** One trace: its steps in time, and what each of them took in and gave. */
export function TracePage({ id, onRemoved }: TracePageProps) {
  const { t } = useTranslation('traces');
  const { data, error, refetch } = useTrace(id);
  if (error && !data) {
    return (
      <ErrorState
        heading="h1"
        error={error}
        onRetry={() => void refetch()}
        action={
          <Link to="/traces" className={buttonStyles({ variant: 'ghost' })}>
            {t('backToList')}
          </Link>
        }
      />
    );
  }
  if (!data) return <ListSkeleton className="px-8 pt-8" />;
  return <Trace key={data.id} trace={data} onRemoved={onRemoved} />;
}

function Trace({ trace, onRemoved }: { trace: TraceDetail; onRemoved(): void }) {
  const { t } = useTranslation('traces');
  const exportTraces = useExportTraces();
  const remove = useRemoveTraces();
  const [isLeaving, setIsLeaving] = useState(false);
  const failed =
    trace.status === 'error' ? trace.spans.findLast(({ status }) => status === 'error') : undefined;
  const title = useSpanName()(trace.spans[0] ?? { name: trace.name, attributes: {} });
  const [chosen, setChosen] = useState(failed?.id ?? trace.spans[0]?.id);
  const lines = spanLines(trace, Date.now());
  const span = trace.spans.find((one) => one.id === chosen) ?? trace.spans[0];
  return (
    <Page className="max-w-7xl">
      <PageHeader
        title={title}
        breadcrumb={
          <Link to="/traces" className="rounded-sm hover:text-foreground hover:underline">
            {t('title')}
          </Link>
        }
        meta={<Facts trace={trace} />}
        actions={
          <>
            <ExportMenu
              isBusy={exportTraces.isPending}
              onExport={(withContent) => exportTraces.mutate({ ids: [trace.id], withContent })}
            />
            <IconButton size="md" variant="outline" label={t('remove')} onClick={() => setIsLeaving(true)}>
              <Trash2 aria-hidden />
            </IconButton>
          </>
        }
      />
      <div className="grid items-start gap-5 px-8 xl:grid-cols-[minmax(0,1fr)_minmax(22rem,30rem)]">
        <Card className="overflow-hidden">
          <Waterfall lines={lines} chosen={span?.id} onChoose={setChosen} />
        </Card>
        {span && (
          <Card className="min-w-0 overflow-hidden">
            <SpanPanel key={span.id} span={span} />
          </Card>
        )}
      </div>
      <ConfirmDialog
        open={isLeaving}
        onOpenChange={setIsLeaving}
        danger
        title={t('removeTitle', { count: 1 })}
        description={t('removeText')}
        confirmLabel={t('remove')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate([trace.id], { onSuccess: onRemoved })}
      />
    </Page>
  );
}

function Facts({ trace }: { trace: TraceDetail }) {
  const { t } = useTranslation('traces');
  const format = useFormat();
  const dollars = useDollars();
  const took = useTook();
  const featureName = useFeatureName();
  const principalName = usePrincipalName();
  const { status, feature, principal, startedAt, durationMs, callCount, costMicros, models } = trace;
  const facts = [
    ...(feature === '' ? [featureName(principal)] : [featureName(feature), principalName(principal)]),
    format.instant(startedAt),
    took(durationMs),
    ...(models.length > 0 ? [models.join(', ')] : []),
    ...(callCount > 0
      ? [
          t('tokens', { input: format.number(trace.inputTokens), output: format.number(trace.outputTokens) }),
          dollars(costMicros),
        ]
      : []),
  ];
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 tabular-nums">
      <StatusMark status={status} />
      {[...new Set(facts)].map((fact) => (
        <span key={fact}>· {fact}</span>
      ))}
      {trace.runId !== null && (
        <Link
          to="/activity"
          search={{ run: trace.runId }}
          className="rounded-sm font-medium text-primary-text hover:underline"
        >
          {t('sameRun')}
        </Link>
      )}
    </span>
  );
}
