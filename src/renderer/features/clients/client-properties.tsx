import { Coins, Globe, Hash, Languages, Mail, Phone, ReceiptText } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Address, ClientListItem } from '#shared/contracts/clients.ts';
import type { ClientActions, ClientChanges } from '#renderer/entities/client/client-actions.ts';
import { MoneyField } from '#renderer/entities/client/money-field.tsx';
import { PrivateProperty } from '#renderer/entities/client/private-property.tsx';
import { useTaskTags } from '#renderer/entities/task/task-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { usePreferences } from '#renderer/lib/preferences.tsx';
import { Combobox, MultiCombobox } from '#renderer/ui/combobox.tsx';
import { InlineEdit } from '#renderer/ui/inline-edit.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { Property, PropertyList } from '#renderer/ui/property-list.tsx';
import { TagChip } from '#renderer/ui/tag-chip.tsx';

type ClientPropertiesProps = { client: ClientListItem; actions: ClientActions };
type SetProps = { client: ClientListItem; set(patch: ClientChanges): void };

const VALUE = 'mx-0 w-full text-sm';

/** How to reach a client, how to write to them, what to bill them. */
export function ClientProperties({ client, actions }: ClientPropertiesProps) {
  const { t } = useTranslation('clients');
  const set = (patch: ClientChanges): void => actions.update([client], patch);
  return (
    <aside aria-label={t('details')} className="flex min-w-0 flex-col gap-7">
      <section>
        <SectionHeading className="mb-1">{t('details')}</SectionHeading>
        <PropertyList>
          <ReachFacts client={client} set={set} />
          <BillingFacts client={client} set={set} />
          <TagFacts client={client} set={set} />
          <PrivateProperty isPrivate={client.isPrivate} onChange={(isPrivate) => set({ isPrivate })} />
        </PropertyList>
      </section>
      <AddressFields address={client.address} onChange={(address) => set({ address })} />
    </aside>
  );
}

function ReachFacts({ client, set }: SetProps) {
  const { t } = useTranslation('clients');
  const facts = [
    { key: 'email', icon: Mail, placeholder: 'name@example.com' },
    { key: 'phone', icon: Phone, placeholder: '+39' },
    { key: 'website', icon: Globe, placeholder: 'https://' },
  ] as const;
  return facts.map(({ key, icon, placeholder }) => (
    <Property key={key} label={t(key)} icon={icon}>
      <InlineEdit
        allowEmpty
        label={t(key)}
        placeholder={placeholder}
        value={client[key]}
        onSave={(value) => set({ [key]: value })}
        className={VALUE}
      />
    </Property>
  ));
}

const LANGUAGES = [
  'en',
  'it',
  'de',
  'fr',
  'es',
  'pt',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'ro',
  'el',
  'tr',
  'ja',
  'zh',
];

function BillingFacts({ client, set }: SetProps) {
  const { t } = useTranslation('clients');
  const { locale } = useFormat();
  const preferences = usePreferences();
  const languages = useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'language' });
    const codes = new Set([...LANGUAGES, client.language].filter((code) => code !== ''));
    return [...codes].map((value) => ({ value, label: names.of(value) ?? value }));
  }, [locale, client.language]);
  const currency = client.currency ?? preferences.currency;
  return (
    <>
      <Property label={t('taxId')} icon={ReceiptText}>
        <InlineEdit
          allowEmpty
          label={t('taxId')}
          placeholder={t('taxIdPlaceholder')}
          value={client.taxId}
          onSave={(taxId) => set({ taxId })}
          className={VALUE}
        />
      </Property>
      <Property label={t('language')} icon={Languages}>
        <Combobox
          variant="ghost"
          label={t('language')}
          value={client.language === '' ? null : client.language}
          options={languages}
          noneLabel={t('noLanguage')}
          placeholder={t('noLanguage')}
          onValueChange={(language) => set({ language: language ?? '' })}
        />
      </Property>
      <Property label={t('rate')} icon={Coins}>
        <MoneyField
          label={t('rate')}
          minor={client.hourlyRateMinor}
          currency={currency}
          placeholder={t('ratePlaceholder')}
          onChange={(hourlyRateMinor) => set({ hourlyRateMinor, currency })}
          onCurrencyChange={(next) => set({ currency: next })}
        />
      </Property>
    </>
  );
}

function TagFacts({ client, set }: SetProps) {
  const { t } = useTranslation('clients');
  const { data } = useTaskTags();
  return (
    <Property label={t('tags')} icon={Hash}>
      <MultiCombobox
        label={t('addTag')}
        values={client.tags}
        options={(data ?? []).map(({ tag }) => ({ value: tag, label: tag }))}
        onValuesChange={(tags) => set({ tags })}
        onCreate={(name) =>
          set({ tags: [...client.tags, name.replace(/^#/, '').replaceAll(/[\s,]+/g, '-')] })
        }
        className="py-1.5 ps-2"
        renderChip={(option, remove) => <TagChip name={option.label} onRemove={remove} />}
      />
    </Property>
  );
}

const ADDRESS = ['street', 'postalCode', 'city', 'region', 'country'] as const;

function AddressFields({ address, onChange }: { address: Address; onChange(address: Address): void }) {
  const { t } = useTranslation('clients');
  return (
    <section aria-label={t('address')}>
      <SectionHeading className="mb-1">{t('address')}</SectionHeading>
      <PropertyList>
        {ADDRESS.map((key) => (
          <Property key={key} label={t(key)}>
            <InlineEdit
              allowEmpty
              label={t(key)}
              placeholder="–"
              value={address[key]}
              onSave={(value) => onChange({ ...address, [key]: value })}
              className={VALUE}
            />
          </Property>
        ))}
      </PropertyList>
    </section>
  );
}
