import { Toaster as Sonner } from 'sonner';
import { useTheme } from '../lib/theme.ts';

/** Where toasts appear. Raise them with lib/toast.ts. */
export function Toaster() {
  const { theme } = useTheme();
  return (
    <Sonner
      theme={theme}
      position="bottom-center"
      offset={20}
      gap={8}
      style={{ fontFamily: 'inherit' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-[356px] items-center gap-3 rounded-xl border border-border-subtle bg-popover px-4 py-3 text-sm text-foreground shadow-overlay',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'mt-0.5 text-xs leading-relaxed text-muted-foreground!',
          icon: 'shrink-0 text-danger-text',
          actionButton:
            'shrink-0 rounded-md bg-secondary-soft px-2.5 h-7 text-xs font-medium text-secondary-foreground hover:bg-secondary-hover',
        },
      }}
    />
  );
}
