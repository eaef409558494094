import type { SystemStatus } from '#shared/contracts/system.ts';
import { ExchangingScreen } from './exchanging-screen.tsx';
import { FirstStart } from './first-start.tsx';
import { RepairScreen } from './repair-screen.tsx';
import { TroubleScreen } from './trouble-screen.tsx';
import { UnlockScreen } from './unlock-screen.tsx';

type GateScreenProps = {
  status: SystemStatus;
  /** Where the app begins once the gate has opened. */
  onChoosePage(path: string): void;
};

/** One screen for each state in which the workspace is not open, and the steps of the first start. */
export function GateScreen({ status, onChoosePage }: GateScreenProps) {
  switch (status.state) {
    case 'absent':
    case 'ready':
      return <FirstStart status={status} onChoosePage={onChoosePage} />;
    case 'locked':
      if (status.isExchanging) return <ExchangingScreen />;
      return <UnlockScreen slots={status.slots} reason={status.reason} />;
    case 'corrupt':
      return <RepairScreen canSalvage={status.canSalvage} onChoosePage={onChoosePage} />;
    case 'too_new':
    case 'in_use':
    case 'read_only':
    case 'disk_full':
      return <TroubleScreen status={status} />;
  }
}
