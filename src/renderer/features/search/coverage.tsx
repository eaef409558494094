import { EqualApproximately, RotateCw } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { PassageCoverage } from '#shared/contracts/passages.ts';
import { useCoverage } from '#renderer/entities/passage/use-coverage.ts';
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
  const format = useFormat();
  const { data } = useCoverage();
  const id = useId();
  if (data === undefined) return null;
  const share = format.percent(shareOf(data));
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost" icon={<EqualApproximately aria-hidden />}>
          {!withMeaning ? t('meaningOff') : isComplete(data) ? t('meaning') : t('coverageShort', { share })}
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

function CoverageFigure({ coverage }: { coverage: PassageCoverage }) {
  const { t } = useTranslation('search');
  const format = useFormat();
  const reindex = useReindex();
  const { passages, embedded, dueItems, isChanging } = coverage;
  const share = shareOf(coverage);
  return (
    <>
      <p className="text-[13px] font-medium">{t('coverage', { share: format.percent(share) })}</p>
      <Progress label={t('coverageLabel')} value={share} className="mt-2" />
      <p className="mt-1.5 text-meta tabular-nums">
        {t('coverageCount', { done: format.number(embedded), all: format.number(passages) })}
      </p>
      {dueItems > 0 && <p className="text-meta">{t('coverageDue', { count: dueItems })}</p>}
      {isChanging && <p className="text-meta">{t('coverageChanging')}</p>}
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

/** Of an empty workspace everything is found. Never all of it while something waits. */
function shareOf(coverage: PassageCoverage): number {
  const { passages, embedded } = coverage;
  if (isComplete(coverage)) return 1;
  return passages === 0 ? 0 : Math.min(0.99, embedded / passages);
}

function isComplete({ passages, embedded, dueItems }: PassageCoverage): boolean {
  return embedded >= passages && dueItems === 0;
}
