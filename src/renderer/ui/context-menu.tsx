import { ContextMenu as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../lib/cn.ts';
import { MenuRow } from './menu-row.tsx';
import { MENU_DANGER, MENU_ITEM, MENU_SEPARATOR, MENU_SURFACE } from './menu-styles.ts';

/** Not modal: the page behind stays readable to assistive technology and one click closes it. */
export function ContextMenu(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root modal={false} {...props} />;
}

export const ContextMenuTrigger = Primitive.Trigger;

export function ContextMenuContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-overlay=""
        collisionPadding={8}
        className={cn(MENU_SURFACE, className)}
        {...props}
      />
    </Primitive.Portal>
  );
}

type ItemProps = ComponentProps<typeof Primitive.Item> & {
  icon?: ReactNode;
  keys?: string;
  danger?: boolean;
};

export function ContextMenuItem({ icon, keys, danger = false, className, children, ...props }: ItemProps) {
  return (
    <Primitive.Item className={cn(MENU_ITEM, danger && MENU_DANGER, className)} {...props}>
      <MenuRow icon={icon} keys={keys}>
        {children}
      </MenuRow>
    </Primitive.Item>
  );
}

type SubProps = { label: ReactNode; icon?: ReactNode; children: ReactNode };

export function ContextMenuSub({ label, icon, children }: SubProps) {
  return (
    <Primitive.Sub>
      <Primitive.SubTrigger className={cn(MENU_ITEM, 'data-[state=open]:bg-accent')}>
        <MenuRow icon={icon} opensMenu>
          {label}
        </MenuRow>
      </Primitive.SubTrigger>
      <Primitive.Portal>
        <Primitive.SubContent data-overlay="" collisionPadding={8} sideOffset={4} className={MENU_SURFACE}>
          {children}
        </Primitive.SubContent>
      </Primitive.Portal>
    </Primitive.Sub>
  );
}

export function ContextMenuSeparator() {
  return <Primitive.Separator className={MENU_SEPARATOR} />;
}
