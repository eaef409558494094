import { useMutation } from '@tanstack/react-query';
import { Braces, FileSpreadsheet, PencilLine, Sparkles } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset, SpecProblem } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useCommands } from '#renderer/lib/commands.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { DescribeFields } from './describe-fields.tsx';
import { basisOf, isEnough, isTouched, readSchema, SAMPLE, type DescribeForm } from './describe-state.ts';
import { useKeptForm } from './draft-queries.ts';
import type { NewDatasetStart } from './new-search.ts';

type DescribeViewProps = {
  start: NewDatasetStart | undefined;
  onDrafted(draftId: string): void;
  onCreated(dataset: Dataset, tab?: 'definition'): void;
};

/** What is wanted, in words, by examples or by a schema. */
export function DescribeView({ start, onDrafted, onCreated }: DescribeViewProps) {
  const kept = useKeptForm();
  const isBegun = useRef(false);
  const { form, change } = kept;
  useEffect(() => {
    if (form === undefined || isBegun.current || start === undefined) return;
    isBegun.current = true;
    if (start === 'sample') change({ ...form, ...SAMPLE });
    else change({ ...form, start });
  }, [form, start, change]);
  if (form === undefined) return <ListSkeleton rows={6} />;
  return <Describe form={form} kept={kept} onDrafted={onDrafted} onCreated={onCreated} />;
}

type DescribeProps = Omit<DescribeViewProps, 'start'> & {
  form: DescribeForm;
  kept: ReturnType<typeof useKeptForm>;
};

class UnreadText extends Error {}

/** Drafts it; a text that is a whole definition is a dataset at once. */
function useDrafting({ form, kept, onDrafted, onCreated }: DescribeProps) {
  const api = useApi();
  const abort = useRef<AbortController>(undefined);
  const [problems, setProblems] = useState<readonly SpecProblem[]>([]);
  const make = async (): Promise<() => void> => {
    setProblems([]);
    abort.current = new AbortController();
    const { signal } = abort.current;
    const schema = form.start === 'definition' ? readSchema(form.text) : null;
    if (form.start === 'definition' && schema === null) {
      const reading = await api.datasets.readText.query({ text: form.text }, { signal });
      if (reading.spec === null) {
        setProblems(reading.problems);
        throw new UnreadText();
      }
      const dataset = await api.datasets.create.mutate({ spec: reading.spec }, { signal });
      return () => onCreated(dataset, 'definition');
    }
    const { id } = await api.datasets.drafts.create.mutate(basisOf(form, schema), { signal });
    return () => onDrafted(id);
  };
  const drafting = useMutation({
    mutationFn: make,
    onSuccess: async (goOn) => {
      await kept.forget();
      goOn();
    },
  });
  return { drafting, problems, stop: () => abort.current?.abort() };
}

function Describe(props: DescribeProps) {
  const { form, kept } = props;
  const { t } = useTranslation('datasets');
  const [isMissing, setIsMissing] = useState(false);
  const { drafting, problems, stop } = useDrafting(props);
  const isStopped = drafting.error !== null && describeError(drafting.error).code === 'cancelled';
  const submit = (): void => {
    setIsMissing(!isEnough(form));
    if (isEnough(form) && !drafting.isPending) drafting.mutate();
  };
  useCommands([
    {
      id: 'datasets.draft',
      title: t('draft'),
      group: t('title'),
      keys: 'mod+enter',
      inFields: true,
      run: submit,
    },
  ]);
  return (
    <form
      noValidate
      aria-busy={drafting.isPending || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="flex max-w-3xl flex-col gap-6"
    >
      <Segmented
        label={t('startWith')}
        value={form.start}
        onValueChange={(start) => kept.change({ ...form, start })}
        segments={[
          { value: 'words', label: t('startWords'), icon: <PencilLine aria-hidden /> },
          { value: 'file', label: t('startFile'), icon: <FileSpreadsheet aria-hidden /> },
          { value: 'definition', label: t('startDefinition'), icon: <Braces aria-hidden /> },
        ]}
        className="max-w-full self-start"
      />
      <DescribeFields
        form={form}
        onChange={(next) => {
          setIsMissing(false);
          kept.change(next);
        }}
        isMissing={isMissing}
        problems={problems}
      />
      {drafting.error && !isStopped && (
        <Banner tone="danger">
          {drafting.error instanceof UnreadText
            ? t('definitionUnread')
            : describeError(drafting.error).message}
        </Banner>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" busy={drafting.isPending} icon={<Sparkles aria-hidden />}>
          {drafting.isPending ? t('drafting') : t('draft')}
        </Button>
        {drafting.isPending && (
          <Button variant="outline" onClick={stop}>
            {t('stopDrafting')}
          </Button>
        )}
        {!drafting.isPending && isTouched(form) && (
          <Button variant="ghost" onClick={kept.clear}>
            {t('clearForm')}
          </Button>
        )}
        <p className="min-w-0 flex-1 basis-60 text-meta">{t('keptTyped')}</p>
      </div>
    </form>
  );
}
