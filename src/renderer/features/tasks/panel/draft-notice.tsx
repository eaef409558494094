import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import type { Draft } from './draft.ts';

type DraftNoticeProps = { draft: Pick<Draft<unknown>, 'state' | 'flush' | 'keepMine' | 'takeStored'> };

/** Says when what was typed is not kept yet, and what can be done about it. */
export function DraftNotice({ draft }: DraftNoticeProps) {
  const { t } = useTranslation('tasks');
  if (draft.state !== 'failed' && draft.state !== 'conflict') return null;
  return (
    <div
      role="alert"
      className="mt-1.5 flex flex-wrap items-center gap-2 rounded-lg bg-warning-soft px-3 py-2 text-[13px] text-warning-text"
    >
      <span className="min-w-0 flex-1">{t(draft.state === 'failed' ? 'notSaved' : 'changedElsewhere')}</span>
      {draft.state === 'failed' ? (
        <Button size="xs" variant="outline" onClick={draft.flush}>
          {t('saveAgain')}
        </Button>
      ) : (
        <>
          <Button size="xs" variant="outline" onClick={draft.keepMine}>
            {t('keepMine')}
          </Button>
          <Button size="xs" variant="outline" onClick={draft.takeStored}>
            {t('takeStored')}
          </Button>
        </>
      )}
    </div>
  );
}
