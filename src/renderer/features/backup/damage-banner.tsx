import { useTranslation } from 'react-i18next';
import type { BackupRun } from '#shared/contracts/backup.ts';
import { Banner } from '#renderer/ui/banner.tsx';

const MOST_SHOWN = 5;

/** Names what the last check found damaged, until a later one finds it whole. */
export function DamageBanner({ run }: { run: BackupRun | null }) {
  const { t } = useTranslation('backup');
  if (run === null || run.damaged.length === 0) return null;
  const more = run.damaged.length - MOST_SHOWN;
  return (
    <Banner tone="warning">
      <p className="font-medium">{t('damaged', { count: run.damaged.length })}</p>
      <ul className="mt-1">
        {run.damaged.slice(0, MOST_SHOWN).map((name) => (
          <li key={name} dir="ltr" className="font-mono text-xs wrap-anywhere">
            {name}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-1 text-xs">{t('damagedMore', { count: more })}</p>}
      <p className="mt-1">{t('damagedText')}</p>
    </Banner>
  );
}
