import { FolderX, Unlink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientListItem } from '#shared/contracts/clients.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceCards } from '#renderer/ui/choice-cards.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';

type Fate = 'with' | 'without';

type RemoveClientsDialogProps = {
  /** Nothing is shown while there are none. */
  clients: readonly ClientListItem[];
  onClose(): void;
  onRemove(withContents: boolean): void;
};

/** Asks what becomes of a client's projects, tasks and notes. Either way it can be undone. */
export function RemoveClientsDialog({ clients, onClose, onRemove }: RemoveClientsDialogProps) {
  const { t } = useTranslation('clients');
  const { t: words } = useTranslation();
  const [fate, setFate] = useState<Fate>('without');
  const [only] = clients.length === 1 ? clients : [];
  return (
    <Dialog
      open={clients.length > 0}
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={only ? t('removeNamed', { name: only.name }) : t('removeMany', { count: clients.length })}
      description={t('removeText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {words('cancel')}
          </Button>
          <Button variant="danger" onClick={() => onRemove(fate === 'with')}>
            {words('moveToTrash')}
          </Button>
        </>
      }
    >
      <ChoiceCards<Fate>
        label={t('removeText')}
        value={fate}
        onValueChange={setFate}
        choices={[
          { value: 'without', icon: Unlink, title: t('removeWithout'), text: t('removeWithoutText') },
          { value: 'with', icon: FolderX, title: t('removeWith'), text: t('removeWithText') },
        ]}
      />
    </Dialog>
  );
}
