import { CalendarDays, FileText, Rss, Server } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarSource, FoundCalendar } from '#shared/contracts/connectors.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { ChoiceCards } from '#renderer/ui/choice-cards.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { missingInCalendar } from './calendar-draft.ts';
import { CalendarFields } from './calendar-fields.tsx';
import { TestResult } from './test-result.tsx';
import { useCalendarForm, type CalendarForm } from './use-calendar-form.ts';

type CalendarSourceDialogProps = {
  source?: CalendarSource;
  /** The new ones, or the one that was changed. */
  onSaved?(sources: readonly CalendarSource[]): void;
  onClose(): void;
};

/** A CalDAV server is asked for its calendars first; a feed or a file is tried before it is kept. */
export function CalendarSourceDialog({ source, onSaved, onClose }: CalendarSourceDialogProps) {
  const { t } = useTranslation('connections');
  const formId = useId();
  const form = useCalendarForm(source, (saved) => {
    onSaved?.(saved);
    onClose();
  });
  const { draft, result } = form;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={source === undefined ? t('addCalendarTitle') : t('editMailTitle', { name: source.name })}
      footer={<CalendarFooter form={form} formId={formId} onClose={onClose} />}
    >
      <form id={formId} noValidate onSubmit={form.submit} className="flex flex-col gap-5">
        {source === undefined && (
          <div className="flex flex-col gap-2">
            <ChoiceCards
              label={t('calendarKind')}
              columns={3}
              value={draft.kind}
              onValueChange={(kind) => form.change({ ...draft, kind, location: '' })}
              className="[&_[role=radio]]:items-center [&_[role=radio]]:p-3"
              choices={[
                { value: 'caldav', icon: Server, title: t('calendar_caldav') },
                { value: 'feed', icon: Rss, title: t('calendar_feed') },
                { value: 'file', icon: FileText, title: t('calendar_file') },
              ]}
            />
            <p aria-live="polite" className="text-[13px] text-muted-foreground">
              {t(`calendar_${draft.kind}Text`)}
            </p>
          </div>
        )}
        <CalendarFields
          draft={draft}
          onDraftChange={form.change}
          missing={form.isAsked ? missingInCalendar(draft, form.isNew) : []}
          isNew={form.isNew}
        />
        {form.searchError && <Banner tone="danger">{describeError(form.searchError).message}</Banner>}
        {form.found && <FoundList form={form} found={form.found} />}
        {result && (
          <TestResult
            result={result}
            note={!result.ok && !form.isNew && form.isSaved ? t('savedButFailed') : undefined}
          />
        )}
      </form>
    </Dialog>
  );
}

function FoundList({ form, found }: { form: CalendarForm; found: readonly FoundCalendar[] }) {
  const { t } = useTranslation('connections');
  if (found.length === 0) return <Banner tone="warning">{t('foundNone')}</Banner>;
  return (
    <fieldset>
      <legend className="text-[13px] font-medium">{t('found', { count: found.length })}</legend>
      <ul className="mt-1.5 divide-y divide-border-subtle rounded-lg border border-border-subtle bg-card">
        {found.map((calendar) => (
          <li key={calendar.url}>
            <label className="flex min-h-10 items-center gap-3 px-3 py-2 text-sm">
              <Checkbox
                checked={form.chosen.has(calendar.url)}
                onCheckedChange={() => form.toggle(calendar.url)}
              />
              <CalendarDays aria-hidden className="size-4 shrink-0 text-primary-text" strokeWidth={1.8} />
              <span className="min-w-0">
                <span dir="auto" className="block truncate">
                  {calendar.name}
                </span>
                {calendar.description !== '' && (
                  <span dir="auto" className="block truncate text-meta">
                    {calendar.description}
                  </span>
                )}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

type FooterProps = { form: CalendarForm; formId: string; onClose(): void };

function CalendarFooter({ form, formId, onClose }: FooterProps) {
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
  const isSearch = form.isNew && form.draft.kind === 'caldav';
  const hasFound = isSearch && (form.found?.length ?? 0) > 0;
  const label = (): string => {
    if (hasFound) return t('addFound', { count: form.chosen.size });
    if (isSearch) return t('find');
    return form.isNew ? t('addCalendar') : common('save');
  };
  return (
    <>
      <Button variant="ghost" onClick={onClose}>
        {common('cancel')}
      </Button>
      {form.isNew && form.result?.ok === false && (
        <Button variant="outline" onClick={form.keepAnyway}>
          {t('addAnyway')}
        </Button>
      )}
      <Button
        type="submit"
        form={formId}
        variant="primary"
        disabled={hasFound && form.chosen.size === 0}
        busy={form.isBusy}
      >
        {label()}
      </Button>
    </>
  );
}
