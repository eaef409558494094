import { CalendarDays, FileText, Globe, Mail, type LucideIcon } from 'lucide-react';
import type { ExternalKind } from '#shared/contracts/external-items.ts';

/** What plugins found outside of the workspace, as it looks in lists. */
export const EXTERNAL_ICONS: Readonly<Record<ExternalKind, LucideIcon>> = {
  file: FileText,
  web: Globe,
  email: Mail,
  event: CalendarDays,
};
