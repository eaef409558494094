import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetProfile } from '#shared/contracts/datasets.ts';
import { useProfileModels, useSaveProfile } from '#renderer/entities/dataset/profile-queries.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input, Textarea } from '#renderer/ui/input.tsx';
import { KeyInput } from './key-input.tsx';
import { profileDraft, profileInput, profileProblems, type ProfileDraft } from './profile-draft.ts';

type ProfileDialogProps = {
  /** The one to change; a new one without it. */
  profile?: DatasetProfile;
  onClose(): void;
};

export function ProfileDialog({ profile, onClose }: ProfileDialogProps) {
  const { t } = useTranslation('datasets');
  const { t: common } = useTranslation();
  const formId = useId();
  const [draft, setDraft] = useState(() => profileDraft(profile));
  const [isTold, setIsTold] = useState(false);
  const save = useSaveProfile();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setIsTold(true);
    if (save.isPending || profileProblems(draft).length > 0) return;
    const input = profileInput(draft);
    save.mutate(profile === undefined ? { id: null, input } : { id: profile.id, patch: input }, {
      onSuccess: ({ name }) => {
        toastDone({ message: t(profile === undefined ? 'profileAdded' : 'profileSaved', { name }) });
        onClose();
      },
    });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={profile === undefined ? t('addProfile') : t('editProfile', { name: profile.name })}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending}>
            {profile === undefined ? common('add') : common('save')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Fields
          draft={draft}
          profile={profile}
          isTold={isTold}
          onChange={(patch) => setDraft({ ...draft, ...patch })}
        />
        {save.error && <Banner tone="danger">{describeError(save.error).message}</Banner>}
      </form>
    </Dialog>
  );
}

type FieldsProps = {
  draft: ProfileDraft;
  profile: DatasetProfile | undefined;
  /** What is wrong is told once it was tried. */
  isTold: boolean;
  onChange(patch: Partial<ProfileDraft>): void;
};

function Fields({ draft, profile, isTold, onChange }: FieldsProps) {
  const { t } = useTranslation('datasets');
  const problems = isTold ? profileProblems(draft) : [];
  return (
    <>
      <Field label={t('profileName')} error={problems.includes('name') ? t('profileWrongName') : undefined}>
        {(control) => (
          <Input
            {...control}
            maxLength={100}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('profileAddress')}
        hint={t('profileAddressHint')}
        error={problems.includes('baseUrl') ? t('profileWrongAddress') : undefined}
      >
        {(control) => (
          <CodeInput
            {...control}
            placeholder="http://127.0.0.1:8000"
            value={draft.baseUrl}
            onChange={(event) => onChange({ baseUrl: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('profilePath')}
        hint={t('profilePathHint')}
        error={problems.includes('path') ? t('profileWrongPath') : undefined}
      >
        {(control) => (
          <CodeInput
            {...control}
            value={draft.path}
            onChange={(event) => onChange({ path: event.target.value })}
          />
        )}
      </Field>
      <ModelField draft={draft} profile={profile} onChange={onChange} />
      <KeyField draft={draft} profile={profile} onChange={onChange} />
      <Field
        optional
        label={t('profileParameters')}
        hint={t('profileParametersHint')}
        error={problems.includes('parameters') ? t('profileParametersWrong') : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            dir="ltr"
            spellCheck={false}
            value={draft.parameters}
            onChange={(event) => onChange({ parameters: event.target.value })}
            className="min-h-16 font-mono text-[13px]"
          />
        )}
      </Field>
    </>
  );
}

type PartProps = Omit<FieldsProps, 'isTold'>;

/** Of those that the server lists once the profile is kept; or any name that is typed. */
function ModelField({ draft, profile, onChange }: PartProps) {
  const { t } = useTranslation('datasets');
  const find = useProfileModels();
  const names = [...new Set([...(draft.model === '' ? [] : [draft.model]), ...(find.data ?? [])])];
  if (profile === undefined) {
    return (
      <Field label={t('profileModel')} hint={t('profileModelHint')}>
        {(control) => (
          <CodeInput
            {...control}
            maxLength={200}
            value={draft.model}
            onChange={(event) => onChange({ model: event.target.value })}
          />
        )}
      </Field>
    );
  }
  return (
    <Field label={t('profileModel')} hint={find.error ? undefined : t('profileModelHint')}>
      {({ id }) => (
        <>
          <Combobox
            id={id}
            label={t('profileModel')}
            placeholder={t('profileNoModel')}
            value={draft.model === '' ? null : draft.model}
            options={names.map((name) => ({ value: name, label: name }))}
            loading={find.isPending}
            onCreate={(model) => onChange({ model })}
            onValueChange={(model) => onChange({ model: model ?? '' })}
          />
          <Button
            size="xs"
            variant="ghost"
            busy={find.isPending}
            className="self-start"
            onClick={() => find.mutate(profile.id)}
          >
            {t('profileFind')}
          </Button>
          {find.error && (
            <p role="status" className="text-xs text-danger-text">
              {describeError(find.error).message}
            </p>
          )}
        </>
      )}
    </Field>
  );
}

function KeyField({ draft, profile, onChange }: PartProps) {
  const { t } = useTranslation('datasets');
  const isKept = profile?.hasKey === true && !draft.isKeyForgotten;
  return (
    <Field optional label={t('profileKey')} hint={t('profileKeyHint')}>
      {(control) => (
        <KeyInput
          control={control}
          draft={draft}
          isKept={isKept}
          labels={{ kept: t('profileKeyKept'), forget: t('profileForgetKey') }}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
