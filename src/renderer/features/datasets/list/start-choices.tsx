import { Link } from '@tanstack/react-router';
import { Braces, Database, FileSpreadsheet, Laptop, PencilLine, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { NewDatasetStart } from '../draft/new-search.ts';

type Start = {
  readonly start: NewDatasetStart;
  readonly icon: LucideIcon;
  readonly title: 'startFile' | 'startDefinition' | 'startSample';
  readonly text: 'startFileText' | 'startDefinitionText' | 'startSampleText';
};

const OTHERS: readonly Start[] = [
  { start: 'file', icon: FileSpreadsheet, title: 'startFile', text: 'startFileText' },
  { start: 'definition', icon: Braces, title: 'startDefinition', text: 'startDefinitionText' },
  { start: 'sample', icon: Laptop, title: 'startSample', text: 'startSampleText' },
];

/** Nothing there yet: the ways to begin. */
export function StartChoices() {
  const { t } = useTranslation('datasets');
  return (
    <div className="flex flex-col items-center gap-2 pb-8">
      <EmptyState
        icon={Database}
        heading="h2"
        title={t('empty')}
        text={t('emptyText')}
        action={
          <Button asChild variant="primary" size="lg">
            <Link to="/datasets/new">
              <PencilLine aria-hidden />
              {t('describe')}
            </Link>
          </Button>
        }
        className="pb-8"
      />
      <ul aria-label={t('startWith')} className="grid w-full max-w-3xl gap-3 sm:grid-cols-3">
        {OTHERS.map(({ start, icon: Icon, title, text }) => (
          <li key={start}>
            <Link
              to="/datasets/new"
              search={{ start }}
              className="flex h-full gap-3 rounded-xl border border-border bg-card p-4 transition-[border-color,box-shadow] hover:border-control hover:shadow-raised"
            >
              <Icon
                aria-hidden
                className="mt-0.5 size-4.5 shrink-0 text-muted-foreground"
                strokeWidth={1.8}
              />
              <span className="min-w-0">
                <span className="block text-sm font-semibold">{t(title)}</span>
                <span className="mt-0.5 block text-[13px] leading-snug text-muted-foreground">{t(text)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
