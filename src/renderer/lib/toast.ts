import i18next from 'i18next';
import { toast } from 'sonner';
import { describeError } from './describe-error.ts';

const UNDO_TOAST_MS = 8000;

type UndoToast = {
  message: string;
  description?: string;
  /** Without it the toast only tells. */
  undo?: () => unknown;
};

/** Says what was done and offers to take it back. One toast per message: doing it again restarts the clock. */
export function toastDone({ message, description, undo }: UndoToast): void {
  const id = toast(message, {
    description,
    duration: undo ? UNDO_TOAST_MS : undefined,
    action: undo && {
      label: i18next.t('undo'),
      onClick: ({ currentTarget }) => {
        // The toaster hands the focus back when it loses it; left until then, it takes it from what is opened next.
        currentTarget.blur();
        Promise.resolve(undo()).then(() => toast.dismiss(id), toastError);
      },
    },
  });
}

/** A failure of something the user just did: what happened and what is safe. */
export function toastError(error: unknown): void {
  const { title, message, code } = describeError(error);
  if (code === 'cancelled') return;
  toast.error(title, { description: message, duration: 10_000 });
}
