import { CloudUpload, Database, FolderOpen, HardDrive, Server } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupPlaceKind } from '#shared/contracts/backup.ts';
import { FolderDialog } from '#renderer/entities/connection/folder-dialog.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceCards } from '#renderer/ui/choice-cards.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';
import { PassphraseInput } from '#renderer/ui/passphrase-input.tsx';
import type { PlaceDraft } from './place-draft.ts';

type PlaceFieldsProps = {
  draft: PlaceDraft;
  onDraftChange(draft: PlaceDraft): void;
  /** Before there is a workspace nobody can look for a folder, and nobody is signed in at a server. */
  isNewDevice?: boolean;
};

/** Where a backup lies: the kind, then what that kind needs. */
export function PlaceFields({ draft, onDraftChange, isNewDevice = false }: PlaceFieldsProps) {
  const { t } = useTranslation('backup');
  const set = (patch: Partial<PlaceDraft>): void => onDraftChange({ ...draft, ...patch });
  const Fields = FIELDS[draft.kind];
  return (
    <div className="flex flex-col gap-5">
      <ChoiceCards<BackupPlaceKind>
        label={t('placeKind')}
        columns={2}
        value={draft.kind}
        onValueChange={(kind) => set({ kind })}
        choices={[
          { value: 'folder', icon: HardDrive, title: t('place_folder'), text: t('place_folderText') },
          { value: 'adiuva', icon: CloudUpload, title: t('place_adiuva'), text: t('place_adiuvaText') },
          { value: 's3', icon: Database, title: t('place_s3'), text: t('place_s3Text') },
          { value: 'webdav', icon: Server, title: t('place_webdav'), text: t('place_webdavText') },
        ]}
      />
      <Fields draft={draft} set={set} isNewDevice={isNewDevice} />
    </div>
  );
}

type KindProps = { draft: PlaceDraft; set(patch: Partial<PlaceDraft>): void; isNewDevice: boolean };

const FIELDS: Record<BackupPlaceKind, (props: KindProps) => React.ReactNode> = {
  folder: FolderFields,
  adiuva: EndpointFields,
  s3: BucketFields,
  webdav: DavFields,
};

function FolderFields({ draft, set, isNewDevice }: KindProps) {
  const { t } = useTranslation('backup');
  const [isChoosing, setIsChoosing] = useState(false);
  return (
    <div className="flex items-start gap-2">
      <Field label={t('folderPath')} hint={t('folderHint')} className="min-w-0 flex-1">
        {(control) => (
          <CodeInput
            {...control}
            placeholder="/media/backup/adiuva"
            value={draft.path}
            onChange={(event) => set({ path: event.target.value })}
          />
        )}
      </Field>
      {!isNewDevice && (
        <Button
          variant="outline"
          className="mt-6.5"
          icon={<FolderOpen aria-hidden />}
          onClick={() => setIsChoosing(true)}
        >
          {t('chooseFolder')}
        </Button>
      )}
      {isChoosing && (
        <FolderDialog
          verb="use"
          description={t('chooseFolderText')}
          onChosen={(path) => {
            set({ path });
            setIsChoosing(false);
          }}
          onClose={() => setIsChoosing(false)}
        />
      )}
    </div>
  );
}

type CodeFieldProps = {
  label: string;
  hint?: string;
  optional?: boolean;
  placeholder?: string;
  value: string;
  onValueChange(value: string): void;
  className?: string;
};

function CodeField({ placeholder, value, onValueChange, ...field }: CodeFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <CodeInput
          {...control}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
        />
      )}
    </Field>
  );
}

function EndpointFields({ draft, set, isNewDevice }: KindProps) {
  const { t } = useTranslation('backup');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <CodeField
        className="sm:col-span-2"
        label={t('endpointUrl')}
        hint={isNewDevice ? undefined : t('endpointHint')}
        placeholder="https://backup.example.org"
        value={draft.url}
        onValueChange={(url) => set({ url })}
      />
      {isNewDevice && <AccountFields draft={draft} set={set} />}
    </div>
  );
}

function AccountFields({ draft, set }: Omit<KindProps, 'isNewDevice'>) {
  const { t } = useTranslation('account');
  return (
    <>
      <CodeField label={t('email')} value={draft.email} onValueChange={(email) => set({ email })} />
      <Field label={t('password')}>
        {(control) => (
          <PassphraseInput
            {...control}
            dir="ltr"
            autoComplete="off"
            value={draft.password}
            onChange={(event) => set({ password: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function SecretField({ label, draft, set }: { label: string } & Omit<KindProps, 'isNewDevice'>) {
  const { t } = useTranslation('backup');
  return (
    <Field label={label} hint={t('secretHint')}>
      {(control) => (
        <PassphraseInput
          {...control}
          dir="ltr"
          autoComplete="off"
          value={draft.secret}
          onChange={(event) => set({ secret: event.target.value })}
        />
      )}
    </Field>
  );
}

function BucketFields({ draft, set }: KindProps) {
  const { t } = useTranslation('backup');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <CodeField
        className="sm:col-span-2"
        label={t('s3Endpoint')}
        placeholder="https://s3.eu-central-1.amazonaws.com"
        value={draft.endpoint}
        onValueChange={(endpoint) => set({ endpoint })}
      />
      <CodeField label={t('s3Bucket')} value={draft.bucket} onValueChange={(bucket) => set({ bucket })} />
      <CodeField label={t('s3Region')} value={draft.region} onValueChange={(region) => set({ region })} />
      <CodeField
        label={t('s3KeyId')}
        value={draft.accessKeyId}
        onValueChange={(accessKeyId) => set({ accessKeyId })}
      />
      <CodeField
        optional
        label={t('s3Prefix')}
        value={draft.prefix}
        onValueChange={(prefix) => set({ prefix })}
      />
      <div className="sm:col-span-2">
        <SecretField label={t('s3Secret')} draft={draft} set={set} />
      </div>
    </div>
  );
}

function DavFields({ draft, set }: KindProps) {
  const { t } = useTranslation('backup');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <CodeField
        className="sm:col-span-2"
        label={t('davUrl')}
        placeholder="https://cloud.example.org/remote.php/dav/files/marta/adiuva"
        value={draft.url}
        onValueChange={(url) => set({ url })}
      />
      <CodeField label={t('davUser')} value={draft.user} onValueChange={(user) => set({ user })} />
      <SecretField label={t('davPassword')} draft={draft} set={set} />
    </div>
  );
}
