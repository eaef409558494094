import {
  CalendarDays,
  FolderOpen,
  Globe,
  Mail,
  NotebookText,
  PencilLine,
  Sparkles,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PermissionType } from '#shared/contracts/permissions.ts';
import type { RightOption } from '#shared/contracts/plugins.ts';

export const RIGHT_ICONS: Readonly<Record<PermissionType, LucideIcon>> = {
  read_folder: FolderOpen,
  read_email: Mail,
  read_calendar: CalendarDays,
  read_browser_history: Globe,
  network: Waypoints,
  model: Sparkles,
  read_workspace: NotebookText,
  write_workspace: PencilLine,
};

const KINDS = ['client', 'project', 'task', 'checkpoint', 'note', 'file', 'web', 'email', 'event'] as const;

export type ResourceLabel = (type: PermissionType, resource: string) => string;

/** What a right is for, in words: the account's name, the client's, "the whole workspace". */
export function useResourceLabel(options: readonly RightOption[]): ResourceLabel {
  const { t } = useTranslation('plugins');
  return (type, resource) => {
    if (resource === '*') return t(type === 'model' ? 'anyModel' : 'wholeWorkspace');
    const kind = KINDS.find((name) => resource === `kind:${name}`);
    if (kind !== undefined) return t('allOf_kind', { kind: t(`kind_${kind}`) });
    return options.find((option) => option.resource === resource)?.label ?? resource;
  };
}
