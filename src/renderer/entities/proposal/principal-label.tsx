import {
  Bot,
  ListTree,
  Puzzle,
  Sparkles,
  UserRound,
  Waypoints,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { usePlugins } from '../plugin/plugin-queries.ts';

const ICONS = {
  plugin: Puzzle,
  flow: Workflow,
  assistant: Sparkles,
  plan: ListTree,
  user: UserRound,
  connector: Waypoints,
} as const satisfies Record<string, LucideIcon>;

type PrincipalKind = keyof typeof ICONS;

function isKind(text: string): text is PrincipalKind {
  return text in ICONS;
}

export type ReadPrincipal = { readonly kind: PrincipalKind | 'other'; readonly name: string };

/** `plugin:email-scanner` as a person reads it: Email scanner. */
export function readPrincipal(principal: string): ReadPrincipal {
  const [kind = '', ...rest] = principal.split(':');
  const name = (rest.length === 0 ? kind : rest.join(':')).replaceAll(/[-_]+/g, ' ').trim();
  return {
    kind: isKind(kind) ? kind : 'other',
    name: name.charAt(0).toLocaleUpperCase() + name.slice(1),
  };
}

export function usePrincipalName(): (principal: string) => string {
  const { t, i18n } = useTranslation('inbox');
  const { data: plugins } = usePlugins();
  return (principal) => {
    const { kind, name } = readPrincipal(principal);
    if (kind === 'user') return t('you');
    // Parts of the app that come over the wire can't be checked at compile time; existence is checked here.
    const part = `connector_${principal.slice('connector:'.length)}`;
    if (kind === 'connector' && i18n.exists(`inbox:${part}`)) return t(part as 'connector_email');
    // One that is gone has left its name in the log, not its title.
    return plugins?.find((plugin) => `plugin:${plugin.name}` === principal)?.title ?? name;
  };
}

export function PrincipalIcon({ principal, className }: { principal: string; className?: string }) {
  const { kind } = readPrincipal(principal);
  const Icon = kind === 'other' ? Bot : ICONS[kind];
  return <Icon aria-hidden className={cn('size-3.5 shrink-0', className)} strokeWidth={1.8} />;
}

/** Who wants it, or who did it. */
export function PrincipalLabel({ principal, className }: { principal: string; className?: string }) {
  const name = usePrincipalName()(principal);
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5', className)}>
      <PrincipalIcon principal={principal} />
      <span className="truncate">{name}</span>
    </span>
  );
}
