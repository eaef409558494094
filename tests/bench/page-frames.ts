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

/** One piece of work of the page's main thread, during which no frame is drawn. */
type Task = {
  readonly wallMs: number;
  /** That the thread ran: far less than `wallMs` where others of the machine ran meanwhile. */
  readonly cpuMs: number;
};

export type Watched = Frames & { readonly longest: Task };

type ScrollStep = { readonly x: number; readonly y: number };
type Session = Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>;

/** Scrolls the box by a fixed step in every frame, as a wheel that is kept turning does, and back again. */
export async function scrollFrames(
  page: Page,
  selector: string,
  step: ScrollStep,
  count: number,
): Promise<Frames> {
  return watchFrames(page, () => scrollBox(page, selector, step, count));
}

/** What the frames of the page were like while something was done, up to the first rest after it. */
async function watchFrames(page: Page, act: () => Promise<void>): Promise<Frames> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await startCounting(page);
  const before = await taskSeconds(session);
  await act();
  const deltas = await stopCounting(page);
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

/** As `scrollFrames` for anything that is done, with the longest task by the time that the main thread ran. */
export async function watchTasks(page: Page, act: () => Promise<void>): Promise<Watched> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[]))); // as Chrome writes them
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: TRACE });
  const frames = await watchFrames(page, act);
  const written = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await written;
  await session.detach();
  return { ...frames, longest: longestTask(events) };
}

/** Of the trace format of Chrome; times in microseconds. */
type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** Of `dur` what the thread ran. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

const TRACE = { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline'] };

function longestTask(events: readonly TraceEvent[]): Task {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = events.filter((one) => one.name === 'RunTask' && one.ph === 'X' && mains.has(threadOf(one)));
  if (tasks.length === 0) throw new Error('The trace names no task of the page.');
  return tasks
    .map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1_000, cpuMs: tdur / 1_000 }))
    .reduce((most, one) => (one.cpuMs > most.cpuMs ? one : most));
}

export function scrollBox(page: Page, selector: string, step: ScrollStep, count: number): Promise<void> {
  return page.evaluate(
    ([where, by, frames]) =>
      new Promise<void>((resolve) => {
        const box = document.querySelector(where);
        if (!box) throw new Error(`nothing to scroll at ${where}`);
        let seen = 0;
        const frame = (): void => {
          if (seen === frames) return resolve();
          const sign = seen >= frames / 2 ? -1 : 1;
          seen += 1;
          box.scrollBy({ left: by.x * sign, top: by.y * sign, behavior: 'instant' });
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    [selector, step, count] as const,
  );
}

type Counting = { deltas: number[]; isOn: boolean };
declare global {
  interface Window {
    adiuvaFrames?: Counting;
  }
}

function startCounting(page: Page): Promise<void> {
  return page.evaluate(() => {
    const counting: Counting = { deltas: [], isOn: true };
    window.adiuvaFrames = counting;
    let last = performance.now();
    const frame = (): void => {
      const now = performance.now();
      counting.deltas.push(now - last);
      last = now;
      if (counting.isOn) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** Two frames later, so that what was done last is drawn. The first delta is of no whole frame. */
function stopCounting(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            const { adiuvaFrames: counting } = window;
            if (counting === undefined) throw new Error('The page was left while its frames were counted.');
            counting.isOn = false;
            resolve(counting.deltas.slice(1));
          }),
        );
      }),
  );
}

async function taskSeconds(session: Session): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}
