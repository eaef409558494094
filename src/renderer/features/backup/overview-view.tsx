import { CircleCheck, CloudUpload, ShieldCheck, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupRun, BackupStatus } from '#shared/contracts/backup.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Card } from '#renderer/ui/card.tsx';
import { ChecksGroup } from './checks-group.tsx';
import { DamageBanner } from './damage-banner.tsx';
import { LeftKeysBanner } from './left-keys-banner.tsx';
import { PutBackBanner } from './put-back-banner.tsx';
import { RunHistory } from './run-history.tsx';
import { StateCard } from './state-card.tsx';
import { useProofWords } from './run-words.ts';

/** Where the backup stands, what proves it, and what was done of late. */
export function OverviewView({ status }: { status: BackupStatus }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const proof = useProofWords();
  const { lastBackup, lastVerify, lastDrill } = status;
  return (
    <>
      <div className="flex flex-col gap-4">
        <PutBackBanner kept={status.canPutBack} />
        <LeftKeysBanner left={status.leftKeys} />
        <StateCard status={status} />
        <DamageBanner run={lastVerify} />
        <div className="grid gap-4 md:grid-cols-3">
          <FactCard icon={CloudUpload} title={t('lastBackup')} run={lastBackup} none={t('neverBackup')}>
            {lastBackup && t('sent', { size: format.bytes(lastBackup.bytes) })}
          </FactCard>
          <FactCard icon={ShieldCheck} title={t('lastVerify')} run={lastVerify} none={t('neverVerify')}>
            {lastVerify && proof(lastVerify)}
          </FactCard>
          <FactCard icon={CircleCheck} title={t('lastDrill')} run={lastDrill} none={t('neverDrill')}>
            {lastDrill && proof(lastDrill)}
          </FactCard>
        </div>
      </div>
      <ChecksGroup status={status} />
      <RunHistory />
    </>
  );
}

type FactCardProps = {
  icon: LucideIcon;
  title: string;
  run: BackupRun | null;
  none: string;
  children: ReactNode;
};

function FactCard({ icon: Icon, title, run, none, children }: FactCardProps) {
  const format = useFormat();
  const at = run === null ? undefined : (run.finishedAt ?? run.startedAt);
  return (
    <Card className="p-5">
      <h2 className="flex items-center gap-2 text-[13px] font-medium tracking-normal text-muted-foreground">
        <Icon aria-hidden className="size-4" strokeWidth={1.8} />
        {title}
      </h2>
      <p className="mt-2.5 text-xl first-letter:uppercase leading-7 font-semibold tracking-[-0.6px]">
        {at === undefined ? '—' : <time dateTime={new Date(at).toISOString()}>{format.ago(at)}</time>}
      </p>
      <p className="mt-1 text-[13px] leading-snug text-muted-foreground">
        {at === undefined ? none : `${format.instant(at)} · `}
        {at !== undefined && children}
      </p>
    </Card>
  );
}
