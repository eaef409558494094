import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSystemInfo } from '#renderer/entities/access/use-system-info.ts';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';

export type DeviceName = { readonly typed: string; readonly name: string; type(name: string): void };

/** What this computer is called beside its backups: what it calls itself, until something else is typed. */
export function useDeviceName(): DeviceName {
  const { t } = useTranslation('backup');
  const info = useSystemInfo();
  const [typed, setTyped] = useState<string>();
  const own = info?.deviceName || t('myComputer');
  return { typed: typed ?? own, name: typed?.trim() || own, type: setTyped };
}

export function DeviceNameField({ device }: { device: DeviceName }) {
  const { t } = useTranslation('backup');
  return (
    <Field label={t('deviceName')} hint={t('deviceNameHint')}>
      {(control) => (
        <Input
          {...control}
          maxLength={100}
          value={device.typed}
          onChange={(event) => device.type(event.target.value)}
        />
      )}
    </Field>
  );
}
