import type { ComponentType, ReactNode } from 'react';
import { ContextMenuItem, ContextMenuSeparator, ContextMenuSub } from './context-menu.tsx';
import { DropdownMenuItem, DropdownMenuSeparator, DropdownMenuSub } from './dropdown-menu.tsx';

type MenuItemProps = {
  icon?: ReactNode;
  keys?: string;
  danger?: boolean;
  onSelect?: (event: Event) => void;
  children?: ReactNode;
};
type MenuSubProps = { label: ReactNode; icon?: ReactNode; children: ReactNode };

/** The pieces of a menu, so that what is offered on a right click and behind three dots is written once. */
export type MenuParts = {
  readonly Item: ComponentType<MenuItemProps>;
  readonly Sub: ComponentType<MenuSubProps>;
  readonly Separator: ComponentType;
};

export const CONTEXT_PARTS: MenuParts = {
  Item: ContextMenuItem,
  Sub: ContextMenuSub,
  Separator: ContextMenuSeparator,
};
export const DROPDOWN_PARTS: MenuParts = {
  Item: DropdownMenuItem,
  Sub: DropdownMenuSub,
  Separator: DropdownMenuSeparator,
};
