import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WantedRight } from '#shared/contracts/plugins.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useGrant } from './queries.ts';
import { RightChoice } from './right-choice.tsx';
import { isReady, newRightDraft, toChosenRights } from './right-draft.ts';
import type { ShownPlugin } from './plugin-types.ts';

type GrantDialogProps = { plugin: ShownPlugin; right: WantedRight; onClose(): void };

/** One right of a plugin that is installed: what exactly, and for how long. */
export function GrantDialog({ plugin, right, onClose }: GrantDialogProps) {
  const { t } = useTranslation('plugins');
  const { t: common } = useTranslation();
  const [draft, setDraft] = useState(() => newRightDraft(right));
  const grant = useGrant(plugin.name);
  const name = t(`right_${right.type}`);
  const submit = (): void =>
    grant.mutate(toChosenRights(right.type, draft, Date.now()), {
      onSuccess: () => {
        toastDone({ message: t('allowedToast', { right: name }) });
        onClose();
      },
    });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${plugin.title}: ${name}`}
      description={right.reason}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button
            variant="primary"
            disabled={!isReady(right.type, draft)}
            busy={grant.isPending}
            onClick={submit}
          >
            {t('allowGo')}
          </Button>
        </>
      }
    >
      <RightChoice right={right} draft={draft} onDraftChange={setDraft} />
    </Dialog>
  );
}
