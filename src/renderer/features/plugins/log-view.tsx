import { ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { LogLines } from './log-lines.tsx';
import type { ShownPlugin } from './plugin-types.ts';

export function LogView({ plugin }: { plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  return (
    <Card className="px-5 py-4">
      <LogLines
        name={plugin.name}
        empty={<EmptyState compact icon={ScrollText} title={t('logNone')} text={t('logNoneText')} />}
      />
    </Card>
  );
}
