import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** Draws above the page whatever clips or scrolls around the place it is written in. */
export function Portal({ children }: { children: ReactNode }) {
  return createPortal(children, document.body);
}
