import { useQuery } from '@tanstack/react-query';
import { ListChecks, NotebookText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApi } from '#renderer/api/provider.tsx';
import { MultiCombobox } from '#renderer/ui/combobox.tsx';
import { Field } from '#renderer/ui/field.tsx';
import type { PickerOption } from '#renderer/ui/picker-list.tsx';

const MOST = 50;
const OFFERED = 200;

function useItemOptions(): { options: readonly PickerOption[]; isLoading: boolean } {
  const api = useApi();
  const notes = useQuery({
    queryKey: ['notes', 'list', 'offered'],
    queryFn: ({ signal }) => api.notes.list.query({ limit: OFFERED }, { signal }),
  });
  const tasks = useQuery({
    queryKey: ['tasks', 'list', 'offered'],
    queryFn: ({ signal }) => api.tasks.list.query({ limit: OFFERED }, { signal }),
  });
  return {
    isLoading: notes.isPending || tasks.isPending,
    options: [
      ...(notes.data?.items ?? []).map(({ id, title }) => ({
        value: `note:${id}`,
        label: title,
        icon: <NotebookText aria-hidden />,
      })),
      ...(tasks.data?.items ?? []).map(({ id, title }) => ({
        value: `task:${id}`,
        label: title,
        icon: <ListChecks aria-hidden />,
      })),
    ],
  };
}

type ItemPickerProps = { items: readonly string[]; onChange(items: string[]): void };

/** Notes and tasks that show what is meant; none goes in that was not picked. */
export function ItemPicker({ items, onChange }: ItemPickerProps) {
  const { t } = useTranslation('datasets');
  const { options, isLoading } = useItemOptions();
  return (
    <Field label={t('items')} optional hint={t('itemsHint')}>
      {({ id }) => (
        <MultiCombobox
          id={id}
          label={t('pickItems')}
          placeholder={t('pickItems')}
          values={items}
          options={options}
          loading={isLoading}
          onValuesChange={(next) => onChange(next.slice(0, MOST))}
        />
      )}
    </Field>
  );
}
