import { useCallback, useEffect, useRef, useState } from 'react';

const NEAR_PX = 60;
const MARGIN_PX = 16;

/**
 * Keeps the end of a growing text in view, until the last question stands at the top: a long answer is read from its
 * beginning. Nothing moves where the reader has scrolled by themselves.
 */
export function useStickToEnd() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isStuck = useRef(true);
  const [isAway, setAway] = useState(false);
  const toEnd = useCallback(() => {
    const box = scroller.current;
    isStuck.current = true;
    if (box) box.scrollTop = box.scrollHeight;
  }, []);
  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    isStuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    setAway(!isStuck.current);
  }, []);
  useEffect(() => {
    if (!content.current || !scroller.current) return undefined;
    const observer = new ResizeObserver(() => {
      const box = scroller.current;
      if (!box || !isStuck.current) return;
      const question = [...box.querySelectorAll<HTMLElement>('[data-question]')].at(-1);
      const top = question ? question.offsetTop - MARGIN_PX : Infinity;
      box.scrollTop = Math.min(top, box.scrollHeight - box.clientHeight);
    });
    observer.observe(content.current);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [toEnd]);
  return { scroller, content, onScroll, isAway, toEnd };
}
