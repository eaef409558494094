import { GitMerge, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceCards } from '#renderer/ui/choice-cards.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useAcceptList } from './trouble-queries.ts';

type Choice = 'leave' | 'take';

type OtherListDialogProps = {
  /** Another list of the same age; else an older one than this device has seen. */
  isForked: boolean;
  onClose(): void;
};

/** The list at the place is not the one that this device remembers: whether to go on with it is a person's to say. */
export function OtherListDialog({ isForked, onClose }: OtherListDialogProps) {
  const { t } = useTranslation('backup');
  const [choice, setChoice] = useState<Choice>('leave');
  const accept = useAcceptList(onClose);
  const kind = isForked ? 'forked' : 'older';
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(`list_${kind}`)}
      description={t(`list_${kind}Text`)}
      footer={
        <Button
          variant="primary"
          busy={accept.isPending}
          onClick={() => (choice === 'take' ? accept.mutate() : onClose())}
        >
          {t(choice === 'take' ? 'takeList' : 'leaveList')}
        </Button>
      }
    >
      <ChoiceCards<Choice>
        label={t(`list_${kind}`)}
        value={choice}
        onValueChange={setChoice}
        choices={[
          { value: 'leave', icon: Search, title: t('leaveListChoice'), text: t('leaveListText') },
          { value: 'take', icon: GitMerge, title: t('takeListChoice'), text: t(`takeListText_${kind}`) },
        ]}
      />
      {accept.error && (
        <Banner tone="danger" className="mt-4">
          {describeError(accept.error).message}
        </Banner>
      )}
    </Dialog>
  );
}
