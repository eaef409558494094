import { flushSync } from 'react-dom';

/**
 * Draws a change before the event that made it has ended, so that what it brings can take the focus at once: keys that
 * follow right after would otherwise still go to the field before. Only in event handlers.
 */
export function drawNow(change: () => void): void {
  flushSync(change);
}
