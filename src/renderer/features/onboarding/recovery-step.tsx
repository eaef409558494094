import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupResult } from '#shared/contracts/system.ts';
import { ConfirmWords } from '#renderer/entities/access/confirm-words.tsx';
import { RecoveryWords } from '#renderer/entities/access/recovery-words.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { WelcomeFrame } from './gate-frame.tsx';

/** The words, then three of them asked back. The host's answer moves on to the next step. */
export function RecoveryStep({ words }: { words: SetupResult }) {
  const { t } = useTranslation('onboarding');
  const [isAsking, setIsAsking] = useState(false);
  if (isAsking) {
    return (
      <WelcomeFrame title={t('confirmTitle')} text={t('confirmText')}>
        <ConfirmWords
          indexes={words.confirmIndexes}
          onConfirmed={() => undefined}
          onBack={() => setIsAsking(false)}
        />
      </WelcomeFrame>
    );
  }
  return (
    <WelcomeFrame title={t('recoveryTitle')} text={t('recoveryText')}>
      <RecoveryWords phrase={words.recoveryPhrase} />
      <div className="mt-7 flex justify-end print:hidden">
        <Button variant="primary" size="lg" onClick={() => setIsAsking(true)}>
          {t('wroteThemDown')}
        </Button>
      </div>
    </WelcomeFrame>
  );
}
