import { CalendarClock, Pencil } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card, CardHeader } from '#renderer/ui/card.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { ContentHash } from './offer-facts.tsx';
import { PendingLink } from './plugin-row.tsx';
import { RunList } from './run-list.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { usePlanWords } from './use-plan-words.ts';
import type { ShownPlugin } from './plugin-types.ts';

type OverviewViewProps = { plugin: ShownPlugin; onChooseRights(): void };

export function OverviewView({ plugin, onChooseRights }: OverviewViewProps) {
  return (
    <div className="@container">
      <div className="grid items-start gap-x-6 gap-y-6 @3xl:grid-cols-[minmax(0,1fr)_18rem]">
        <RunList plugin={plugin} onChooseRights={onChooseRights} />
        <aside className="flex flex-col gap-4">
          <PendingLink size="card" name={plugin.name} count={plugin.pendingProposalCount} />
          <ScheduleCard plugin={plugin} />
          <FactsCard plugin={plugin} />
        </aside>
      </div>
    </div>
  );
}

function ScheduleCard({ plugin }: { plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  const [isEditing, setIsEditing] = useState(false);
  const [words, next] = usePlanWords()(plugin);
  return (
    <Card className="pb-4">
      <CardHeader
        icon={<CalendarClock aria-hidden />}
        title={t('schedule')}
        actions={
          <IconButton label={t('editSchedule')} onClick={() => setIsEditing(true)}>
            <Pencil aria-hidden />
          </IconButton>
        }
      />
      <div className="px-4">
        <p className="text-sm">{words}</p>
        {next !== undefined && <p className="mt-0.5 text-[13px] text-muted-foreground">{next}</p>}
        {plugin.schedule === null && (
          <Button size="sm" variant="outline" className="mt-3" onClick={() => setIsEditing(true)}>
            {t('editSchedule')}
          </Button>
        )}
      </div>
      {isEditing && <ScheduleDialog plugin={plugin} onClose={() => setIsEditing(false)} />}
    </Card>
  );
}

function FactsCard({ plugin }: { plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  const format = useFormat();
  return (
    <Card className="pb-4">
      <CardHeader title={t('facts')} />
      <dl className="flex flex-col gap-1.5 px-4 text-[13px]">
        <Fact name={t('fact_version')}>{plugin.version}</Fact>
        <Fact name={t('fact_installed')}>{format.instant(plugin.installedAt)}</Fact>
        {plugin.isFirstParty && <Fact name={t('fact_origin')}>{t('origin_shipped')}</Fact>}
        <Fact name={t('fact_content')}>
          <ContentHash hash={plugin.contentHash} />
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="shrink-0 text-muted-foreground">{name}</dt>
      <dd className="min-w-0 truncate">{children}</dd>
    </div>
  );
}
