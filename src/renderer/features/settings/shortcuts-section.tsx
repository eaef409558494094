import { useTranslation } from 'react-i18next';
import { useCommandList, type Command } from '#renderer/lib/commands.tsx';
import { useShellActions } from '#renderer/lib/shell-actions.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';

/** What works everywhere; each page adds its own, which the sheet on `?` shows there. */
export function ShortcutsSection() {
  const { t } = useTranslation('settings');
  const { openCheatSheet } = useShellActions();
  const withKeys = useCommandList().filter(({ keys }) => keys !== undefined);
  const groups = Map.groupBy(withKeys, ({ group }) => group);
  return (
    <>
      <SettingGroup title={t('shortcuts')} text={t('shortcutsText')}>
        <SettingRow label={t('openSheet')} hint={t('openSheetHint')}>
          <Button variant="outline" onClick={openCheatSheet}>
            {t('show')}
            <Kbd keys="?" decorative />
          </Button>
        </SettingRow>
      </SettingGroup>
      {[...groups].map(([group, commands]) => (
        <SettingGroup key={group} title={group}>
          <dl>
            {[...Map.groupBy(commands, ({ title }) => title)].map(([title, same]) => (
              <ShortcutRow key={title} title={title} commands={same} />
            ))}
          </dl>
        </SettingGroup>
      ))}
    </>
  );
}

function ShortcutRow({ title, commands }: { title: string; commands: readonly Command[] }) {
  return (
    <div className="flex min-h-10 items-center justify-between gap-4 px-5 py-1.5 text-sm">
      <dt className="truncate">{title}</dt>
      <dd className="flex items-center gap-3">
        {commands.map(({ id, keys }) => keys !== undefined && <Kbd key={id} keys={keys} />)}
      </dd>
    </div>
  );
}
