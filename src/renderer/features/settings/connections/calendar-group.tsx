import { CalendarDays, Pencil, PlugZap, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarSource } from '#shared/contracts/connectors.ts';
import { CalendarSourceDialog } from '#renderer/entities/connection/calendar-source-dialog.tsx';
import {
  useCalendarSources,
  useRemoveSource,
  useSaveCalendar,
  useTestCalendar,
} from '#renderer/entities/connection/connection-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { DropdownMenuItem, DropdownMenuSeparator } from '#renderer/ui/dropdown-menu.tsx';
import { SettingGroup } from '../setting-row.tsx';
import { SourceList } from './source-list.tsx';
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
      {open?.what === 'remove' && <RemoveCalendar source={open.source} onClose={close} />}
    </SettingGroup>
  );
}

function CalendarRow({ source, onOpen }: { source: CalendarSource; onOpen(open: Open): void }) {
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
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
        <>
          <DropdownMenuItem icon={<Pencil aria-hidden />} onSelect={() => onOpen({ what: 'edit', source })}>
            {common('edit')}
          </DropdownMenuItem>
          <DropdownMenuItem icon={<PlugZap aria-hidden />} onSelect={() => test.mutate({ id: source.id })}>
            {t('test')}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem
            danger
            icon={<Trash2 aria-hidden />}
            onSelect={() => onOpen({ what: 'remove', source })}
          >
            {common('remove')}
          </DropdownMenuItem>
        </>
      }
    />
  );
}

function RemoveCalendar({ source, onClose }: { source: CalendarSource; onClose(): void }) {
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
  const remove = useRemoveSource();
  const { id, name } = source;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      danger
      title={t('removeCalendar', { name })}
      description={t('removeCalendarText')}
      confirmLabel={common('remove')}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(
          { kind: 'calendar', id },
          {
            onSuccess: () => {
              toastDone({ message: t('removed', { name }) });
              onClose();
            },
          },
        )
      }
    />
  );
}
