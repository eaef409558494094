import { History } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupPoint, OpenedVault } from '#shared/contracts/backup.ts';
import { PointFacts } from '#renderer/entities/backup/point-facts.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceRows } from '#renderer/ui/choice-rows.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { WelcomeFrame } from '../gate-frame.tsx';

type PointsStepProps = { vault: OpenedVault; onPicked(point: BackupPoint): void; onBack(): void };

/** Which state to begin with; the newest unless another is chosen. */
export function PointsStep({ vault, onPicked, onBack }: PointsStepProps) {
  const { t } = useTranslation('onboarding');
  const { t: backup } = useTranslation('backup');
  const { points } = vault;
  const [sequence, setSequence] = useState(points[0]?.sequence);
  const picked = points.find((point) => point.sequence === sequence);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (picked) onPicked(picked);
  };
  return (
    <WelcomeFrame title={t('restorePointTitle')} text={t('restorePointText')}>
      <form onSubmit={submit}>
        {points.length === 0 && (
          <EmptyState compact icon={History} title={backup('noPoints')} text={t('noPointsHere')} />
        )}
        <ChoiceRows
          label={backup('points')}
          className="max-h-96 overflow-y-auto p-1"
          value={String(sequence)}
          onValueChange={(next) => setSequence(Number(next))}
          choices={points.map((point) => ({
            value: String(point.sequence),
            content: <PointFacts point={point} />,
          }))}
        />
        <div className="mt-7 flex items-center justify-between gap-3">
          <Button variant="ghost" onClick={onBack}>
            {t('back')}
          </Button>
          <Button type="submit" variant="primary" size="lg" disabled={!picked}>
            {backup('goOn')}
          </Button>
        </div>
      </form>
    </WelcomeFrame>
  );
}
