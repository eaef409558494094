import { useTranslation } from 'react-i18next';
import { useCommandList, type Command } from '../lib/commands.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

function byGroup(commands: readonly Command[]): [string, Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    if (command.keys === undefined) continue;
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return [...groups];
}

/** Every shortcut that works right now, the page's own included. */
export function CheatSheet({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('shell');
  const groups = byGroup(useCommandList());
  return (
    <Dialog open onOpenChange={onClose} size="lg" title={t('cheatSheet')} description={t('cheatSheetText')}>
      <div className="columns-1 gap-10 sm:columns-2">
        {groups.map(([group, commands]) => (
          <section key={group} className="mb-6 break-inside-avoid">
            <h3 className="mb-1.5 text-xs font-medium text-muted-foreground">{group}</h3>
            <dl>
              {commands.map((command) => (
                <div key={command.id} className="flex h-8 items-center justify-between gap-4 text-sm">
                  <dt className="truncate">{command.title}</dt>
                  <dd>
                    <Kbd keys={command.keys ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
