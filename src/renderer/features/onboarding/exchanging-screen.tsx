import { useTranslation } from 'react-i18next';
import { Spinner } from '#renderer/ui/spinner.tsx';
import { CentreFrame } from './gate-frame.tsx';

/** For the moment in which a restored workspace takes the place of the former one. */
export function ExchangingScreen() {
  const { t } = useTranslation('onboarding');
  return (
    <CentreFrame title={t('exchangingTitle')} text={t('exchangingText')}>
      <p role="status" className="flex justify-center text-muted-foreground">
        <Spinner />
        <span className="sr-only">{t('exchangingTitle')}</span>
      </p>
    </CentreFrame>
  );
}
