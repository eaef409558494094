import { ArrowRight, HardDrive, KeyRound, Keyboard, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { WelcomeFrame } from './gate-frame.tsx';

const PROMISES = [
  { icon: HardDrive, title: 'promiseLocal', text: 'promiseLocalText' },
  { icon: KeyRound, title: 'promiseKey', text: 'promiseKeyText' },
  { icon: Keyboard, title: 'promiseFlow', text: 'promiseFlowText' },
] as const satisfies readonly { icon: LucideIcon; title: string; text: string }[];

type WelcomeStepProps = { plaintextFound: boolean; onBegin(): void; onRestore(): void };

export function WelcomeStep({ plaintextFound, onBegin, onRestore }: WelcomeStepProps) {
  const { t } = useTranslation('onboarding');
  return (
    <WelcomeFrame title={t('welcomeTitle')} text={t('welcomeText')}>
      <ul className="flex flex-col gap-5">
        {PROMISES.map(({ icon: Icon, title, text }) => (
          <li key={title} className="flex gap-4">
            <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-primary-soft text-primary-text">
              <Icon aria-hidden className="size-5" strokeWidth={1.8} />
            </span>
            <div>
              <h2 className="text-sm font-semibold tracking-[-0.2px]">{t(title)}</h2>
              <p className="mt-0.5 text-sm leading-relaxed text-muted-foreground">{t(text)}</p>
            </div>
          </li>
        ))}
      </ul>
      {plaintextFound && (
        <Banner tone="info" className="mt-7">
          {t('plaintextFound')}
        </Banner>
      )}
      <div className="mt-8 flex flex-wrap gap-3">
        <Button variant="primary" size="lg" onClick={onBegin}>
          {t(plaintextFound ? 'bringIn' : 'begin')}
          <ArrowRight aria-hidden className="rtl:-scale-x-100" />
        </Button>
        {!plaintextFound && (
          <Button variant="ghost" size="lg" onClick={onRestore}>
            {t('restoreFromBackup')}
          </Button>
        )}
      </div>
    </WelcomeFrame>
  );
}
