const LOOK_AGAIN_MS = 250;

/**
 * Runs a task once the page has what it shows and the browser has nothing better to do: never before the first
 * paint. The returned function calls it off.
 */
export function whenSettled(isBusy: () => boolean, run: () => void): () => void {
  let idle: number | undefined;
  let timer = 0;
  const look = (): void => {
    if (isBusy()) timer = window.setTimeout(look, LOOK_AGAIN_MS);
    else idle = window.requestIdleCallback(run, { timeout: 2000 });
  };
  timer = window.setTimeout(look, LOOK_AGAIN_MS);
  return () => {
    window.clearTimeout(timer);
    if (idle !== undefined) window.cancelIdleCallback(idle);
  };
}
