import i18next from 'i18next';
import { toastDone, toastError } from './toast.ts';

/** Pages open in the browser. Other addresses (a file, a mail) cannot be opened from here: they are copied. */
export function openExternal(address: string): void {
  if (/^(https?:\/\/|mailto:)/i.test(address)) window.open(address, '_blank', 'noopener,noreferrer');
  else if (address === '') toastDone({ message: i18next.t('search:noAddress') });
  else {
    navigator.clipboard
      .writeText(address)
      .then(
        () => toastDone({ message: i18next.t('search:addressCopied'), description: address }),
        toastError,
      );
  }
}
