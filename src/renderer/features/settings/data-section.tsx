import { Link } from '@tanstack/react-router';
import { Check, Copy, FileInput, LockOpen, Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastError } from '#renderer/lib/toast.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { DoctorResult } from './doctor-result.tsx';
import { useDoctor, useSystemInfo } from './queries.ts';
import { RepairNote } from './repair-note.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';

export function DataSection() {
  const { t } = useTranslation('settings');
  const doctor = useDoctor();
  return (
    <>
      <RepairNote />
      <SettingGroup title={t('data')}>
        <SettingRow label={t('importExport')} hint={t('importExportHint')}>
          <Link to="/import" className={buttonStyles({ variant: 'outline' })}>
            <FileInput aria-hidden />
            {t('openImport')}
          </Link>
        </SettingRow>
        <DataFolder />
        <UnencryptedFiles />
      </SettingGroup>
      <SettingGroup title={t('health')} text={t('healthText')}>
        <SettingRow label={t('check')} hint={t('checkHint')}>
          <Button icon={<Stethoscope aria-hidden />} busy={doctor.isPending} onClick={() => doctor.mutate()}>
            {t('checkNow')}
          </Button>
        </SettingRow>
        {(doctor.data || doctor.error) && <DoctorResult report={doctor.data} error={doctor.error} />}
      </SettingGroup>
    </>
  );
}

/** A file that anyone can read lies beside the encrypted one until the person deletes it. */
function UnencryptedFiles() {
  const { t } = useTranslation('settings');
  const { data: info } = useSystemInfo();
  if (!info || info.unencryptedFiles.length === 0) return null;
  return (
    <SettingRow
      label={
        <span className="flex items-center gap-2">
          <LockOpen aria-hidden className="size-4 text-warning-text" strokeWidth={1.8} />
          {t('unencryptedFile', { count: info.unencryptedFiles.length })}
        </span>
      }
      hint={
        <>
          {info.unencryptedFiles.map((name) => (
            <span key={name} dir="ltr" className="block font-mono text-xs wrap-anywhere">
              {name}
            </span>
          ))}
          <span className="mt-1 block">{t('unencryptedFileHint')}</span>
        </>
      }
    />
  );
}

function DataFolder() {
  const { t } = useTranslation('settings');
  const { data: info } = useSystemInfo();
  const [isCopied, setIsCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(info?.dataDir ?? '').then(() => setIsCopied(true), toastError);
  };
  return (
    <SettingRow
      label={t('dataFolder')}
      hint={
        <span dir="ltr" className="font-mono text-xs wrap-anywhere">
          {info?.dataDir}
        </span>
      }
    >
      <Button
        variant="ghost"
        size="sm"
        icon={isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        onClick={copy}
      >
        {t(isCopied ? 'copied' : 'copyPath')}
      </Button>
    </SettingRow>
  );
}
