import { Pause, Play, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetRun, DatasetRunProgress } from '#shared/contracts/datasets.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat, type Formatter } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { BudgetDialog } from './budget-dialog.tsx';
import { isUnfinished, useRun, useRunProgress, useWorkers, type RunActions } from './run-queries.ts';
import { RunStatusBadge, useGeneratorName } from './run-words.tsx';

type RunPanelProps = { run: DatasetRun; actions: RunActions };

/** The run that makes records now, or that stopped before it had made all: how far it is, and what can be done. */
export function RunPanel({ run, actions }: RunPanelProps) {
  const { t } = useTranslation('datasetPage');
  const isActive = run.status === 'running' || run.status === 'queued' || run.status === 'waiting';
  const { data: progress = null } = useRunProgress(run.id, isActive);
  const live = isActive ? progress : null;
  const made = live?.made ?? run.made;
  const failed = live?.failed ?? run.failed;
  return (
    <Card role="group" aria-label={t('runPanel')} className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <RunStatusBadge status={run.status} />
        <RunFigures run={run} made={made} failed={failed} live={live} />
        <div className="ms-auto flex items-center gap-1.5">
          <RunButtons run={run} actions={actions} isActive={isActive} />
        </div>
      </div>
      <Progress label={t('progress')} value={run.asked === 0 ? 1 : (made + failed) / run.asked} />
      {run.problem !== null && !isActive && <Banner tone="warning">{run.problem}</Banner>}
      {live?.note != null && <Banner tone="info">{live.note}</Banner>}
      {live !== null && live.inFlight.length > 0 && <InFlight progress={live} />}
      {isUnfinished(run) && <Workers runId={run.id} />}
    </Card>
  );
}

function timeText(seconds: number, format: Formatter): string {
  if (seconds < 60) {
    return format.number(Math.ceil(seconds), { style: 'unit', unit: 'second', unitDisplay: 'narrow' });
  }
  return format.duration(seconds / 60);
}

type FiguresProps = { run: DatasetRun; made: number; failed: number; live: DatasetRunProgress | null };

function RunFigures({ run, made, failed, live }: FiguresProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const dollars = useDollars();
  const { data: detail } = useRun(run.id);
  const generator = useGeneratorName()(run);
  const cost = live?.costMicros ?? run.costMicros;
  const isModel = run.generator !== 'builtin';
  const facts = [
    t('madeOf', { made: format.number(made), asked: format.number(run.asked) }),
    failed > 0 ? t('failedCount', { count: failed, number: format.number(failed) }) : undefined,
    run.duplicates > 0
      ? t('duplicatesCount', { count: run.duplicates, number: format.number(run.duplicates) })
      : undefined,
    live && live.ratePerSecond > 0
      ? t('rate', { rate: format.number(live.ratePerSecond, { maximumFractionDigits: 1 }) })
      : undefined,
    live?.secondsLeft != null ? t('timeLeft', { time: timeText(live.secondsLeft, format) }) : undefined,
    isModel ? t('costSoFar', { cost: dollars(cost) }) : undefined,
    isModel && detail?.budget != null ? t('ofBudget', { budget: dollars(detail.budget * 1e6) }) : undefined,
    generator,
  ];
  return (
    <p className="min-w-0 text-sm text-muted-foreground tabular-nums">
      {facts.filter((fact) => fact !== undefined).join(' · ')}
    </p>
  );
}

function RunButtons({ run, actions, isActive }: RunPanelProps & { isActive: boolean }) {
  const { t } = useTranslation('datasetPage');
  const [isRaising, setIsRaising] = useState(false);
  const { pause, resume, cancel } = actions;
  if (isActive) {
    return (
      <>
        <Button
          size="sm"
          variant="outline"
          icon={<Pause aria-hidden />}
          busy={pause.isPending}
          onClick={() => pause.mutate(run.id)}
        >
          {t('pause')}
        </Button>
        <Button size="sm" variant="ghost" icon={<X aria-hidden />} onClick={() => cancel.mutate(run.id)}>
          {t('cancelRun')}
        </Button>
      </>
    );
  }
  if (run.status === 'done') return null;
  const isPaused = run.status === 'paused' || run.status === 'needs_decision';
  return (
    <>
      {run.generator !== 'builtin' && (
        <Button size="sm" variant="ghost" onClick={() => setIsRaising(true)}>
          {t('changeBudget')}
        </Button>
      )}
      <Button
        size="sm"
        icon={isPaused ? <Play aria-hidden /> : <RotateCw aria-hidden />}
        busy={resume.isPending}
        onClick={() => resume.mutate({ runId: run.id })}
      >
        {t('resume')}
      </Button>
      {isPaused && (
        <Button size="sm" variant="ghost" icon={<X aria-hidden />} onClick={() => cancel.mutate(run.id)}>
          {t('cancelRun')}
        </Button>
      )}
      <BudgetDialog
        open={isRaising}
        onOpenChange={setIsRaising}
        onSave={(budget) => resume.mutate({ runId: run.id, budget })}
      />
    </>
  );
}

const MOST_SHOWN = 24;

function InFlight({ progress }: { progress: DatasetRunProgress }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { inFlight } = progress;
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-meta">
      <span className="me-1">{t('inFlight', { count: inFlight.length })}</span>
      {inFlight.slice(0, MOST_SHOWN).map(({ number, attempt }) => (
        <span key={number} className="rounded-md bg-muted px-1.5 py-0.5 tabular-nums">
          {attempt > 1
            ? t('recordAttempt', { number: format.number(number + 1), attempt })
            : t('recordNumber', { number: format.number(number + 1) })}
        </span>
      ))}
      {inFlight.length > MOST_SHOWN && (
        <span>{t('andMore', { number: format.number(inFlight.length - MOST_SHOWN) })}</span>
      )}
    </div>
  );
}

/** Where more than one process makes the records. */
function Workers({ runId }: { runId: string }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { data: workers = [] } = useWorkers(runId);
  if (workers.length < 2) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-meta tabular-nums">
      {workers.map(({ worker, made, failed }) => (
        <li key={worker}>
          <span className="font-medium text-foreground">{worker === 'main' ? t('thisProcess') : worker}</span>{' '}
          {t('workerFigures', { made: format.number(made), failed: format.number(failed) })}
        </li>
      ))}
    </ul>
  );
}
