import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AssistantError } from '#shared/contracts/assistant.ts';
import { useOffline } from '#renderer/entities/network/offline.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { MODEL_SETTINGS } from './model-settings.ts';

const NEXT_PAGES: Partial<
  Record<
    AssistantError['code'],
    { readonly to: string; readonly label: 'checkKey' | 'setUpModel' | 'seeBudget' }
  >
> = {
  model_auth: { to: MODEL_SETTINGS, label: 'checkKey' },
  no_model: { to: MODEL_SETTINGS, label: 'setUpModel' },
  budget_exceeded: { to: '/usage', label: 'seeBudget' },
};

type AnswerTroubleProps = { error: AssistantError; onAskAgain(): void };

/** Why there is no answer, and the step that helps: another one for each code. */
export function AnswerTrouble({ error, onAskAgain }: AnswerTroubleProps) {
  const { t } = useTranslation('assistant');
  const { t: errors } = useTranslation('errors');
  const offline = useOffline();
  const next = NEXT_PAGES[error.code];
  return (
    <Banner tone={error.code === 'offline' ? 'offline' : 'danger'} className="flex-wrap items-start">
      <p className="font-medium">{errors(error.code)}</p>
      <p className="mt-0.5 text-[13px]">{error.message}</p>
      <div className="mt-2 flex flex-wrap gap-1.5">
        {error.code === 'offline' && offline.isOffline && (
          <Button size="xs" variant="outline" onClick={() => offline.set(false)}>
            {t('goOnline')}
          </Button>
        )}
        {next && (
          <Link to={next.to} className={buttonStyles({ variant: 'outline', size: 'xs' })}>
            {t(next.label)}
          </Link>
        )}
        <Button size="xs" variant="outline" onClick={onAskAgain}>
          {t('askAgain')}
        </Button>
      </div>
    </Banner>
  );
}
