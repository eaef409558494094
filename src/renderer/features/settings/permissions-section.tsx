import { Link } from '@tanstack/react-router';
import { Inbox, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { StandingRule } from '#shared/contracts/proposals.ts';
import { PrincipalLabel } from '#renderer/entities/proposal/principal-label.tsx';
import { useRemoveRule, useStandingRules } from '#renderer/entities/proposal/proposal-queries.ts';
import { useProposalWords } from '#renderer/entities/proposal/proposal-words.ts';
import { useScopeWords } from '#renderer/entities/proposal/scope-words.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useGrants, useRevokeGrant, type ShownGrant } from './queries.ts';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';

/** What others may do without asking each time, and what they may reach at all. */
export function PermissionsSection() {
  const { t } = useTranslation('settings');
  return (
    <>
      <SettingGroup title={t('rules')} text={t('rulesText')}>
        <Rules />
      </SettingGroup>
      <SettingGroup title={t('rights')} text={t('rightsText')}>
        <Rights />
      </SettingGroup>
    </>
  );
}

function Rules() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useStandingRules();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />;
  if (!data) return <ListSkeleton rows={2} />;
  if (data.length === 0) {
    return (
      <EmptyState
        compact
        icon={Inbox}
        title={t('noRules')}
        text={t('noRulesText')}
        action={
          <Link to="/inbox" className={buttonStyles({ variant: 'outline', size: 'sm' })}>
            {t('openInbox')}
          </Link>
        }
      />
    );
  }
  return data.map((rule) => <Rule key={rule.id} rule={rule} />);
}

function Rule({ rule }: { rule: StandingRule }) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const format = useFormat();
  const words = useProposalWords();
  const scopeOf = useScopeWords();
  const remove = useRemoveRule();
  const verb = words.verb(rule);
  const used =
    rule.lastUsedAt === null
      ? t('ruleUnused')
      : t('ruleUsed', {
          count: rule.useCount,
          number: format.number(rule.useCount),
          when: format.ago(rule.lastUsedAt),
        });
  return (
    <SettingRow
      label={
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {verb}
          <PrincipalLabel
            principal={rule.principal}
            className="text-[13px] font-normal text-muted-foreground"
          />
        </span>
      }
      hint={[scopeOf(rule.scope), t('until', { when: format.instant(rule.expiresAt) }), used].join(' · ')}
    >
      <Button
        size="sm"
        variant="ghost"
        aria-label={common('removeNamed', { name: verb })}
        busy={remove.isPending}
        onClick={() => remove.mutate(rule.id)}
      >
        {common('remove')}
      </Button>
    </SettingRow>
  );
}

function Rights() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useGrants();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />;
  if (!data) return <ListSkeleton rows={4} />;
  if (data.length === 0) {
    return <EmptyState compact icon={ShieldCheck} title={t('noRights')} text={t('noRightsText')} />;
  }
  return [...Map.groupBy(data, ({ holder }) => holder)].map(([holder, grants]) => (
    <SettingRow key={holder} stacked label={<PrincipalLabel principal={`plugin:${holder}`} />}>
      <ul className="-my-1 flex w-full flex-col">
        {grants.map((grant) => (
          <Right key={grant.id} grant={grant} />
        ))}
      </ul>
    </SettingRow>
  ));
}

function Right({ grant }: { grant: ShownGrant }) {
  const { t } = useTranslation('settings');
  const { t: activity } = useTranslation('activity');
  const format = useFormat();
  const scopeOf = useScopeWords();
  const revoke = useRevokeGrant();
  const name = activity(`right_${grant.type}`);
  return (
    <li className="flex items-center gap-3 py-1.5 text-sm">
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          {name}
          {grant.effect === 'deny' && <Badge tone="danger">{t('denied')}</Badge>}
        </span>
        <span dir="auto" className="block text-[13px] text-muted-foreground wrap-anywhere">
          {scopeOf(grant.resource)}
          {grant.expiresAt !== null && ` · ${t('until', { when: format.instant(grant.expiresAt) })}`}
        </span>
      </span>
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('revokeNamed', { name })}
        busy={revoke.isPending}
        onClick={() => revoke.mutate(grant.id)}
      >
        {t('revoke')}
      </Button>
    </li>
  );
}
