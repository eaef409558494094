/** Menus, selects and pickers share one surface and one row, so that they feel like one thing. */
export const OVERLAY_SURFACE =
  'z-50 rounded-xl border border-border-subtle bg-popover text-foreground shadow-overlay animate-pop outline-none';

export const MENU_SURFACE = `${OVERLAY_SURFACE} max-h-(--radix-popper-available-height) min-w-44 overflow-x-hidden overflow-y-auto p-1`;

export const MENU_ITEM =
  'relative flex min-h-8 items-center gap-2 rounded-md px-2 py-1 text-sm outline-none select-none data-[highlighted]:bg-accent data-[selected=true]:bg-accent aria-disabled:opacity-50 [&_svg]:shrink-0 [&_svg:not([class*=size-])]:size-4 [&_svg:not([class*=text-])]:text-muted-foreground';

/** Of a row that removes something. */
export const MENU_DANGER = 'text-danger-text data-[highlighted]:bg-danger-soft [&_svg]:text-danger-text';

export const MENU_LABEL = 'px-2 pt-2 pb-1 text-xs font-medium text-muted-foreground';

export const MENU_SEPARATOR = '-mx-1 my-1 h-px bg-border-subtle';
