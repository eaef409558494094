import type { Page } from 'playwright-core';
import { median, percentile } from './report.ts';

export type Frames = {
  /** Between one frame and the next, in milliseconds. */
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  /** Main-thread work of one frame: script, style, layout and painting commands, without the pixels. */
  readonly workMs: number;
  readonly count: number;
};

type ScrollStep = { readonly x: number; readonly y: number };

/** Scrolls the box by a fixed step in every frame, as a wheel that is kept turning does, and back again. */
export async function scrollFrames(
  page: Page,
  selector: string,
  step: ScrollStep,
  count: number,
): Promise<Frames> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await taskSeconds(session);
  const deltas = await page.evaluate(
    ([where, by, frames]) =>
      new Promise<number[]>((resolve) => {
        const box = document.querySelector(where);
        if (!box) throw new Error(`nothing to scroll at ${where}`);
        const seen: number[] = [];
        let last = performance.now();
        const frame = (): void => {
          const now = performance.now();
          seen.push(now - last);
          last = now;
          if (seen.length > frames) return resolve(seen.slice(1));
          const sign = seen.length > frames / 2 ? -1 : 1;
          box.scrollBy({ left: by.x * sign, top: by.y * sign, behavior: 'instant' });
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    [selector, step, count] as const,
  );
  const after = await taskSeconds(session);
  await session.detach();
  return {
    medianMs: median(deltas),
    p95Ms: percentile(deltas, 95),
    worstMs: Math.max(...deltas),
    workMs: ((after - before) * 1000) / deltas.length,
    count: deltas.length,
  };
}

type Session = Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>;

async function taskSeconds(session: Session): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}
