import { useMutation } from '@tanstack/react-query';
import { Shuffle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DatasetDraft } from '#shared/contracts/dataset-drafts.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastError } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { valueText } from '../definition/value-text.ts';
import type { DraftEditing } from './use-draft-editing.ts';

/** Three records as the run would make them. */
export function SampleCards({ editing }: { editing: DraftEditing }) {
  const { t } = useTranslation('datasets');
  const api = useApi();
  const { draft, spec, flush, show } = editing;
  const isFree = spec.generator.kind === 'builtin';
  const again = useMutation({
    mutationFn: async (): Promise<DatasetDraft> => {
      await flush();
      return api.datasets.drafts.sample.mutate({ id: draft.id });
    },
    onSuccess: show,
    onError: toastError,
  });
  const { samples, sampleProblem } = draft;
  return (
    <section aria-labelledby="draft-samples">
      <SectionHeading
        actions={
          (!isFree || samples.length === 0) && (
            <Button
              size="xs"
              variant="ghost"
              busy={again.isPending}
              icon={<Shuffle aria-hidden />}
              onClick={() => again.mutate()}
            >
              {t(isFree ? 'newSamples' : 'newSamplesCost')}
            </Button>
          )
        }
      >
        <span id="draft-samples">{t(samples.length === 0 ? 'samplesNone' : 'samples')}</span>
      </SectionHeading>
      {sampleProblem !== '' && <p className="mt-1 text-[13px] text-muted-foreground">{sampleProblem}</p>}
      <ol className="mt-2 grid gap-3 md:grid-cols-3">
        {samples.map((sample, at) => (
          <li
            // eslint-disable-next-line react/no-array-index-key
            key={at}
          >
            <SampleCard sample={sample} label={t('sampleNumber', { number: at + 1 })} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function SampleCard({ sample, label }: { sample: DatasetValue; label: string }) {
  return (
    <Card aria-label={label} role="group" className="h-full p-4">
      <dl className="flex flex-col gap-1.5">
        {Object.entries(sample).map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt dir="ltr" className="text-start text-xs text-muted-foreground">
              {name}
            </dt>
            <dd dir="auto" className="line-clamp-3 text-[13px] leading-snug wrap-anywhere">
              {valueText(value)}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
