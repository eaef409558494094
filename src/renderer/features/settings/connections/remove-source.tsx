import { useTranslation } from 'react-i18next';
import { useRemoveSource } from '#renderer/entities/connection/connection-queries.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';

type RemoveSourceProps = {
  kind: 'mail' | 'calendar';
  source: { readonly id: string; readonly name: string };
  title: string;
  description: string;
  onClose(): void;
};

/** Asks before a source is removed, and says that it was. */
export function RemoveSource({ kind, source, title, description, onClose }: RemoveSourceProps) {
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
  const remove = useRemoveSource();
  const { id, name } = source;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      danger
      title={title}
      description={description}
      confirmLabel={common('remove')}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(
          { kind, id },
          {
            onSuccess: () => {
              toastDone({ message: t('removed', { name }) });
              onClose();
            },
          },
        )
      }
    />
  );
}
