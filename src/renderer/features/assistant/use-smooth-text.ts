import { useEffect, useState } from 'react';
import { useMediaQuery } from '#renderer/lib/use-media-query.ts';

/** The part of what is still hidden that is shown with each frame: pieces that come in bursts flow evenly. */
const SHARE = 1 / 10;

/** A text that grows smoothly while it comes; at once where motion is not wanted, and when it is over. */
export function useSmoothText(text: string, isComing: boolean): string {
  const isStill = useMediaQuery('(prefers-reduced-motion: reduce)');
  const [shown, setShown] = useState(isComing ? 0 : text.length);
  const isAll = !isComing || isStill || shown >= text.length;
  useEffect(() => {
    if (isAll) return undefined;
    const frame = requestAnimationFrame(() =>
      setShown((count) =>
        Math.min(text.length, count + Math.max(1, Math.ceil((text.length - count) * SHARE))),
      ),
    );
    return () => cancelAnimationFrame(frame);
  }, [isAll, text, shown]);
  // A text that began anew is shorter than what was shown of the former one.
  useEffect(() => {
    setShown((count) => Math.min(count, text.length));
  }, [text.length]);
  return isAll ? text : text.slice(0, shown);
}
