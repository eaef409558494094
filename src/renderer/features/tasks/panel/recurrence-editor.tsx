import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recurrence, TaskDetail } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { fromLocalDate, type LocalDate } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastError } from '#renderer/lib/toast.ts';
import { useDebounced } from '#renderer/lib/use-debounced.ts';
import { Input } from '#renderer/ui/input.tsx';
import { MENU_ITEM } from '#renderer/ui/menu-styles.ts';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';
import { useFirstDay, useRecurrenceFromWords, useRecurrencePreview } from './panel-queries.ts';
import { presetRule, readRule, RECURRENCE_PRESETS } from './recurrence-presets.ts';

type RecurrenceEditorProps = {
  task: TaskDetail;
  /** The day the series is counted from. */
  day: LocalDate;
  words: string | undefined;
  onDone(): void;
};

const CATCH_UPS = [
  { choice: 'one', name: 'catchUpFold', text: 'catchUpFoldText' },
  { choice: 'skip', name: 'catchUpSkip', text: 'catchUpSkipText' },
  { choice: 'all', name: 'catchUpAll', text: 'catchUpAllText' },
] as const satisfies readonly { choice: Recurrence['catchUp']; name: string; text: string }[];

export function RecurrenceEditor({ task, day, words, onDone }: RecurrenceEditorProps) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  const { recurrence } = task;
  const firstDay = useFirstDay();
  const set = (next: Recurrence | null): void => actions.update([task], { recurrence: next });
  const setRule = (rrule: string, mode: Recurrence['mode'] = recurrence?.mode ?? 'schedule'): void => {
    const next = { rrule, mode, catchUp: recurrence?.catchUp ?? 'one' };
    if (task.dueDate !== null || task.plannedDate !== null) return set(next);
    // A series needs a day to stand on: the first one its rule names.
    firstDay(next, day).then((dueDate) => actions.update([task], { recurrence: next, dueDate }), toastError);
  };
  return (
    <div>
      <CustomRule day={day} onRule={setRule} />
      <Presets
        day={day}
        rule={recurrence?.rrule}
        onPick={(rule) => {
          setRule(rule);
          if (recurrence === null) onDone();
        }}
        onNone={() => {
          set(null);
          onDone();
        }}
      />
      {recurrence !== null && (
        <div className="border-t border-border-subtle p-3">
          <RuleDates words={words} recurrence={recurrence} day={day} />
          <p className="mt-4 mb-1.5 text-xs font-medium text-muted-foreground">{t('countedFrom')}</p>
          <Segmented
            label={t('countedFrom')}
            className="w-full [&>button]:flex-1 [&>button]:justify-center"
            value={recurrence.mode}
            onValueChange={(mode) => set({ ...recurrence, mode })}
            segments={[
              { value: 'schedule', label: t('mode_schedule') },
              { value: 'completion', label: t('mode_completion') },
            ]}
          />
          <p className="mt-1.5 text-meta">{t(`modeText_${recurrence.mode}`)}</p>
          {recurrence.mode === 'schedule' && (
            <CatchUp value={recurrence.catchUp} onChange={(catchUp) => set({ ...recurrence, catchUp })} />
          )}
        </div>
      )}
    </div>
  );
}

/** A rule in words or as RRULE; what was understood is said back before it counts. */
function CustomRule({
  day,
  onRule,
}: {
  day: LocalDate;
  onRule(rule: string, mode?: Recurrence['mode']): void;
}) {
  const { t } = useTranslation('tasks');
  const [text, setText] = useState('');
  const settled = useDebounced(text, 150);
  const rule = readRule(settled);
  const fromWords = useRecurrenceFromWords(rule === undefined ? settled : '');
  const fromRule = useRecurrencePreview(rule === undefined ? null : { rrule: rule, mode: 'schedule' }, day);
  const isEmpty = text.trim() === '';
  const found =
    rule === undefined
      ? (fromWords.data ?? undefined)
      : fromRule.data && !fromRule.isError
        ? { rrule: rule, mode: undefined, text: fromRule.data.text }
        : undefined;
  const isSettled = text === settled && !fromWords.isFetching && !fromRule.isFetching;
  return (
    <form
      className="p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isEmpty || found === undefined || !isSettled) return;
        onRule(found.rrule, found.mode);
        setText('');
      }}
    >
      <Input
        aria-label={t('customRule')}
        placeholder={t('customRuleHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-8"
      />
      <p aria-live="polite" className="px-1 pt-1.5 text-meta empty:hidden">
        {!isEmpty && isSettled && (found === undefined ? t('customRuleUnknown') : `↩ ${found.text}`)}
      </p>
    </form>
  );
}

type PresetsProps = {
  day: LocalDate;
  rule: string | undefined;
  onPick(rule: string): void;
  onNone(): void;
};

function Presets({ day, rule, onPick, onNone }: PresetsProps) {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const fills = {
    weekday: format.weekday(day, 'long'),
    number: fromLocalDate(day).getDate(),
    date: new Intl.DateTimeFormat(format.locale, { day: 'numeric', month: 'long' }).format(
      fromLocalDate(day),
    ),
  };
  return (
    <ul className="p-1 pt-0">
      {RECURRENCE_PRESETS.map((preset) => {
        const isChosen = rule === presetRule(preset, day);
        return (
          <li key={preset}>
            <button
              type="button"
              aria-pressed={isChosen}
              onClick={() => onPick(presetRule(preset, day))}
              className={cn(MENU_ITEM, 'w-full text-start hover:bg-accent')}
            >
              <span className="min-w-0 flex-1 truncate">{t(`every_${preset}`, fills)}</span>
              {isChosen && <Check aria-hidden />}
            </button>
          </li>
        );
      })}
      {rule !== undefined && (
        <li>
          <button
            type="button"
            onClick={onNone}
            className={cn(MENU_ITEM, 'w-full text-start hover:bg-accent')}
          >
            <span className="min-w-0 flex-1">{t('stopRepeating')}</span>
            <X aria-hidden />
          </button>
        </li>
      )}
    </ul>
  );
}

function RuleDates({
  words,
  recurrence,
  day,
}: {
  words: string | undefined;
  recurrence: Recurrence;
  day: LocalDate;
}) {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const { data } = useRecurrencePreview(recurrence, day);
  const next = (data?.dates ?? []).filter((date) => date > day).slice(0, 3);
  return (
    <>
      <p className="text-sm font-medium">{words}</p>
      {recurrence.mode === 'schedule' && next.length > 0 && (
        <p className="mt-0.5 text-meta">
          {t('thenOn', { dates: next.map((date) => format.date(date)).join(', ') })}
        </p>
      )}
    </>
  );
}

function CatchUp({
  value,
  onChange,
}: {
  value: Recurrence['catchUp'];
  onChange(value: Recurrence['catchUp']): void;
}) {
  const { t } = useTranslation('tasks');
  return (
    <fieldset className="mt-4">
      <legend className="mb-1 text-xs font-medium text-muted-foreground">{t('whenMissed')}</legend>
      {CATCH_UPS.map(({ choice, name, text }) => (
        <label key={choice} className="flex items-start gap-2.5 rounded-md py-1.5 text-sm">
          <input
            type="radio"
            name="catch-up"
            className="mt-[3px] accent-(--primary-text)"
            checked={value === choice}
            onChange={() => onChange(choice)}
          />
          <span>
            {t(name)}
            <span className="block text-meta">{t(text)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
