import { CalendarDays, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarSource } from '#shared/contracts/connectors.ts';
import { CalendarSourceDialog } from '#renderer/entities/connection/calendar-source-dialog.tsx';
import {
  useCalendarSources,
  useSaveCalendar,
  useTestCalendar,
} from '#renderer/entities/connection/connection-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { RemoveSource } from './remove-source.tsx';
import { SourceList } from './source-list.tsx';
import { SourceMenu } from './source-menu.tsx';
import { SourceRow } from './source-row.tsx';

type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'remove'; source: CalendarSource };

export function CalendarGroup() {
  const { t } = useTranslation('connections');
  const sources = useCalendarSources();
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  return (
    <SettingGroup
      title={t('calendars')}
      actions={
        <Button
          size="sm"
          variant="outline"
          icon={<Plus aria-hidden />}
          onClick={() => setOpen({ what: 'add' })}
        >
          {t('addCalendar')}
        </Button>
      }
    >
      <SourceList
        query={sources}
        empty={{ icon: CalendarDays, title: t('calendarsNone'), text: t('calendarsNoneText') }}
      >
        {(source) => <CalendarRow key={source.id} source={source} onOpen={setOpen} />}
      </SourceList>
      {open?.what === 'add' && <CalendarSourceDialog onClose={close} />}
      {open?.what === 'edit' && <CalendarSourceDialog source={open.source} onClose={close} />}
      {open?.what === 'remove' && (
        <RemoveSource
          kind="calendar"
          source={open.source}
          title={t('removeCalendar', { name: open.source.name })}
          description={t('removeCalendarText')}
          onClose={close}
        />
      )}
    </SettingGroup>
  );
}

function CalendarRow({ source, onOpen }: { source: CalendarSource; onOpen(open: Open): void }) {
  const { t } = useTranslation('connections');
  const format = useFormat();
  const test = useTestCalendar();
  const save = useSaveCalendar();
  const { syncedAt } = source;
  return (
    <SourceRow
      icon={CalendarDays}
      name={source.name}
      place={source.location}
      facts={[syncedAt === null ? t('neverRead') : t('readAgo', { when: format.ago(syncedAt) })]}
      problem={source.problem}
      result={test.data}
      isEnabled={source.isEnabled}
      onEnabledChange={(isEnabled) => save.mutate({ id: source.id, patch: { isEnabled } })}
      menu={
        <SourceMenu
          onEdit={() => onOpen({ what: 'edit', source })}
          onTest={() => test.mutate({ id: source.id })}
          onRemove={() => onOpen({ what: 'remove', source })}
        />
      }
    />
  );
}
