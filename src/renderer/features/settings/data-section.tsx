import { Link } from '@tanstack/react-router';
import { Check, Copy, FileInput, Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastError } from '#renderer/lib/toast.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { DoctorResult } from './doctor-result.tsx';
import { useDoctor, useSystemInfo } from './queries.ts';
import { RepairNote } from './repair-note.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';

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
