import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contracts/outbox.ts';
import { useOffline } from '#renderer/entities/network/offline.ts';
import { useFormat } from '#renderer/lib/format.ts';

const KINDS = ['backup', 'sign_out'] as const;
type Known = (typeof KINDS)[number];

function isKnown(kind: string): kind is Known {
  return KINDS.some((known) => known === kind);
}

/** What it is, for people. */
export function useItemName(): (item: OutboxItem) => string {
  const { t } = useTranslation('queue');
  return ({ kind, label }) => (isKnown(kind) ? t(`kind_${kind}`, { where: label }) : label || kind);
}

/** What becomes of it when it is given up. */
export function useWhatIsLost(): (item: OutboxItem) => string {
  const { t } = useTranslation('queue');
  return ({ kind, label }) => t(isKnown(kind) ? `lost_${kind}` : 'lost_anything', { where: label });
}

/** How it stands, in a few words. */
export function useItemState(): (item: OutboxItem) => string {
  const { t } = useTranslation('queue');
  const format = useFormat();
  const { isOffline } = useOffline();
  return ({ state, nextTryAt, tries }) => {
    if (state === 'sending') return t('sending');
    if (state === 'needs_you') return t('needsYou', { count: tries });
    if (isOffline) return t('waitsForSwitch');
    if (nextTryAt === null) return t('waitsForNetwork');
    return nextTryAt <= Date.now() + 30_000 ? t('soon') : t('nextTry', { when: format.ago(nextTryAt) });
  };
}
