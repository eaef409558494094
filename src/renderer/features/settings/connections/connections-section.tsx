import { useTranslation } from 'react-i18next';
import { BrowserGroup } from './browser-group.tsx';
import { CalendarGroup } from './calendar-group.tsx';
import { FolderGroup } from './folder-group.tsx';
import { MailGroup } from './mail-group.tsx';

/** What lies outside of the workspace and may be read once a plugin is allowed to. */
export function ConnectionsSection() {
  const { t } = useTranslation('connections');
  return (
    <>
      <p className="max-w-xl text-sm leading-relaxed text-muted-foreground">{t('text')}</p>
      <MailGroup />
      <CalendarGroup />
      <FolderGroup />
      <BrowserGroup />
    </>
  );
}
