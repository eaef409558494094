import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** Long enough for the new page to have named the window. */
const SETTLE_MS = 150;

/**
 * What a full page load does by itself: says the name of the new page to a screen reader, and gives the
 * keyboard a place to go on from when the element that had the focus is gone.
 */
export function RouteAnnouncer() {
  const router = useRouter();
  const [title, setTitle] = useState('');
  useEffect(() => {
    let timer = 0;
    const stop = router.subscribe('onResolved', ({ pathChanged }) => {
      if (!pathChanged) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        setTitle(document.title);
        const isFocusLost = document.activeElement === null || document.activeElement === document.body;
        if (isFocusLost) document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
      }, SETTLE_MS);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [router]);
  return (
    <p role="status" className="sr-only">
      {title}
    </p>
  );
}
