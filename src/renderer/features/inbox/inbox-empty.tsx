import { FilterX, Inbox, ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';

type InboxEmptyProps = {
  isHistory: boolean;
  isFiltered: boolean;
  onClear(): void;
  onSeeHistory(): void;
};

export function InboxEmpty({ isHistory, isFiltered, onClear, onSeeHistory }: InboxEmptyProps) {
  const { t } = useTranslation('inbox');
  if (isFiltered) {
    return (
      <EmptyState
        icon={FilterX}
        title={t('noMatch')}
        text={t('noMatchText')}
        action={<Button onClick={onClear}>{t('clearFilters')}</Button>}
      />
    );
  }
  if (isHistory)
    return <EmptyState icon={ListChecks} title={t('emptyHistory')} text={t('emptyHistoryText')} />;
  return (
    <EmptyState
      icon={Inbox}
      title={t('empty')}
      text={t('emptyText')}
      action={
        <Button variant="outline" onClick={onSeeHistory}>
          {t('seeHistory')}
        </Button>
      }
    />
  );
}
