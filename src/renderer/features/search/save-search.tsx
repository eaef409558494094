import { Bookmark, BookmarkCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { useSavedSearches, useSavedSearchWrites } from './queries.ts';
import { toQuery, type SearchParams } from './search-params.ts';

/** Keeps the search under a name. */
export function SaveSearch({ params }: { params: SearchParams }) {
  const { t } = useTranslation('search');
  const { data: saved = [] } = useSavedSearches();
  const { create, remove } = useSavedSearchWrites();
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState('');
  const query = toQuery(params);
  const known = saved.find((search) => toQuery(search.params) === query);
  if (known !== undefined) {
    return (
      <Button
        size="sm"
        variant="ghost"
        icon={<BookmarkCheck aria-hidden />}
        aria-label={t('removeSaved', { name: known.name })}
        onClick={() => remove(known)}
      >
        {known.name}
      </Button>
    );
  }
  return (
    <Popover
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open);
        setName(query.slice(0, 100));
      }}
    >
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost" icon={<Bookmark aria-hidden />}>
          {t('save')}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('save')} align="end">
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            create({ name: name.trim(), params });
            setIsOpen(false);
          }}
        >
          <Input
            aria-label={t('nameOfSearch')}
            maxLength={100}
            value={name}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" variant="primary" size="sm">
            {t('save')}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}
