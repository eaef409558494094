import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { useSetSchedule } from './queries.ts';
import { isCronText, parseSchedule, toCron, type Schedule } from '#renderer/lib/schedule.ts';
import { useDayName, useScheduleWords } from './use-schedule-words.ts';
import type { ShownPlugin } from './plugin-types.ts';

const PRESETS = [
  'manual',
  'minutes15',
  'minutes30',
  'hourly',
  'daily',
  'weekdays',
  'weekly',
  'custom',
] as const;
type Preset = (typeof PRESETS)[number];

type Draft = {
  readonly preset: Preset;
  readonly time: string;
  readonly day: string;
  readonly cron: string;
};

function draftOf(cron: string | null): Draft {
  const schedule = parseSchedule(cron);
  const draft = { time: '08:00', day: '1', cron: cron ?? '0 8 * * *' };
  switch (schedule.kind) {
    case 'manual':
      return { ...draft, preset: 'manual' };
    case 'daily':
    case 'weekdays':
      return { ...draft, preset: schedule.kind, time: schedule.time };
    case 'weekly': {
      const [day, ...more] = schedule.days;
      if (day === undefined || more.length > 0) return { ...draft, preset: 'custom' };
      return { ...draft, preset: 'weekly', day: String(day), time: schedule.time };
    }
    default: {
      const preset = PRESETS.find((name) => toCron(scheduleOf({ ...draft, preset: name })) === cron);
      return { ...draft, preset: preset ?? 'custom' };
    }
  }
}

function scheduleOf({ preset, time, day, cron }: Draft): Schedule {
  switch (preset) {
    case 'manual':
      return { kind: 'manual' };
    case 'minutes15':
      return { kind: 'minutes', every: 15 };
    case 'minutes30':
      return { kind: 'minutes', every: 30 };
    case 'hourly':
      return { kind: 'hours', every: 1 };
    case 'daily':
    case 'weekdays':
      return { kind: preset, time };
    case 'weekly':
      return { kind: 'weekly', days: [Number(day)], time };
    case 'custom':
      return { kind: 'custom', cron };
  }
}

type ScheduleDialogProps = { plugin: ShownPlugin; onClose(): void };

export function ScheduleDialog({ plugin, onClose }: ScheduleDialogProps) {
  const { t } = useTranslation('plugins');
  const { t: common } = useTranslation();
  const formId = useId();
  const [draft, setDraft] = useState(() => draftOf(plugin.schedule));
  const words = useScheduleWords();
  const save = useSetSchedule(plugin.name);
  const isWrong = draft.preset === 'custom' && !isCronText(draft.cron);
  const cron = toCron(scheduleOf(draft));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isWrong || save.isPending) return;
    save.mutate(cron, {
      onSuccess: () => {
        toastDone({ message: t('savedSchedule') });
        onClose();
      },
    });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={t('schedule')}
      description={t('scheduleText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={formId} variant="primary" disabled={isWrong} busy={save.isPending}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <ScheduleFields draft={draft} onDraftChange={setDraft} isWrong={isWrong} />
        {cron !== null && draft.preset === 'custom' && !isWrong && (
          <p aria-live="polite" className="rounded-lg bg-muted px-3.5 py-2.5 text-sm">
            {words(cron)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

type FieldsProps = { draft: Draft; onDraftChange(draft: Draft): void; isWrong: boolean };

function ScheduleFields({ draft, onDraftChange, isWrong }: FieldsProps) {
  const { t } = useTranslation('plugins');
  const dayName = useDayName();
  const hasTime = draft.preset === 'daily' || draft.preset === 'weekdays' || draft.preset === 'weekly';
  return (
    <>
      <Field label={t('every')}>
        {({ id }) => (
          <Select
            id={id}
            value={draft.preset}
            onValueChange={(preset) => onDraftChange({ ...draft, preset })}
            options={PRESETS.map((value) => ({ value, label: t(`preset_${value}`) }))}
          />
        )}
      </Field>
      <div className="flex gap-4 empty:hidden">
        {draft.preset === 'weekly' && (
          <Field label={t('onDay')} className="flex-1">
            {({ id }) => (
              <Select
                id={id}
                value={draft.day}
                onValueChange={(day) => onDraftChange({ ...draft, day })}
                options={[1, 2, 3, 4, 5, 6, 0].map((day) => ({ value: String(day), label: dayName(day) }))}
              />
            )}
          </Field>
        )}
        {hasTime && (
          <Field label={t('at')} className="w-32">
            {(control) => (
              <Input
                {...control}
                type="time"
                required
                value={draft.time}
                onChange={(event) => onDraftChange({ ...draft, time: event.target.value || draft.time })}
              />
            )}
          </Field>
        )}
        {draft.preset === 'custom' && (
          <Field
            label={t('cron')}
            hint={t('cronHint')}
            error={isWrong ? t('cronInvalid') : undefined}
            className="flex-1"
          >
            {(control) => (
              <CodeInput
                {...control}
                className="font-mono"
                value={draft.cron}
                onChange={(event) => onDraftChange({ ...draft, cron: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
    </>
  );
}
