import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '#shared/contracts/activity.ts';
import { PrincipalLabel } from '#renderer/entities/proposal/principal-label.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Sheet } from '#renderer/ui/sheet.tsx';
import { useActivityWords } from './activity-words.ts';
import { OutcomeMark } from './outcome-mark.tsx';

const LINK = 'rounded-sm font-medium text-primary-text hover:underline';
const UUID = /^[0-9a-f-]{36}$/;

/** One entry with all that is written down of it. */
export function EntrySheet({ entry, onClose }: { entry: ActivityEntry | undefined; onClose(): void }) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const title = entry === undefined ? '' : t('entry', { number: format.number(entry.seq) });
  return (
    <Sheet
      open={entry !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={title}
      breadcrumb={title}
    >
      {entry && <Entry key={entry.seq} entry={entry} />}
    </Sheet>
  );
}

function Entry({ entry }: { entry: ActivityEntry }) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const words = useActivityWords();
  return (
    <div className="flex flex-col gap-5 px-5 pb-8">
      <h2 className="text-xl leading-7 font-semibold">{words.action(entry.actionId)}</h2>
      <dl className="flex flex-col gap-3 text-sm">
        <Fact label={t('fact_time')}>{format.instant(entry.at)}</Fact>
        <Fact label={t('fact_who')}>
          <PrincipalLabel principal={entry.principal} />
        </Fact>
        <Fact label={t('fact_outcome')}>
          <OutcomeMark outcome={entry.outcome} />
          <Detail entry={entry} />
        </Fact>
        <Fact label={t('fact_action')}>
          {t(`effect_${entry.effect}`)}
          <Code>{entry.actionId}</Code>
        </Fact>
        {entry.resourceType !== '' && <Fact label={t('fact_right')}>{words.right(entry.resourceType)}</Fact>}
        {entry.resource !== '' && (
          <Fact label={t('fact_resource')}>
            <span dir="auto" className="wrap-anywhere">
              {words.resource(entry.resource)}
            </span>
          </Fact>
        )}
        <Fact label={t('fact_size')}>{format.bytes(entry.bytes)}</Fact>
        <Fact label={t('fact_duration')}>{t('ms', { number: format.number(entry.durationMs) })}</Fact>
        {entry.runId !== null && <RunFact runId={entry.runId} />}
        <Fact label={t('fact_hash')}>
          <Code>{entry.hash}</Code>
        </Fact>
      </dl>
    </div>
  );
}

function RunFact({ runId }: { runId: string }) {
  const { t } = useTranslation('activity');
  return (
    <Fact label={t('fact_run')}>
      <Link to="/activity" search={{ run: runId }} className={LINK}>
        {t('sameRun')}
      </Link>
      {UUID.test(runId) && (
        <Link to="/jobs" search={{ job: runId }} className={LINK}>
          {t('seeJob')}
        </Link>
      )}
    </Fact>
  );
}

/** `proposal:<id>`, `rule:<id>`, or the code of what went wrong. */
function Detail({ entry }: { entry: ActivityEntry }) {
  const { t, i18n } = useTranslation('activity');
  const { detail } = entry;
  const [kind, id = ''] = detail.split(':');
  if (detail === '') return null;
  if (kind === 'proposal' && UUID.test(id)) {
    return (
      <Link to="/inbox" search={{ proposal: id }} className={LINK}>
        {t('seeProposal')}
      </Link>
    );
  }
  if (kind === 'rule') return <span className="text-muted-foreground">{t('byRule')}</span>;
  // Codes that come over the wire can't be checked at compile time; existence is checked here.
  const told = i18n.exists(`activity:reason_${detail}`)
    ? t(`reason_${detail}` as 'reason_denied')
    : i18n.exists(`errors:${detail}`)
      ? i18n.t(`errors:${detail}` as 'errors:internal')
      : detail;
  return <span className="text-muted-foreground">{told}</span>;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex gap-4">
      <dt className="w-24 shrink-0 text-[13px] leading-5 text-muted-foreground">{label}</dt>
      <dd className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 leading-5">{children}</dd>
    </div>
  );
}

function Code({ children }: { children: string }) {
  return (
    <span dir="ltr" className="font-mono text-xs text-muted-foreground wrap-anywhere">
      {children}
    </span>
  );
}
