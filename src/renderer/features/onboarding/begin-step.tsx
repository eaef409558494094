import { FileInput, Leaf, Sprout } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceCards } from '#renderer/ui/choice-cards.tsx';
import { WelcomeFrame } from './gate-frame.tsx';
import { useBegin, useUnencryptedFile, type StartChoice } from './queries.ts';

export function BeginStep({ onChoosePage }: { onChoosePage(path: string): void }) {
  const { t } = useTranslation('onboarding');
  // Asked of the folder, not remembered: a reload must not offer a sample for a workspace that has content.
  const broughtInFrom = useUnencryptedFile();
  const isBroughtIn = broughtInFrom !== undefined;
  const [choice, setChoice] = useState<StartChoice>('empty');
  const begin = useBegin(onChoosePage);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!begin.isPending) begin.mutate(choice);
  };
  return (
    <WelcomeFrame
      title={t(isBroughtIn ? 'broughtInTitle' : 'beginTitle')}
      text={t(isBroughtIn ? 'broughtInText' : 'beginText')}
    >
      <form onSubmit={submit}>
        {!isBroughtIn && (
          <ChoiceCards<StartChoice>
            label={t('beginTitle')}
            value={choice}
            onValueChange={setChoice}
            choices={[
              { value: 'empty', icon: Leaf, title: t('startEmpty'), text: t('startEmptyText') },
              { value: 'sample', icon: Sprout, title: t('startSample'), text: t('startSampleText') },
              { value: 'import', icon: FileInput, title: t('startImport'), text: t('startImportText') },
            ]}
          />
        )}
        {isBroughtIn && (
          <Banner tone="warning">
            <span className="mb-1 block font-medium">{t('keptUnencrypted')}</span>
            <span dir="ltr" className="font-mono text-xs wrap-anywhere">
              {broughtInFrom}
            </span>
            <span className="mt-1 block">{t('keptUnencryptedText')}</span>
          </Banner>
        )}
        {begin.error && (
          <Banner tone="danger" className="mt-4">
            {describeError(begin.error).message}
          </Banner>
        )}
        <div className="mt-7 flex justify-end">
          <Button type="submit" variant="primary" size="lg" busy={begin.isPending}>
            {t(begin.isPending && choice === 'sample' ? 'fillingSample' : 'openWorkspace')}
          </Button>
        </div>
      </form>
    </WelcomeFrame>
  );
}
