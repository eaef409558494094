import { Link } from '@tanstack/react-router';
import { EqualApproximately, RotateCw } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { PassageCoverage } from '#shared/contracts/passages.ts';
import { hasBarelyBegun, useCoverage } from '#renderer/entities/passage/use-coverage.ts';
import { useEmbedderName, useEmbedders } from '#renderer/entities/passage/use-embedders.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { useReindex } from './queries.ts';

type CoverageProps = { withMeaning: boolean; onMeaningChange(withMeaning: boolean): void };

/** How much of the workspace is found by its meaning; opened, what is done about the rest. */
export function Coverage({ withMeaning, onMeaningChange }: CoverageProps) {
  const { t } = useTranslation('search');
  const shortOf = useShortText();
  const { data } = useCoverage();
  const id = useId();
  if (data === undefined) return null;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost" icon={<EqualApproximately aria-hidden />}>
          {withMeaning ? shortOf(data) : t('meaningOff')}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('meaning')} align="end" className="w-88">
        <div className="flex items-center justify-between gap-3">
          <label htmlFor={id} className="text-sm font-medium">
            {t('meaningSwitch')}
          </label>
          <Switch id={id} checked={withMeaning} onCheckedChange={onMeaningChange} />
        </div>
        <p className="mt-1 text-[13px] leading-snug text-muted-foreground">{t('meaningText')}</p>
        <div className="mt-3 border-t border-border-subtle pt-3">
          <CoverageFigure coverage={data} />
        </div>
      </PopoverContent>
    </Popover>
  );
}

function useShortText(): (coverage: PassageCoverage) => string {
  const { t } = useTranslation('search');
  const format = useFormat();
  return (coverage) => {
    if (isComplete(coverage)) return t('meaning');
    if (hasBarelyBegun(coverage)) return t('coverageBegun');
    return t('coverageShort', { share: format.percent(shareOf(coverage)) });
  };
}

function CoverageFigure({ coverage }: { coverage: PassageCoverage }) {
  const { t } = useTranslation('search');
  const format = useFormat();
  const reindex = useReindex();
  const { passages, embedded, dueItems, isChanging } = coverage;
  const share = shareOf(coverage);
  const isBeginning = hasBarelyBegun(coverage);
  return (
    <>
      <p className="text-[13px] font-medium">
        {isBeginning ? t('coverageBegunText') : t('coverage', { share: format.percent(share) })}
      </p>
      <Progress label={t('coverageLabel')} value={isBeginning ? null : share} className="mt-2" />
      {passages > 0 && (
        <p className="mt-1.5 text-meta tabular-nums">
          {t('coverageCount', { done: format.number(embedded), all: format.number(passages) })}
        </p>
      )}
      {dueItems > 0 && <p className="text-meta">{t('coverageDue', { count: dueItems })}</p>}
      {isChanging && <p className="text-meta">{t('coverageChanging')}</p>}
      <ReadBy id={coverage.embedder} />
      <Button
        size="sm"
        variant="outline"
        className="mt-3"
        busy={reindex.isPending}
        icon={<RotateCw aria-hidden />}
        onClick={() => reindex.mutate()}
      >
        {t('reindex')}
      </Button>
    </>
  );
}

/** Which model turned the texts into what is compared. */
function ReadBy({ id }: { id: string | null }) {
  const { t } = useTranslation('search');
  const nameOf = useEmbedderName();
  const { data } = useEmbedders();
  const embedder = data?.find((one) => one.id === id);
  if (embedder === undefined) return null;
  return (
    <p className="text-meta">
      {t(embedder.isLocal ? 'coverageBy' : 'coverageByAway', { name: nameOf(embedder) })}{' '}
      <Link
        to="/settings"
        search={{ section: 'models' }}
        className="rounded-sm font-medium text-primary-text hover:underline"
      >
        {t('coverageChange')}
      </Link>
    </p>
  );
}

/** Of an empty workspace everything is found. Never all of it while something waits. */
function shareOf(coverage: PassageCoverage): number {
  const { passages, embedded } = coverage;
  if (isComplete(coverage)) return 1;
  return passages === 0 ? 0 : Math.min(0.99, embedded / passages);
}

function isComplete({ passages, embedded, dueItems }: PassageCoverage): boolean {
  return embedded >= passages && dueItems === 0;
}
