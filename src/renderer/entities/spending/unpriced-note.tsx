import { useTranslation } from 'react-i18next';
import type { UsageOverview } from '#shared/contracts/usage.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';

type Unpriced = UsageOverview['unpricedModels'][number];
type UnpricedNoteProps = {
  models: readonly Unpriced[];
  onEnter(model: Unpriced): void;
  className?: string;
};

/** Calls without a price count as nothing and slip under every cap: that has to be said. */
export function UnpricedNote({ models, onEnter, className }: UnpricedNoteProps) {
  const { t } = useTranslation('usage');
  if (models.length === 0) return null;
  return (
    <Banner tone="warning" className={className}>
      <p>{t('unpriced', { count: models.length })}</p>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {models.map((model) => (
          <Button
            key={`${model.providerId} ${model.modelId}`}
            size="xs"
            variant="outline"
            onClick={() => onEnter(model)}
          >
            {t('enterPrice', { model: model.modelId })}
          </Button>
        ))}
      </div>
    </Banner>
  );
}
