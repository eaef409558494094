import { Link } from '@tanstack/react-router';
import {
  BrainCircuit,
  Cable,
  CircleUser,
  Database,
  Info,
  Keyboard,
  KeyRound,
  Network,
  Palette,
  Settings2,
  ShieldCheck,
  Sparkles,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { AboutSection } from './about-section.tsx';
import { AccountSection } from './account/account-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { ConnectionsSection } from './connections/connections-section.tsx';
import { DataSection } from './data-section.tsx';
import { ModelsSection } from './models/models-section.tsx';
import { MemorySection } from './memory/memory-section.tsx';
import { NetworkSection } from './network-section.tsx';
import { PermissionsSection } from './permissions-section.tsx';
import { SecuritySection } from './security-section.tsx';
import { SETTINGS_SECTIONS, type SettingsSection } from './settings-search.ts';
import { ShortcutsSection } from './shortcuts-section.tsx';
import { SystemWarnings } from './system-warnings.tsx';
import { WorkspaceSection } from './workspace-section.tsx';

const ICONS: Record<SettingsSection, LucideIcon> = {
  appearance: Palette,
  workspace: Settings2,
  connections: Cable,
  models: Sparkles,
  memory: BrainCircuit,
  account: CircleUser,
  network: Network,
  security: ShieldCheck,
  permissions: KeyRound,
  data: Database,
  shortcuts: Keyboard,
  about: Info,
};

const SECTIONS = {
  appearance: AppearanceSection,
  workspace: WorkspaceSection,
  connections: ConnectionsSection,
  models: ModelsSection,
  memory: MemorySection,
  account: AccountSection,
  network: NetworkSection,
  security: SecuritySection,
  permissions: PermissionsSection,
  data: DataSection,
  shortcuts: ShortcutsSection,
  about: AboutSection,
} satisfies Record<SettingsSection, () => unknown>;

export function SettingsPage({ section }: { section: SettingsSection }) {
  const { t } = useTranslation('settings');
  const Section = SECTIONS[section];
  return (
    <Page className="max-w-5xl">
      <PageHeader title={t('title')} windowTitle={`${t(section)} · ${t('title')}`} />
      <div className="flex flex-col gap-6 px-8 pt-2 md:flex-row md:gap-10">
        <nav aria-label={t('sections')} className="shrink-0 md:w-44">
          <ul className="flex flex-wrap gap-0.5 md:sticky md:top-6 md:flex-col">
            {SETTINGS_SECTIONS.map((name) => {
              const Icon = ICONS[name];
              return (
                <li key={name}>
                  <Link
                    to="/settings"
                    search={{ section: name }}
                    replace
                    aria-current={name === section ? 'page' : undefined}
                    className="flex h-9 items-center gap-2.5 rounded-lg px-3 text-sm text-muted-foreground transition-colors hover:bg-accent/70 hover:text-foreground aria-[current=page]:bg-accent aria-[current=page]:font-medium aria-[current=page]:text-foreground"
                  >
                    <Icon aria-hidden className="size-4" strokeWidth={1.8} />
                    {t(name)}
                  </Link>
                </li>
              );
            })}
          </ul>
        </nav>
        <div key={section} className="flex min-w-0 flex-1 animate-page flex-col gap-6">
          <SystemWarnings />
          <Section />
        </div>
      </div>
    </Page>
  );
}
