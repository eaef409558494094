import { useTranslation } from 'react-i18next';
import type { WantedRight } from '#shared/contracts/plugins.ts';
import { MODEL_CURRENCY } from '#shared/kernel/dollars.ts';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { capMicros, EXPIRIES, type RightDraft } from './right-draft.ts';
import { ResourcePicker } from './right-pickers.tsx';
import { useResourceLabel } from './right-words.ts';

type RightChoiceProps = {
  right: Pick<WantedRight, 'type' | 'resource' | 'options'>;
  draft: RightDraft;
  onDraftChange(draft: RightDraft): void;
};

/** What exactly is allowed, and for how long. */
export function RightChoice({ right, draft, onDraftChange }: RightChoiceProps) {
  const { t } = useTranslation('plugins');
  const labelOf = useResourceLabel(right.options);
  return (
    <div className="flex flex-col gap-4">
      {right.resource === null ? (
        <ResourcePicker
          right={right}
          resources={draft.resources}
          onResourcesChange={(resources) => onDraftChange({ ...draft, resources })}
        />
      ) : (
        <p dir="auto" className="text-[13px] wrap-anywhere">
          {right.resource === '*' || right.resource.startsWith('kind:')
            ? labelOf(right.type, right.resource)
            : t('fixedResource', { resource: right.resource })}
        </p>
      )}
      <div className="flex flex-wrap gap-4">
        <Field label={t('expiry')} className="w-52">
          {({ id }) => (
            <Select
              id={id}
              value={draft.expiry}
              onValueChange={(expiry) => onDraftChange({ ...draft, expiry })}
              options={EXPIRIES.map((value) => ({ value, label: t(`expiry_${value}`) }))}
            />
          )}
        </Field>
        {right.type === 'model' && <CapField draft={draft} onDraftChange={onDraftChange} />}
      </div>
    </div>
  );
}

function CapField({ draft, onDraftChange }: Pick<RightChoiceProps, 'draft' | 'onDraftChange'>) {
  const { t } = useTranslation('plugins');
  const isWrong = draft.cap !== '' && capMicros(draft.cap) === undefined;
  return (
    <Field
      label={t('cap', { currency: MODEL_CURRENCY })}
      hint={t('capHint')}
      error={isWrong ? t('capMissing') : undefined}
      className="w-52"
    >
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          value={draft.cap}
          onChange={(event) => onDraftChange({ ...draft, cap: event.target.value })}
        />
      )}
    </Field>
  );
}
