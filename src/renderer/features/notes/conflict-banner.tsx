import { useTranslation } from 'react-i18next';
import { useApi } from '#renderer/api/provider.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import type { NoteDraft } from './note-draft.ts';

/** Two texts stand against each other. Every choice keeps both: in the history, or as a note of its own. */
export function ConflictBanner({ draft }: { draft: NoteDraft }) {
  const { t } = useTranslation('notes');
  const format = useFormat();
  const api = useApi();
  const keepBoth = async (): Promise<void> => {
    const { title, body } = draft.text;
    const name = t('copyTitle', { title: title.trim() || t('untitled') }).slice(0, 500);
    try {
      await api.notes.create.mutate({ title: name, body });
      draft.takeTheirs();
      toastDone({ message: t('keptAsCopy', { title: name }) });
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <Banner tone="warning" className="mb-4 flex-wrap">
      <p className="font-medium">
        {t('conflict', { time: draft.theirs ? format.ago(draft.theirs.updatedAt) : '' })}
      </p>
      <p className="text-[13px]">{t('conflictText')}</p>
      <div className="mt-2 flex flex-wrap gap-1.5">
        <Button size="xs" variant="outline" onClick={() => void draft.keepMine()}>
          {t('keepMine')}
        </Button>
        <Button size="xs" variant="outline" onClick={() => draft.takeTheirs()}>
          {t('takeTheirs')}
        </Button>
        <Button size="xs" variant="outline" onClick={() => void keepBoth()}>
          {t('keepBoth')}
        </Button>
      </div>
    </Banner>
  );
}
