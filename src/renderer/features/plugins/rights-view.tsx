import { TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant } from '#shared/contracts/permissions.ts';
import type { WantedRight } from '#shared/contracts/plugins.ts';
import { MODEL_CURRENCY } from '#shared/kernel/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { DeedList } from './deed-list.tsx';
import { GrantDialog } from './grant-dialog.tsx';
import { useRevoke } from './queries.ts';
import { RIGHT_ICONS, useResourceLabel } from './right-words.ts';
import type { ShownPlugin } from './plugin-types.ts';

/** What it may do, and what it did with that. */
export function RightsView({ plugin }: { plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  return (
    <div className="flex flex-col gap-8">
      <section aria-labelledby="plugin-rights">
        <SectionHeading>
          <span id="plugin-rights">{t('rightsOf')}</span>
        </SectionHeading>
        {plugin.warnings.map((warning) => (
          <p key={warning} className="mt-1 flex gap-2 text-[13px] leading-snug text-warning-text">
            <TriangleAlert aria-hidden className="mt-px size-4 shrink-0" />
            {warning}
          </p>
        ))}
        <Card className="mt-2">
          {plugin.rights.length === 0 ? (
            <p className="px-5 py-4 text-sm text-muted-foreground">{t('rightsNone')}</p>
          ) : (
            <ul className="divide-y divide-border-subtle">
              {plugin.rights.map((right) => (
                <RightRow key={`${right.type} ${right.resource ?? ''}`} plugin={plugin} right={right} />
              ))}
            </ul>
          )}
        </Card>
      </section>
      <DeedList plugin={plugin} />
    </div>
  );
}

type RightRowProps = { plugin: ShownPlugin; right: WantedRight };

function RightRow({ plugin, right }: RightRowProps) {
  const { t } = useTranslation('plugins');
  const [isGranting, setIsGranting] = useState(false);
  const Icon = RIGHT_ICONS[right.type];
  const grants = right.grants.filter(({ revokedAt }) => revokedAt === null);
  const holds = grants.some((grant) => isHeld(grant, plugin));
  const canAllow = right.resource === null || !holds;
  return (
    <li className="flex items-start gap-3.5 px-5 py-4">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-muted text-muted-foreground">
        <Icon aria-hidden className="size-4.5" strokeWidth={1.8} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">{t(`right_${right.type}`)}</p>
        <p dir="auto" className="mt-0.5 text-[13px] leading-snug text-muted-foreground">
          {right.reason}
        </p>
        {grants.length === 0 ? (
          <p className="mt-2 text-[13px] text-muted-foreground">{t('notAllowed')}</p>
        ) : (
          <ul className="mt-2 flex flex-wrap gap-2">
            {grants.map((grant) => (
              <GrantChip key={grant.id} plugin={plugin} right={right} grant={grant} />
            ))}
          </ul>
        )}
      </div>
      {canAllow && (
        <Button
          size="sm"
          variant={holds ? 'ghost' : 'outline'}
          aria-label={`${t(holds ? 'allowMore' : 'allow')} ${t(`right_${right.type}`)}`}
          onClick={() => setIsGranting(true)}
        >
          {t(holds ? 'allowMore' : 'allow')}
        </Button>
      )}
      {isGranting && <GrantDialog plugin={plugin} right={right} onClose={() => setIsGranting(false)} />}
    </li>
  );
}

function isHeld(grant: Grant, plugin: ShownPlugin): boolean {
  const isAlive = grant.expiresAt === null || grant.expiresAt > Date.now();
  return grant.effect === 'allow' && isAlive && grant.contentHash === plugin.contentHash;
}

type GrantChipProps = RightRowProps & { grant: Grant };

function GrantChip({ plugin, right, grant }: GrantChipProps) {
  const { t } = useTranslation('plugins');
  const [isAsking, setIsAsking] = useState(false);
  const revoke = useRevoke(plugin.name);
  const resource = useResourceLabel(right.options)(grant.type, grant.resource);
  const limits = useGrantLimits(grant, plugin);
  const isOn = isHeld(grant, plugin);
  return (
    <li
      className={`flex min-h-7 max-w-full items-center gap-1.5 rounded-md ps-2.5 pe-1 text-[13px] ${isOn ? 'bg-success-soft text-success-text' : 'bg-muted text-muted-foreground'}`}
    >
      <span dir="auto" className="min-w-0 py-1 wrap-anywhere">
        {resource}
        {limits.length > 0 && <span className="opacity-90"> · {limits.join(' · ')}</span>}
      </span>
      <IconButton
        size="xs"
        label={t('revokeNamed', { resource })}
        className="text-current"
        onClick={() => setIsAsking(true)}
      >
        <X aria-hidden className="size-3.5" />
      </IconButton>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        danger
        title={t('revokeTitle')}
        description={t('revokeText', { name: plugin.title, right: t(`right_${grant.type}`), resource })}
        confirmLabel={t('revoke')}
        busy={revoke.isPending}
        onConfirm={() =>
          revoke.mutate(grant.id, { onSuccess: () => toastDone({ message: t('revokedToast') }) })
        }
      />
    </li>
  );
}

/** Until when, how much, for which version. */
function useGrantLimits(grant: Grant, plugin: ShownPlugin): readonly string[] {
  const { t } = useTranslation('plugins');
  const format = useFormat();
  const limits: string[] = grant.effect === 'deny' ? [t('denied')] : [];
  const { expiresAt, limitMicros } = grant;
  if (expiresAt !== null)
    limits.push(t(expiresAt > Date.now() ? 'until' : 'expired', { date: format.instant(expiresAt) }));
  if (limitMicros !== null) {
    const amount = format.number(limitMicros / 1_000_000, { style: 'currency', currency: MODEL_CURRENCY });
    limits.push(t('capOf', { amount }));
  }
  if (grant.contentHash !== plugin.contentHash) limits.push(t('forOtherVersion', { version: grant.version }));
  return limits;
}
