import { Bookmark, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NameDialog } from '#renderer/entities/saved-filter/name-dialog.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { OPERATORS, operatorName } from './operators.ts';
import { useLanguage, useSavedSearches, useSavedSearchWrites } from './queries.ts';
import { toQuery, type SearchParams } from './search-params.ts';

const EXAMPLES = ['exampleMeaning', 'example1', 'example2', 'example3', 'example4'] as const;

type SearchHelpProps = {
  onInsert(text: string): void;
  onSearch(params: SearchParams): void;
};

/** The page before anything is typed: what was kept, what can be asked, and how. */
export function SearchHelp({ onInsert, onSearch }: SearchHelpProps) {
  const { t } = useTranslation('search');
  const language = useLanguage();
  return (
    <div className="grid gap-x-10 gap-y-8 @3xl:grid-cols-[1fr_1.2fr]">
      <div className="flex flex-col gap-8">
        <SavedSearches onSearch={onSearch} />
        <section>
          <SectionHeading>{t('try')}</SectionHeading>
          <ul className="-mx-2.5 mt-1">
            {EXAMPLES.map((key) => (
              <li key={key}>
                <button
                  type="button"
                  onClick={() => onSearch({ q: t(key) })}
                  className="ring-inset-focus w-full rounded-lg px-2.5 py-1.5 text-start font-mono text-[13px] hover:bg-muted"
                >
                  {t(key)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <section>
        <SectionHeading>{t('operators')}</SectionHeading>
        <ul className="-mx-2.5 mt-1">
          {OPERATORS.map((operator) => (
            <li key={operator}>
              <button
                type="button"
                onClick={() => onInsert(`${operatorName(operator, language)}:`)}
                className="ring-inset-focus flex w-full items-baseline gap-3 rounded-lg px-2.5 py-1.5 text-start hover:bg-muted"
              >
                <span className="w-24 shrink-0 font-mono text-[13px]">
                  {operatorName(operator, language)}:
                </span>
                <span className="text-[13px] text-muted-foreground">{t(`help_${operator}`)}</span>
              </button>
            </li>
          ))}
        </ul>
        <p className="mt-3 text-[13px] leading-relaxed text-muted-foreground">{t('helpMore')}</p>
      </section>
    </div>
  );
}

function SavedSearches({ onSearch }: Pick<SearchHelpProps, 'onSearch'>) {
  const { t } = useTranslation('search');
  const { data: saved = [] } = useSavedSearches();
  const { remove, rename } = useSavedSearchWrites();
  const [naming, setNaming] = useState<{ id: string; name: string }>();
  if (saved.length === 0) return null;
  return (
    <section>
      <SectionHeading count={saved.length}>{t('saved')}</SectionHeading>
      <ul className="-mx-2.5 mt-1">
        {saved.map(({ id, name, params }) => (
          <li key={id} className="group flex items-center rounded-lg hover:bg-muted">
            <button
              type="button"
              onClick={() => onSearch(params)}
              className="ring-inset-focus flex min-h-9 min-w-0 flex-1 items-center gap-2.5 rounded-lg px-2.5 text-start"
            >
              <Bookmark aria-hidden className="size-4 shrink-0 text-muted-foreground" />
              <span className="truncate text-sm">{name}</span>
              <span className="min-w-0 truncate font-mono text-xs text-muted-foreground">
                {toQuery(params)}
              </span>
            </button>
            <IconButton label={t('renameSaved', { name })} onClick={() => setNaming({ id, name })}>
              <Pencil aria-hidden />
            </IconButton>
            <IconButton
              label={t('removeSaved', { name })}
              onClick={() => remove({ id, name })}
              className="me-1"
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {naming !== undefined && (
        <NameDialog
          title={t('renameSaved', { name: naming.name })}
          name={naming.name}
          label={t('nameOfSearch')}
          onSave={(name) => {
            rename({ id: naming.id, name });
            setNaming(undefined);
          }}
          onClose={() => setNaming(undefined)}
        />
      )}
    </section>
  );
}
