import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Property } from '#renderer/ui/property-list.tsx';
import { Switch } from '#renderer/ui/switch.tsx';

type PrivatePropertyProps = { isPrivate: boolean; onChange(isPrivate: boolean): void };

/** Keeps a client or a project to itself, with the sentence that says what that means. */
export function PrivateProperty({ isPrivate, onChange }: PrivatePropertyProps) {
  const { t } = useTranslation();
  return (
    <Property label={t('private')} icon={Lock}>
      <div className="flex min-w-0 flex-col gap-1.5 py-1.5 ps-2">
        <Switch
          checked={isPrivate}
          aria-label={t('private')}
          aria-description={t('privateText')}
          onCheckedChange={onChange}
        />
        <p className="text-xs leading-snug text-muted-foreground">{t('privateText')}</p>
      </div>
    </Property>
  );
}
