import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatTemplates } from '#shared/contracts/dataset-exchange.ts';
import type { Dataset, DatasetVersion } from '#shared/contracts/datasets.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Textarea } from '#renderer/ui/input.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { FORMATS, PLACES, withFormat, type ExportDraft } from './export-order.ts';
import { useChatTemplates } from './export-queries.ts';

type FieldsProps = {
  dataset: Dataset;
  versions: readonly DatasetVersion[];
  draft: ExportDraft;
  onChange(draft: ExportDraft): void;
};

const NOW = 'now';

export function ExportFields({ dataset, versions, draft, onChange }: FieldsProps) {
  const { t } = useTranslation('datasetExchange');
  const set = (change: Partial<ExportDraft>): void => onChange({ ...draft, ...change });
  return (
    <>
      <fieldset>
        <legend className="mb-2 text-[13px] font-medium">{t('formats')}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {FORMATS.map((format) => (
            <Check
              key={format}
              label={t(`format_${format}`)}
              hint={t(`formatHint_${format}`)}
              checked={draft.formats.includes(format)}
              onChange={(isOn) => onChange(withFormat(draft, format, isOn))}
            />
          ))}
        </div>
      </fieldset>
      {draft.formats.includes('chat-jsonl') && (
        <ChatFields dataset={dataset} chat={draft.chat} onChange={(chat) => set({ chat })} />
      )}
      <Field label={t('what')}>
        {({ id }) => (
          <Select
            id={id}
            value={draft.version === null ? NOW : String(draft.version)}
            options={[
              { value: NOW, label: t('asItIsNow') },
              ...versions.map(({ version }) => ({
                value: String(version),
                label: `${dataset.name}@${version}`,
              })),
            ]}
            onValueChange={(value) => set({ version: value === NOW ? null : Number(value) })}
          />
        )}
      </Field>
      {draft.version === null && (
        <div className="flex flex-col gap-2">
          <Check
            label={t('acceptedOnly')}
            checked={draft.isAccepted}
            onChange={(isAccepted) => set({ isAccepted })}
          />
          <Check
            label={t('withoutFindings')}
            checked={draft.isWithoutIssues}
            onChange={(isWithoutIssues) => set({ isWithoutIssues })}
          />
        </div>
      )}
      <div className="flex flex-col gap-3">
        <Segmented
          label={t('place')}
          value={draft.place}
          onValueChange={(place) =>
            set({ place, formats: place === 'file' ? draft.formats.slice(0, 1) : draft.formats })
          }
          segments={PLACES.map((value) => ({ value, label: t(`place_${value}`) }))}
          className="self-start"
        />
        {draft.place === 'folder' && (
          <Field label={t('folder')} hint={t('folderHint')}>
            {(control) => (
              <CodeInput
                {...control}
                value={draft.path}
                onChange={(event) => set({ path: event.target.value })}
              />
            )}
          </Field>
        )}
        {draft.place !== 'file' && <CardFields draft={draft} set={set} />}
      </div>
    </>
  );
}

type CardFieldsProps = { draft: ExportDraft; set(change: Partial<ExportDraft>): void };

function CardFields({ draft, set }: CardFieldsProps) {
  const { t } = useTranslation('datasetExchange');
  return (
    <>
      <Check
        label={t('card')}
        hint={t('cardHint')}
        checked={draft.hasCard}
        onChange={(hasCard) => set({ hasCard })}
      />
      {draft.hasCard && (
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('license')}>
            {(control) => (
              <CodeInput
                {...control}
                value={draft.license}
                onChange={(event) => set({ license: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('languages')} hint={t('languagesHint')}>
            {(control) => (
              <CodeInput
                {...control}
                value={draft.languages}
                onChange={(event) => set({ languages: event.target.value })}
              />
            )}
          </Field>
        </div>
      )}
    </>
  );
}

const NO_TEMPLATES: ChatTemplates = { system: '', prompt: '', response: '' };

type ChatFieldsProps = {
  dataset: Dataset;
  chat: ChatTemplates | undefined;
  onChange(chat: ChatTemplates): void;
};

function ChatFields({ dataset, chat, onChange }: ChatFieldsProps) {
  const { t } = useTranslation('datasetExchange');
  const { data: proposed, isError } = useChatTemplates(dataset.id, chat === undefined);
  const first = isError ? NO_TEMPLATES : proposed;
  useEffect(() => {
    if (chat === undefined && first !== undefined) onChange(first);
    // Only once, when the proposal comes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [first]);
  // What is typed before the proposal is there would be mixed with it.
  if (chat === undefined) return <ListSkeleton rows={3} />;
  return (
    <div className="flex flex-col gap-3 rounded-xl bg-muted p-3">
      {(['system', 'prompt', 'response'] as const).map((part) => (
        <Field
          key={part}
          label={t(`chat_${part}`)}
          optional={part === 'system'}
          hint={part === 'prompt' ? t('chatHint', { example: '{{column}}' }) : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              className="min-h-9 font-mono text-[13px]"
              value={chat[part]}
              onChange={(event) => onChange({ ...chat, [part]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

type CheckProps = { label: string; hint?: string; checked: boolean; onChange(isOn: boolean): void };

/** A box with what it means beside it. */
export function Check({ label, hint, checked, onChange }: CheckProps) {
  return (
    <label className="flex items-start gap-2.5 text-sm">
      <Checkbox className="mt-0.5" checked={checked} onCheckedChange={(next) => onChange(next === true)} />
      <span className="min-w-0">
        {label}
        {hint !== undefined && <span className="block text-xs text-muted-foreground">{hint}</span>}
      </span>
    </label>
  );
}
