import { SlidersHorizontal } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsSchema } from '#shared/contracts/plugin-manifest.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useSetSettings } from './queries.ts';
import { checkDraft, draftOf, toSettings } from './settings-check.ts';
import { SettingsFieldControl } from './settings-field.tsx';
import type { ShownPlugin } from './plugin-types.ts';

export function SettingsView({ plugin }: { plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  if (plugin.settingsSchema == null)
    return (
      <Card>
        <EmptyState
          compact
          icon={SlidersHorizontal}
          title={t('settingsNone')}
          text={t('settingsNoneText')}
          className="py-10"
        />
      </Card>
    );
  // The host has checked it when the plugin was installed; the contract leaves it open for other readers.
  const schema = plugin.settingsSchema as SettingsSchema;
  return <SettingsForm key={JSON.stringify(plugin.settings)} plugin={plugin} schema={schema} />;
}

function SettingsForm({ plugin, schema }: { plugin: ShownPlugin; schema: SettingsSchema }) {
  const { t } = useTranslation('plugins');
  const { t: common } = useTranslation();
  const kept = draftOf(schema, plugin.settings);
  const [draft, setDraft] = useState(kept);
  const [isAsked, setIsAsked] = useState(false);
  // Fields that keep their own text begin anew when changes are discarded.
  const [turn, setTurn] = useState(0);
  const discard = (): void => {
    setDraft(kept);
    setTurn(turn + 1);
  };
  const save = useSetSettings(plugin.name);
  const problems = checkDraft(schema, draft);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(kept);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setIsAsked(true);
    if (problems.size > 0 || save.isPending) return;
    save.mutate(toSettings(schema, draft), {
      onSuccess: () => toastDone({ message: t('savedSettings') }),
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Card className="flex max-w-2xl flex-col">
        <div className="flex flex-col gap-5 px-5 py-5">
          {Object.entries(schema.properties).map(([name, field]) => (
            <SettingsFieldControl
              key={`${name} ${turn}`}
              name={name}
              field={field}
              value={draft[name] ?? ''}
              onValueChange={(value) => setDraft({ ...draft, [name]: value })}
              // What is needed and still empty is told only once it was asked for.
              problem={isAsked || problems.get(name)?.code !== 'required' ? problems.get(name) : undefined}
              isRequired={schema.required.includes(name)}
            />
          ))}
        </div>
        <footer className="flex justify-end gap-2 border-t border-border-subtle px-5 py-3.5">
          <Button variant="ghost" disabled={!isChanged} onClick={discard}>
            {t('resetSettings')}
          </Button>
          <Button type="submit" variant="primary" disabled={!isChanged} busy={save.isPending}>
            {common('save')}
          </Button>
        </footer>
      </Card>
    </form>
  );
}
