import { useEffect } from 'react';
import { useApi } from '#renderer/api/provider.tsx';

/** What a browser tells of the connection, where it tells anything. */
export type ToldConnection = { readonly saveData?: boolean; readonly type?: string };

const PAID_BY_AMOUNT: ReadonlySet<string> = new Set(['cellular', 'wimax']);
const FREE: ReadonlySet<string> = new Set(['ethernet', 'wifi']);

/** Whether sending costs by the amount; null where nobody can tell. Who asks to save data means the same. */
export function isMetered(connection: ToldConnection | undefined): boolean | null {
  if (connection?.saveData === true) return true;
  const type = connection?.type ?? '';
  if (PAID_BY_AMOUNT.has(type)) return true;
  return FREE.has(type) ? false : null;
}

/** Tells the host what the page can know of the connection, and again when that changes. Once a window, by the shell. */
export function useConnectionNote(): void {
  const api = useApi();
  useEffect(() => {
    // Not in every browser, so not in the types of the language.
    const { connection } = navigator as { connection?: ToldConnection & EventTarget };
    const tell = (): void => {
      // A note that does not arrive leaves what was known.
      api.backup.noteConnection.mutate({ isMetered: isMetered(connection) }).catch(() => undefined);
    };
    tell();
    connection?.addEventListener('change', tell);
    return () => connection?.removeEventListener('change', tell);
  }, [api]);
}
