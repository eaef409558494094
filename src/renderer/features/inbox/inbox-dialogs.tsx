import { EditDialog } from '#renderer/entities/proposal/edit-dialog.tsx';
import { RejectDialog } from '#renderer/entities/proposal/reject-dialog.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import type { Decisions } from './use-decisions.ts';

type InboxDialogsProps = { decisions: Decisions; onDecided(id: string): void };

export function InboxDialogs({ decisions, onDecided }: InboxDialogsProps) {
  const { asking, ask } = decisions;
  const close = (): void => ask(undefined);
  if (asking === undefined) return null;
  if (asking.what === 'reject') {
    const { proposals } = asking;
    return (
      <RejectDialog
        count={proposals.length}
        onClose={close}
        onReject={(reason) => {
          close();
          decisions.reject(proposals, reason);
        }}
      />
    );
  }
  const { proposal } = asking;
  if (asking.what === 'edit') {
    return (
      <EditDialog
        proposal={proposal}
        onClose={close}
        onApproved={() => {
          close();
          onDecided(proposal.id);
        }}
      />
    );
  }
  return <RuleDialog proposal={proposal} onClose={close} onApprove={() => decisions.approve([proposal])} />;
}
