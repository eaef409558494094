import { Check } from 'lucide-react';
import { DropdownMenu as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../lib/cn.ts';
import { MenuRow } from './menu-row.tsx';
import { MENU_DANGER, MENU_ITEM, MENU_LABEL, MENU_SEPARATOR, MENU_SURFACE } from './menu-styles.ts';

/** Not modal: the page behind stays readable to assistive technology and one click closes it. */
export function DropdownMenu(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root modal={false} {...props} />;
}

export const DropdownMenuTrigger = Primitive.Trigger;

export function DropdownMenuContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-overlay=""
        sideOffset={4}
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

export function DropdownMenuItem({ icon, keys, danger = false, className, children, ...props }: ItemProps) {
  return (
    <Primitive.Item className={cn(MENU_ITEM, danger && MENU_DANGER, className)} {...props}>
      <MenuRow icon={icon} keys={keys}>
        {children}
      </MenuRow>
    </Primitive.Item>
  );
}

type CheckItemProps = ComponentProps<typeof Primitive.CheckboxItem> & { icon?: ReactNode };

export function DropdownMenuCheckItem({ icon, className, children, ...props }: CheckItemProps) {
  return (
    <Primitive.CheckboxItem className={cn(MENU_ITEM, 'pe-8', className)} {...props}>
      <MenuRow icon={icon}>{children}</MenuRow>
      <Primitive.ItemIndicator className="absolute end-2">
        <Check aria-hidden />
      </Primitive.ItemIndicator>
    </Primitive.CheckboxItem>
  );
}

type SubProps = { label: ReactNode; icon?: ReactNode; children: ReactNode };

export function DropdownMenuSub({ label, icon, children }: SubProps) {
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

export function DropdownMenuLabel({ children }: { children: ReactNode }) {
  return <Primitive.Label className={MENU_LABEL}>{children}</Primitive.Label>;
}

export function DropdownMenuSeparator() {
  return <Primitive.Separator className={MENU_SEPARATOR} />;
}
