import { Cpu, Laptop, ShieldCheck, Sparkles } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { BUILTIN_GENERATOR, MODEL_GENERATOR } from '#shared/contracts/dataset-defaults.ts';
import type { DatasetGenerator } from '#shared/contracts/dataset-spec.ts';
import { useProfiles } from '#renderer/entities/dataset/profile-queries.ts';
import { useProviders } from '#renderer/entities/model/model-queries.ts';
import { ChoiceCards } from '#renderer/ui/choice-cards.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { Field } from '#renderer/ui/field.tsx';
import type { PickerOption } from '#renderer/ui/picker-list.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { LOCALES } from './locales.ts';
import { useDestination, useDestinationWords } from './use-destination.ts';

type GeneratorChoiceProps = { generator: DatasetGenerator; onChange(generator: DatasetGenerator): void };

/** A model or this computer; which model; and what leaves by it. */
export function GeneratorChoice({ generator, onChange }: GeneratorChoiceProps) {
  const { t } = useTranslation('datasets');
  return (
    <div className="flex flex-col gap-4">
      <ChoiceCards
        label={t('generator')}
        columns={2}
        value={generator.kind}
        onValueChange={(kind) =>
          kind !== generator.kind && onChange(kind === 'builtin' ? BUILTIN_GENERATOR : MODEL_GENERATOR)
        }
        choices={[
          { value: 'model', icon: Sparkles, title: t('gen_model'), text: t('gen_modelText') },
          { value: 'builtin', icon: Cpu, title: t('gen_builtin'), text: t('gen_builtinText') },
        ]}
      />
      {generator.kind === 'model' ? (
        <ModelChoice generator={generator} onChange={onChange} />
      ) : (
        <Field label={t('locale')} className="max-w-72">
          {({ id }) => (
            <Select
              id={id}
              value={generator.locale}
              options={LOCALES.map((locale) => ({ value: locale, label: t(`locale_${locale}`) }))}
              onValueChange={(locale) => onChange({ ...generator, locale })}
            />
          )}
        </Field>
      )}
      <Leaves generator={generator} />
    </div>
  );
}

type ModelChoiceProps = {
  generator: Extract<DatasetGenerator, { kind: 'model' }>;
  onChange(generator: DatasetGenerator): void;
};

const PROFILE = 'profile:';

function ModelChoice({ generator, onChange }: ModelChoiceProps) {
  const { t } = useTranslation('datasets');
  const providers = useProviders();
  const profiles = useProfiles();
  const { model, profile, ...rest } = generator;
  const value = profile === undefined ? (model ?? null) : `${PROFILE}${profile}`;
  const known: PickerOption[] = [
    ...(providers.data ?? [])
      .filter(({ chatModel }) => chatModel !== '')
      .map(({ id, name, chatModel }) => ({ value: `${id}/${chatModel}`, label: chatModel, hint: name })),
    ...(profiles.data ?? []).map(({ name, model: hint }) => ({
      value: `${PROFILE}${name}`,
      label: t('profileOf', { name }),
      hint,
    })),
  ];
  const isKnown = value === null || known.some((option) => option.value === value);
  const choose = (next: string | null): void => {
    if (next === null) onChange(rest);
    else if (next.startsWith(PROFILE)) onChange({ ...rest, profile: next.slice(PROFILE.length) });
    else onChange({ ...rest, model: next });
  };
  return (
    <Field label={t('model')} hint={t('modelHint')} className="max-w-96">
      {({ id }) => (
        <Combobox
          id={id}
          label={t('model')}
          placeholder={t('modelChain')}
          noneLabel={t('modelChain')}
          loading={providers.isPending || profiles.isPending}
          value={value}
          options={isKnown ? known : [...known, { value: value ?? '', label: value ?? '' }]}
          onValueChange={choose}
        />
      )}
    </Field>
  );
}

/** Said before it happens: what leaves this computer, and for where. */
function Leaves({ generator }: { generator: DatasetGenerator }) {
  const { t } = useTranslation('datasets');
  const destination = useDestination(generator);
  const words = useDestinationWords(generator);
  if (words === undefined) return null;
  const Icon = generator.kind === 'builtin' ? Laptop : ShieldCheck;
  return (
    <p className="flex items-start gap-2 text-[13px] leading-snug text-muted-foreground">
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>
        {words}{' '}
        {generator.kind === 'model' && destination === null && (
          <Link
            to="/settings"
            search={{ section: 'models' }}
            className="font-medium text-primary-text underline underline-offset-4"
          >
            {t('setUpModels')}
          </Link>
        )}
      </span>
    </p>
  );
}
