import { useTranslation } from 'react-i18next';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input } from '#renderer/ui/input.tsx';
import { PassphraseInput } from '#renderer/ui/passphrase-input.tsx';
import type { CalendarDraft, CalendarField } from './calendar-draft.ts';
import { CertificateField } from './certificate-field.tsx';
import { useProblem } from './use-problem.ts';

type CalendarFieldsProps = {
  draft: CalendarDraft;
  onDraftChange(draft: CalendarDraft): void;
  missing: readonly CalendarField[];
  isNew: boolean;
};

export function CalendarFields(props: CalendarFieldsProps) {
  const { draft, onDraftChange, missing, isNew } = props;
  const { t } = useTranslation('connections');
  const problem = useProblem(missing);
  return (
    <div className="flex flex-col gap-4">
      <LocationField {...props} />
      {draft.kind !== 'file' && <SignInFields {...props} />}
      {(draft.kind !== 'caldav' || !isNew) && (
        <Field label={t('name')} hint={t('nameHint')} error={problem('name')}>
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              placeholder={t('nameExampleCalendar')}
              value={draft.name}
              onChange={(event) => onDraftChange({ ...draft, name: event.target.value })}
            />
          )}
        </Field>
      )}
      {draft.kind !== 'file' && (
        <CertificateField
          value={draft.certificate}
          onValueChange={(certificate) => onDraftChange({ ...draft, certificate })}
        />
      )}
    </div>
  );
}

function LocationField({ draft, onDraftChange, missing }: CalendarFieldsProps) {
  const { t } = useTranslation('connections');
  const problem = useProblem(missing);
  const examples = {
    caldav: 'https://cloud.example.com/remote.php/dav',
    feed: 'https://example.com/calendar.ics',
    file: t('icsPathExample'),
  };
  const labels = { caldav: t('serverUrl'), feed: t('feedUrl'), file: t('path') };
  return (
    <Field label={labels[draft.kind]} error={problem('location') ?? problem('path')}>
      {(control) => (
        <CodeInput
          {...control}
          placeholder={examples[draft.kind]}
          value={draft.location}
          onChange={(event) => onDraftChange({ ...draft, location: event.target.value })}
        />
      )}
    </Field>
  );
}

function SignInFields({ draft, onDraftChange, missing, isNew }: CalendarFieldsProps) {
  const { t } = useTranslation('connections');
  const problem = useProblem(missing);
  const optional = draft.kind === 'feed';
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label={t('userName')} optional={optional} error={problem('user')}>
        {(control) => (
          <CodeInput
            {...control}
            value={draft.user}
            onChange={(event) => onDraftChange({ ...draft, user: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('password')} optional={optional} error={problem('secret')}>
        {(control) => (
          <PassphraseInput
            {...control}
            dir="ltr"
            autoComplete="new-password"
            placeholder={isNew ? undefined : t('passwordKept')}
            value={draft.secret}
            onChange={(event) => onDraftChange({ ...draft, secret: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
