import { useTranslation } from 'react-i18next';
import { useCommandList, type Command } from '../lib/commands.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';

type Entry = { readonly title: string; readonly keys: readonly string[] };

/** Commands that share a title are one thing with two shortcuts. */
function byGroup(commands: readonly Command[]): [group: string, entries: Entry[]][] {
  const groups = new Map<string, Map<string, string[]>>();
  for (const { group, title, keys } of commands) {
    if (keys === undefined) continue;
    const entries = groups.get(group) ?? new Map<string, string[]>();
    entries.set(title, [...(entries.get(title) ?? []), keys]);
    groups.set(group, entries);
  }
  return [...groups].map(([group, entries]) => [
    group,
    [...entries].map(([title, keys]) => ({ title, keys })),
  ]);
}

/** Every shortcut that works right now, the page's own included. */
export function CheatSheet({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('shell');
  const groups = byGroup(useCommandList());
  return (
    <Dialog open onOpenChange={onClose} size="lg" title={t('cheatSheet')} description={t('cheatSheetText')}>
      <div className="columns-1 gap-10 sm:columns-2">
        {groups.map(([group, entries]) => (
          <section key={group} className="mb-6 break-inside-avoid">
            <h3 className="mb-1.5 text-xs font-medium text-muted-foreground">{group}</h3>
            <dl>
              {entries.map(({ title, keys }) => (
                <div key={title} className="flex h-8 items-center justify-between gap-4 text-sm">
                  <dt className="truncate">{title}</dt>
                  <dd className="flex items-center gap-3">
                    {keys.map((shortcut) => (
                      <Kbd key={shortcut} keys={shortcut} />
                    ))}
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
