import { Link } from '@tanstack/react-router';
import { Footprints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ActivitySummaryRow } from '#shared/contracts/activity.ts';
import type { PermissionType } from '#shared/contracts/permissions.ts';
import { useScopeWords } from '#renderer/entities/proposal/scope-words.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useActionTitles, usePluginActivity } from './queries.ts';
import { RIGHT_ICONS, useResourceLabel, type ResourceLabel } from './right-words.ts';
import type { ShownPlugin } from './plugin-types.ts';

const EFFECTS = ['read', 'write', 'external'] as const;

/** What it read, wrote and sent, from the log that cannot be rewritten. */
export function DeedList({ plugin }: { plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  const { data: rows, error, refetch } = usePluginActivity(plugin.name);
  return (
    <section aria-labelledby="plugin-deeds">
      <SectionHeading
        actions={
          <Link
            to="/activity"
            search={{ who: `plugin:${plugin.name}` }}
            className="rounded-sm text-xs font-medium text-primary-text hover:underline"
          >
            {t('wholeLog')}
          </Link>
        }
      >
        <span id="plugin-deeds">{t('did')}</span>
      </SectionHeading>
      <p className="text-[13px] text-muted-foreground">{t('didText')}</p>
      <Card className="mt-3">
        {error && rows === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!rows && !error && <ListSkeleton rows={4} className="p-2" />}
        {rows?.length === 0 && (
          <EmptyState compact icon={Footprints} title={t('didNothing')} text={t('didNothingText')} />
        )}
        {rows && rows.length > 0 && (
          <div className="divide-y divide-border-subtle">
            {EFFECTS.map((effect) => (
              <DeedGroup
                key={effect}
                effect={effect}
                rows={rows.filter((row) => row.effect === effect)}
                plugin={plugin}
              />
            ))}
          </div>
        )}
      </Card>
    </section>
  );
}

type DeedGroupProps = {
  effect: (typeof EFFECTS)[number];
  rows: readonly ActivitySummaryRow[];
  plugin: ShownPlugin;
};

/** A call that used no right and went well touched nothing of the person's: those are counted, not listed. */
function isHelper({ resourceType, refusedCount, failedCount }: ActivitySummaryRow): boolean {
  return resourceType === '' && refusedCount === 0 && failedCount === 0;
}

function DeedGroup({ effect, rows, plugin }: DeedGroupProps) {
  const { t } = useTranslation('plugins');
  const format = useFormat();
  const told = rows.filter((row) => !isHelper(row));
  const helperCount = rows.filter(isHelper).reduce((sum, row) => sum + row.doneCount, 0);
  return (
    <div className="grid gap-x-6 gap-y-2 px-5 py-4 md:grid-cols-[9rem_minmax(0,1fr)]">
      <h3 className="text-[13px] font-medium text-muted-foreground">{t(`effect_${effect}`)}</h3>
      {rows.length === 0 ? (
        <p className="text-[13px] text-muted-foreground">{t(`effectNone_${effect}`)}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {told.map((row) => (
            <DeedRow key={`${row.actionId} ${row.resourceType} ${row.resource}`} row={row} plugin={plugin} />
          ))}
          {helperCount > 0 && (
            <li className="text-[13px] text-muted-foreground">
              {t('helperCalls', { count: helperCount, number: format.number(helperCount) })}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

function isType(type: string): type is PermissionType {
  return type in RIGHT_ICONS;
}

/** A call into the workspace names all that it is limited to; the rest names one thing. */
function whereOf(
  { resourceType, resource }: ActivitySummaryRow,
  { labelOf, scopeOf }: { labelOf: ResourceLabel; scopeOf: (resource: string) => string },
): string {
  if (!isType(resourceType) || resource === '') return '';
  return resourceType.endsWith('_workspace') ? scopeOf(resource) : labelOf(resourceType, resource);
}

function DeedRow({ row, plugin }: { row: ActivitySummaryRow; plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  const format = useFormat();
  const titles = useActionTitles();
  const options = plugin.rights.flatMap((right) => right.options);
  const labelOf = useResourceLabel(options);
  const { doneCount, proposedCount, refusedCount, failedCount, bytes } = row;
  const where = whereOf(row, { labelOf, scopeOf: useScopeWords() });
  const number = (count: number) => ({ count, number: format.number(count) });
  const facts = [
    ...(doneCount > 0 ? [t('times', number(doneCount))] : []),
    ...(proposedCount > 0 ? [t('proposedTimes', number(proposedCount))] : []),
    ...(bytes > 0 ? [format.bytes(bytes)] : []),
    t('lastTime', { when: format.ago(row.lastAt) }),
  ];
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 text-sm">
      <span dir="auto" className="min-w-0 flex-1 basis-56">
        {titles.get(row.actionId) ?? (row.actionId === 'plugins.run' ? t('runOfIt') : row.actionId)}
        {where !== '' && <span className="text-muted-foreground"> · {where}</span>}
      </span>
      <span className="text-meta tabular-nums">
        {refusedCount > 0 && (
          <span className="text-warning-text">{t('refusedTimes', number(refusedCount))} · </span>
        )}
        {failedCount > 0 && (
          <span className="text-danger-text">{t('failedTimes', number(failedCount))} · </span>
        )}
        {facts.join(' · ')}
      </span>
    </li>
  );
}
