import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { Command as Cmdk } from 'cmdk';
import {
  CornerDownLeft,
  Flag,
  FolderKanban,
  ListChecks,
  NotebookText,
  Plus,
  Search,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isItemKind } from '#shared/contracts/choices.ts';
import type { NearHit, NearResult, SearchHit, SearchKind, SearchResult } from '#shared/contracts/search.ts';
import { useApi } from '../api/provider.tsx';
import { EXTERNAL_ICONS } from '../entities/external/external-icons.ts';
import { openExternal } from '../lib/open-external.ts';
import { cn } from '../lib/cn.ts';
import { useCommandList, type Command } from '../lib/commands.tsx';
import { useShellActions } from '../lib/shell-actions.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Highlight } from '../ui/highlight.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { PrivateMark } from '../ui/private-mark.tsx';
import { MENU_ITEM } from '../ui/menu-styles.ts';
import { rankByQuery } from '../ui/rank-by-query.ts';
import { Spinner } from '../ui/spinner.tsx';
import { ColourDot } from '../ui/tag-chip.tsx';
import { useLanguage } from '../lib/i18n/use-language.ts';
import { itemPath, linkPath } from '../lib/item-path.ts';
import { useDebounced } from '../lib/use-debounced.ts';

const SHOWN_HITS = 8;
const SHOWN_COMMANDS = 6;
const SHOWN_NEAR = 5;
/** Who types on is not interrupted by what is near in meaning: it comes below, once the keys rest. */
const NEAR_PAUSE_MS = 450;

const KIND_ICONS: Record<SearchKind, LucideIcon> = {
  ...EXTERNAL_ICONS,
  client: Users,
  project: FolderKanban,
  task: ListChecks,
  checkpoint: Flag,
  note: NotebookText,
};

const ITEM = cn(MENU_ITEM, 'min-h-10 gap-3 rounded-lg px-3');
const GROUP =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted-foreground';

function usePaletteSearch(query: string) {
  const api = useApi();
  const queryClient = useQueryClient();
  const locale = useLanguage();
  const ask = (text: string) => {
    const input = { query: text, limit: SHOWN_HITS, locale };
    return queryOptions({
      queryKey: ['search', 'palette', input],
      queryFn: ({ signal }): Promise<SearchResult> => api.search.query.query(input, { signal }),
      gcTime: 60_000,
    });
  };
  const { data, isFetching } = useQuery({
    ...ask(query),
    enabled: query !== '',
    placeholderData: query === '' ? undefined : keepPreviousData,
  });
  /** Asks before anything is drawn: the answer is on its way while the key is being shown. */
  const askEarly = (text: string): void => {
    if (text !== '') void queryClient.prefetchQuery(ask(text));
  };
  return { data, isFetching, askEarly };
}

/** What says something near, and is not among the first results already. */
function useNear(query: string, hits: readonly SearchHit[]): readonly NearHit[] {
  const api = useApi();
  const locale = useLanguage();
  const rested = useDebounced(query, NEAR_PAUSE_MS);
  const input = { query: rested, limit: SHOWN_HITS + SHOWN_NEAR, locale };
  const { data } = useQuery({
    queryKey: ['search', 'near', 'palette', input],
    queryFn: ({ signal }): Promise<NearResult> => api.search.near.query(input, { signal }),
    enabled: rested !== '' && rested === query,
    retry: false,
    gcTime: 60_000,
  });
  if (rested !== query || query === '') return [];
  const shown = new Set(hits.map((hit) => hit.id));
  return (data?.hits ?? []).filter((hit) => !shown.has(hit.id)).slice(0, SHOWN_NEAR);
}

/** Ctrl-K: every command, and everything in the workspace. */
export function CommandPalette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const router = useRouter();
  const { openQuickAdd } = useShellActions();
  const [text, setText] = useState('');
  const query = text.trim();
  const search = usePaletteSearch(query);
  const hits = query === '' ? [] : (search.data?.hits ?? []);
  const near = useNear(query, hits);
  const commands = usePaletteCommands(query);
  const close = (then: () => void) => () => {
    onClose();
    then();
  };
  const open = (hit: SearchHit, path: string | undefined) =>
    close(() => (path === undefined ? openExternal(hit.link) : router.history.push(path)));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('palette')}
      titleHidden
      className="mt-[12vh] mb-auto max-w-2xl overflow-hidden"
    >
      <Cmdk shouldFilter={false} loop label={t('palette')}>
        <div className="flex items-center gap-3 border-b border-border-subtle px-4.5">
          {search.isFetching ? (
            <Spinner className="size-4.5" />
          ) : (
            <Search aria-hidden className="size-4.5 text-muted-foreground" />
          )}
          <Cmdk.Input
            autoFocus
            dir="auto"
            value={text}
            onValueChange={(next) => {
              search.askEarly(next.trim());
              setText(next);
            }}
            placeholder={t('palettePlaceholder')}
            className="h-13 flex-1 bg-transparent text-base outline-none"
          />
          <Kbd keys="escape" decorative />
        </div>
        <Cmdk.List className="h-[min(26rem,52vh)] overflow-y-auto p-2 pt-0">
          {hits.length > 0 && (
            <Cmdk.Group heading={t('groupItems')} className={GROUP}>
              {hits.map((hit) => (
                <HitItem
                  key={hit.id}
                  hit={hit}
                  onPick={open(hit, isItemKind(hit.kind) ? itemPath(hit.kind, hit.id) : undefined)}
                />
              ))}
            </Cmdk.Group>
          )}
          {groupCommands(commands).map(([group, list]) => (
            <Cmdk.Group key={group} heading={group} className={GROUP}>
              {list.map((command) => (
                <CommandItem key={command.id} command={command} onPick={close(() => command.run())} />
              ))}
            </Cmdk.Group>
          ))}
          {query !== '' && (
            <Cmdk.Group heading={t('groupCreate')} className={GROUP}>
              <PlainItem
                value="add-task"
                icon={<Plus aria-hidden />}
                onPick={close(() => openQuickAdd({ text: query }))}
              >
                {t('paletteAddAsTask', { text: query })}
              </PlainItem>
              <PlainItem
                value="see-all"
                icon={<Search aria-hidden />}
                onPick={close(() => void navigate({ to: '/search', search: { q: query } }))}
              >
                {t('paletteSeeAll', { query })}
              </PlainItem>
            </Cmdk.Group>
          )}
          {near.length > 0 && (
            <Cmdk.Group heading={t('groupNear')} className={GROUP}>
              {near.map((hit) => (
                <HitItem
                  key={hit.id}
                  value={`near:${hit.kind}:${hit.id}`}
                  hit={hit}
                  onPick={open(hit, linkPath(hit.placeLink))}
                />
              ))}
            </Cmdk.Group>
          )}
        </Cmdk.List>
      </Cmdk>
    </Dialog>
  );
}

function usePaletteCommands(query: string): readonly Command[] {
  const all = useCommandList();
  return useMemo(() => {
    const offered = all
      .filter((command) => command.hiddenInPalette !== true && command.enabled !== false)
      .map((command) => ({ ...command, label: command.title }));
    return query === '' ? offered : rankByQuery(offered, query).slice(0, SHOWN_COMMANDS);
  }, [all, query]);
}

function groupCommands(commands: readonly Command[]): [string, Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}

type HitItemProps = { hit: SearchHit; value?: string; onPick(): void };

function HitItem({ hit, value = `${hit.kind}:${hit.id}`, onPick }: HitItemProps) {
  const Icon = KIND_ICONS[hit.kind];
  const place = [hit.clientName, hit.projectName].filter((name) => name !== null).join(' › ');
  return (
    <Cmdk.Item value={value} onSelect={onPick} className={cn(ITEM, 'min-h-11')}>
      <Icon aria-hidden strokeWidth={1.8} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <span className="truncate">
            <Highlight {...hit.title} />
          </span>
          {hit.isPrivate && <PrivateMark />}
        </span>
        {hit.excerpt.text !== '' && (
          <span className="block truncate text-xs text-muted-foreground">
            <Highlight {...hit.excerpt} />
          </span>
        )}
      </span>
      {place !== '' && (
        <span className="flex max-w-48 shrink-0 items-center gap-1.5 text-meta">
          {hit.projectName !== null && <ColourDot colour={hit.projectColour} />}
          <span className="truncate">{place}</span>
        </span>
      )}
    </Cmdk.Item>
  );
}

function CommandItem({ command, onPick }: { command: Command; onPick(): void }) {
  const Icon = command.icon ?? CornerDownLeft;
  return (
    <Cmdk.Item value={command.id} onSelect={onPick} className={ITEM}>
      <Icon aria-hidden strokeWidth={1.8} />
      <span className="min-w-0 flex-1 truncate">{command.title}</span>
      {command.keys !== undefined && <Kbd keys={command.keys} decorative />}
    </Cmdk.Item>
  );
}

type PlainItemProps = { value: string; icon: ReactNode; onPick(): void; children: ReactNode };

function PlainItem({ value, icon, onPick, children }: PlainItemProps) {
  return (
    <Cmdk.Item value={value} onSelect={onPick} className={ITEM}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Cmdk.Item>
  );
}
