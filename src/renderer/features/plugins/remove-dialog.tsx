import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginSummary } from '#shared/contracts/plugins.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useRemovePlugin } from './queries.ts';

type RemoveDialogProps = {
  plugin: Pick<PluginSummary, 'name' | 'title'>;
  onRemoved?(): void;
  onClose(): void;
};

/** What goes with it and what stays, said before it happens. */
export function RemoveDialog({ plugin, onRemoved, onClose }: RemoveDialogProps) {
  const { t } = useTranslation('plugins');
  const { t: common } = useTranslation();
  const id = useId();
  const [keepItems, setKeepItems] = useState(true);
  const remove = useRemovePlugin();
  const submit = (): void =>
    remove.mutate(
      { name: plugin.name, keepItems },
      {
        onSuccess: ({ removedItemCount }) => {
          const description =
            removedItemCount > 0 ? t('removedToastItems', { count: removedItemCount }) : undefined;
          toastDone({ message: t('removedToast', { name: plugin.title }), description });
          onClose();
          onRemoved?.();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={t('removeTitle', { name: plugin.title })}
      description={t('removeText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button variant="danger" busy={remove.isPending} onClick={submit}>
            {t('removeGo')}
          </Button>
        </>
      }
    >
      <div className="flex gap-3 rounded-xl bg-muted px-4 py-3">
        <Checkbox
          id={id}
          aria-describedby={`${id}-hint`}
          checked={keepItems}
          onCheckedChange={(checked) => setKeepItems(checked === true)}
          className="mt-0.5"
        />
        <div>
          <label htmlFor={id} className="text-sm font-medium">
            {t('keepItems')}
          </label>
          <p id={`${id}-hint`} className="mt-0.5 text-[13px] leading-snug text-muted-foreground">
            {t('keepItemsHint')}
          </p>
        </div>
      </div>
    </Dialog>
  );
}
