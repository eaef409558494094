import { Globe } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBrowserProfiles } from '#renderer/entities/connection/connection-queries.ts';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { SourceList } from './source-list.tsx';
import { SourceRow } from './source-row.tsx';

export function BrowserGroup() {
  const { t } = useTranslation('connections');
  const profiles = useBrowserProfiles();
  return (
    <SettingGroup title={t('browsers')} text={t('browsersText')}>
      <SourceList
        query={profiles}
        empty={{ icon: Globe, title: t('browsersNone'), text: t('browsersNoneText') }}
      >
        {({ id, browser, name }) => (
          <SourceRow key={id} icon={Globe} name={name} place={t(`browser_${browser}`)} />
        )}
      </SourceList>
    </SettingGroup>
  );
}
