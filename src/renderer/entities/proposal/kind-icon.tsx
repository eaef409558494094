import {
  CircleCheck,
  Diamond,
  FileText,
  FolderKanban,
  Sparkles,
  UserRound,
  type LucideIcon,
} from 'lucide-react';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import type { ItemKind } from '#shared/contracts/common.ts';
import { cn } from '#renderer/lib/cn.ts';

const ICONS: Readonly<Record<ItemKind, LucideIcon>> = {
  task: CircleCheck,
  checkpoint: Diamond,
  project: FolderKanban,
  client: UserRound,
  note: FileText,
};

/** What kind of item a proposal is about. */
export function KindIcon({ kind, className }: { kind: string; className?: string }) {
  const known = ITEM_KINDS.find((one) => one === kind);
  const Icon = known === undefined ? Sparkles : ICONS[known];
  return <Icon aria-hidden className={cn('size-4 shrink-0', className)} strokeWidth={1.8} />;
}
