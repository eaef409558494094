import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { useFeatureName } from '#renderer/entities/model/feature-name.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { Check } from './export-fields.tsx';
import { useCollect, useTraces } from './import-queries.ts';

type CollectDialogProps = { onClose(): void; onBegan(name: string): void };

/** What models were asked and what they answered, as records of a new dataset: shown first, taken only with consent. */
export function CollectDialog({ onClose, onBegan }: CollectDialogProps) {
  const { t } = useTranslation('datasetExchange');
  const format = useFormat();
  const featureName = useFeatureName();
  /** Null for all of them. */
  const [features, setFeatures] = useState<readonly string[] | null>(null);
  const [withPrivate, setWithPrivate] = useState(false);
  const [hasConsent, setHasConsent] = useState(false);
  const [name, setName] = useState('collected');
  const all = useTraces(null, withPrivate);
  const chosen = useTraces(features, withPrivate);
  const { error } = chosen;
  const preview = features?.length === 0 ? undefined : chosen.data;
  const collect = useCollect();
  const isReady = hasConsent && preview !== undefined && preview.calls > 0 && name.trim() !== '';
  const problem = error ?? collect.error;
  // What was agreed to is what was shown.
  const change = (set: () => void): void => {
    setHasConsent(false);
    set();
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('collectTitle')}
      description={t('collectText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            variant="primary"
            disabled={!isReady}
            busy={collect.isPending}
            onClick={() =>
              preview &&
              collect.mutate(
                {
                  features: [...(features ?? [])],
                  withPrivate,
                  into: { name: name.trim() },
                  fingerprint: preview.fingerprint,
                },
                { onSuccess: () => onBegan(name.trim()) },
              )
            }
          >
            {t('collect')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && <Banner tone="danger">{describeError(problem).message}</Banner>}
        {!all.data && !error && <ListSkeleton rows={3} />}
        {all.data && (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-2 text-[13px] font-medium">{t('fromFeatures')}</legend>
            {all.data.features.length === 0 && (
              <p className="text-sm text-muted-foreground">{t('noTraces')}</p>
            )}
            {all.data.features.map(({ feature, calls, chars }) => (
              <Check
                key={feature}
                label={featureName(feature)}
                hint={t('featureFigures', { calls: format.number(calls), chars: format.number(chars) })}
                checked={features === null || features.includes(feature)}
                onChange={(isOn) =>
                  change(() => {
                    const known = all.data?.features.map((one) => one.feature) ?? [];
                    const now = features ?? known;
                    setFeatures(known.filter((one) => (one === feature ? isOn : now.includes(one))));
                  })
                }
              />
            ))}
          </fieldset>
        )}
        <Check
          label={t('withPrivate')}
          hint={t('withPrivateHint')}
          checked={withPrivate}
          onChange={(isOn) => change(() => setWithPrivate(isOn))}
        />
        {features?.length === 0 && <p className="text-sm text-muted-foreground">{t('noFeature')}</p>}
        {preview && (
          <>
            <p className="text-sm text-muted-foreground tabular-nums">
              {t('wouldTake', {
                calls: format.number(preview.calls),
                private: format.number(preview.privateCalls),
                cut: format.number(preview.cutCalls),
              })}
            </p>
            {preview.sample.slice(0, 2).map((row) => (
              <Sample key={JSON.stringify(row)} row={row} />
            ))}
          </>
        )}
        <Field label={t('newName')} hint={t('newNameHint')}>
          {(control) => (
            <CodeInput {...control} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Check label={t('consent')} checked={hasConsent} onChange={setHasConsent} />
      </div>
    </Dialog>
  );
}

/** One of what would go in, whole: what is agreed to must have been to be seen. */
function Sample({ row }: { row: DatasetValue }) {
  return (
    // Long texts are scrolled by keyboard as well.
    <dl
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="grid max-h-48 shrink-0 grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 overflow-y-auto rounded-lg bg-muted p-3 text-xs leading-relaxed"
    >
      {Object.entries(row).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="truncate text-muted-foreground">{name}</dt>
          <dd dir="auto" className="break-words whitespace-pre-wrap">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
