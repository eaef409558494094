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

/** What every list understands; its rows handle these keys themselves. */
const LIST_KEYS = [
  ['listMove', ['arrowdown', 'arrowup', 'j', 'k']],
  ['listOpen', ['enter']],
  ['listSelect', ['x']],
  ['listExtend', ['shift+arrowdown']],
  ['listAll', ['mod+a']],
  ['listNone', ['escape']],
] as const;

/** Every shortcut that works right now, the page's own included. */
export function CheatSheet({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('shell');
  const order = [t('groupCreate'), t('groupGo'), t('groupEdit'), t('groupView'), t('groupHelp')];
  const rank = (group: string): number => (order.includes(group) ? order.indexOf(group) : order.length);
  const groups = byGroup(useCommandList()).sort(([a], [b]) => rank(a) - rank(b));
  const lists = LIST_KEYS.map(([title, keys]) => ({ title: t(title), keys }));
  return (
    <Dialog open onOpenChange={onClose} size="lg" title={t('cheatSheet')} description={t('cheatSheetText')}>
      <div className="columns-1 gap-10 sm:columns-2">
        {groups.map(([group, entries]) => (
          <Section key={group} title={group} entries={entries} />
        ))}
        <Section title={t('groupLists')} entries={lists} />
      </div>
    </Dialog>
  );
}

function Section({ title, entries }: { title: string; entries: readonly Entry[] }) {
  return (
    <section className="mb-6 break-inside-avoid">
      <h3 className="mb-1.5 text-xs font-medium text-muted-foreground">{title}</h3>
      <dl>
        {entries.map((entry) => (
          <div key={entry.title} className="flex h-8 items-center justify-between gap-4 text-sm">
            <dt className="truncate">{entry.title}</dt>
            <dd className="flex items-center gap-2.5">
              {entry.keys.map((keys) => (
                <Kbd key={keys} keys={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
