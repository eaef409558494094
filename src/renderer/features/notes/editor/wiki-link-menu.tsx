import { FilePlus2, NotebookText } from 'lucide-react';
import { useEffect, useImperativeHandle, useMemo, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { MENU_ITEM, MENU_LABEL } from '#renderer/ui/menu-styles.ts';
import { Popover, PopoverAnchor, PopoverContent } from '#renderer/ui/popover.tsx';
import type { LinkQuery } from './wiki-link-node.ts';
import { wikiLinkKey } from './wiki-link-syntax.ts';

/** Keys typed in the editor while the list is open. */
export type WikiLinkMenuHandle = { onKey(event: KeyboardEvent): boolean };

type WikiLinkMenuProps = {
  query: LinkQuery;
  findTitles(text: string): Promise<readonly { readonly id: string; readonly title: string }[]>;
  onClose(): void;
  ref: Ref<WikiLinkMenuHandle>;
};

type Choice = { readonly title: string; readonly isNew: boolean };

/** A title may not hold what ends or splits a link. */
const UNFIT = /[[\]|#\n]/;

function useChoices(text: string, findTitles: WikiLinkMenuProps['findTitles']): readonly Choice[] {
  const [found, setFound] = useState<{ text: string; titles: readonly string[] }>({ text, titles: [] });
  useEffect(() => {
    let isCurrent = true;
    const show = (titles: readonly string[]): void => {
      if (isCurrent) setFound({ text, titles });
    };
    findTitles(text).then(
      (notes) => show(notes.map(({ title }) => title).filter((title) => !UNFIT.test(title))),
      () => show([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [text, findTitles]);
  const name = text.trim();
  // Of an answer to what stood there before, only what fits by now: Enter may come before the next answer.
  const titles =
    found.text === text
      ? found.titles
      : found.titles.filter((title) => wikiLinkKey(title).includes(wikiLinkKey(name)));
  const isKnown = titles.some((title) => wikiLinkKey(title) === wikiLinkKey(name));
  const known = titles.map((title) => ({ title, isNew: false }));
  return name === '' || isKnown || UNFIT.test(name) ? known : [...known, { title: name, isNew: true }];
}

/** Titles to link to, under the brackets that were just typed. The focus stays in the text. */
export function WikiLinkMenu({ query, findTitles, onClose, ref }: WikiLinkMenuProps) {
  const { t } = useTranslation('notes');
  const { rect } = query;
  const choices = useChoices(query.text, findTitles);
  const [at, setAt] = useState({ text: query.text, index: 0 });
  const index = at.text === query.text ? Math.min(at.index, Math.max(choices.length - 1, 0)) : 0;
  useImperativeHandle(ref, () => ({
    onKey: (event) => {
      if (event.key === 'Escape') onClose();
      else if (choices.length === 0) return false;
      else if (event.key === 'ArrowDown') setAt({ text: query.text, index: (index + 1) % choices.length });
      else if (event.key === 'ArrowUp')
        setAt({ text: query.text, index: (index + choices.length - 1) % choices.length });
      else if (event.key === 'Enter' || event.key === 'Tab') query.pick(choices[index]?.title ?? '');
      else return false;
      return true;
    },
  }));
  const anchor = useMemo(
    () => ({
      current: { getBoundingClientRect: () => new DOMRect(rect.left, rect.top, 0, rect.bottom - rect.top) },
    }),
    [rect.left, rect.top, rect.bottom],
  );
  return (
    <Popover open onOpenChange={(open) => !open && onClose()}>
      <PopoverAnchor virtualRef={anchor} />
      <PopoverContent
        role="listbox"
        aria-label={t('linkToNote')}
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        className="w-80 p-1"
      >
        <p className={MENU_LABEL}>{t('linkToNote')}</p>
        {choices.length === 0 && <p className="px-2 pb-2 text-meta">{t('linkTypeTitle')}</p>}
        {choices.map((choice, place) => (
          <div
            key={`${choice.title}-${choice.isNew}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === index}
            data-highlighted={place === index ? '' : undefined}
            className={MENU_ITEM}
            onPointerMove={() => setAt({ text: query.text, index: place })}
            onMouseDown={(event) => {
              event.preventDefault();
              query.pick(choice.title);
            }}
          >
            {choice.isNew ? <FilePlus2 aria-hidden /> : <NotebookText aria-hidden />}
            <span className="truncate">
              {choice.isNew ? t('linkNewNote', { title: choice.title }) : choice.title}
            </span>
          </div>
        ))}
      </PopoverContent>
    </Popover>
  );
}
