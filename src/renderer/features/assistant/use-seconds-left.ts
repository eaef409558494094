import { useEffect, useState } from 'react';

const SECOND_MS = 1000;

const secondsUntil = (instant: number): number => Math.max(0, Math.ceil((instant - Date.now()) / SECOND_MS));

/** Whole seconds until then, counted down; 0 once it is over, undefined where nothing is waited for. */
export function useSecondsLeft(instant: number | undefined): number | undefined {
  const [, setTick] = useState(0);
  const left = instant === undefined ? undefined : secondsUntil(instant);
  const isOver = left === undefined || left === 0;
  useEffect(() => {
    if (isOver) return undefined;
    const timer = window.setInterval(() => setTick((tick) => tick + 1), SECOND_MS);
    return () => window.clearInterval(timer);
  }, [isOver]);
  return left;
}
