import { useEffect } from 'react';

/** Names the window after the page; the latest caller on screen wins. */
export function useWindowTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined || title === '' ? 'Adiuva' : `${title} · Adiuva`;
  }, [title]);
}
