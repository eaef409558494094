import { BookOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { MarkdownText } from '#renderer/ui/markdown-text.tsx';
import type { ShownPlugin } from './plugin-types.ts';

/** What its author says of it. */
export function AboutView({ plugin }: { plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  if (plugin.readme.trim() === '')
    return (
      <Card>
        <EmptyState compact icon={BookOpen} title={t('readmeNone')} className="py-10" />
      </Card>
    );
  return (
    <Card className="px-7 py-6">
      <MarkdownText headings={2} className="max-w-2xl gap-3.5">
        {plugin.readme}
      </MarkdownText>
    </Card>
  );
}
