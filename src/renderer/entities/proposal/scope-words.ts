import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useCalendarSources, useMailAccounts } from '../connection/connection-queries.ts';
import { useClientOptions, useProjectOptions } from '../task/project-options.tsx';

/** `kind:task project:<id>` as "tasks in Spring campaign"; an account by its name; a folder or a server stays as it is. */
export function useScopeWords(): (resource: string) => string {
  const { t, i18n } = useTranslation('activity');
  const projects = useProjectOptions().options;
  const clients = useClientOptions().options;
  const { data: accounts } = useMailAccounts();
  const { data: calendars } = useCalendarSources();
  return useCallback(
    (resource) => {
      const fact = (text: string): string => {
        const [name = '', value = ''] = text.split(':');
        if (name === 'kind') {
          // Kinds that come over the wire can't be checked at compile time; existence is checked here.
          const key = `resource_${value}`;
          return i18n.exists(`activity:${key}`) ? t(key as 'resource_task') : value;
        }
        if (name === 'place') return t('withoutPlace');
        if (value === 'none') return t(name === 'project' ? 'withoutProject' : 'withoutClient');
        const options = name === 'project' ? projects : clients;
        const label = options.find((option) => option.value === value)?.label;
        if (name === 'project') return t('inProject', { name: label ?? t('aProject') });
        return t('ofClient', { name: label ?? t('aClient') });
      };
      if (resource === '*') return t('wholeWorkspace');
      const isScope = /^(kind|project|client):\S+( (project|client):\S+)*$/.test(resource);
      if (!isScope) {
        const source = [...(accounts ?? []), ...(calendars ?? [])].find(({ id }) => id === resource);
        return source?.name ?? resource;
      }
      return resource.replace('project:none client:none', 'place:none').split(' ').map(fact).join(' ');
    },
    [t, i18n, projects, clients, accounts, calendars],
  );
}
