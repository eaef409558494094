const LOOK_AGAIN_MS = 250;
/** After this long the page is not waited for any more. */
const LOOKS = 40;

/**
 * Runs a task once the page has what it shows, its heading first of all, and the browser has nothing better to do:
 * never before the first paint. The returned function calls it off.
 */
export function whenSettled(isBusy: () => boolean, run: () => void): () => void {
  let idle: number | undefined;
  let timer = 0;
  let looks = 0;
  const isUnsettled = (): boolean =>
    looks < LOOKS && (isBusy() || document.querySelector('#content h1') === null);
  const lookLater = (): void => {
    timer = window.setTimeout(look, LOOK_AGAIN_MS);
  };
  const look = (): void => {
    looks += 1;
    if (isUnsettled()) lookLater();
    // What is asked for while the browser was busy counts too.
    else idle = window.requestIdleCallback(() => (isUnsettled() ? lookLater() : run()), { timeout: 2000 });
  };
  lookLater();
  return () => {
    window.clearTimeout(timer);
    if (idle !== undefined) window.cancelIdleCallback(idle);
  };
}
