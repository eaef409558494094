import type { Page } from 'playwright-core';

type Frame = {
  readonly t: string;
  readonly id: number;
  readonly data?: unknown;
  readonly error?: { message: string };
};
type Port = { send(frame: unknown): void; onMessage(listener: (frame: Frame) => void): void; close(): void };
type Bridge = { connect(): Port };

/** Calls a procedure over the page's own bridge, on a connection of its own. */
export function callOverBridge(
  page: Page,
  kind: 'query' | 'mutation',
  path: string,
  input?: unknown,
): Promise<unknown> {
  return page.evaluate(
    ([callKind, callPath, callInput]) =>
      new Promise((resolve, reject) => {
        const { adiuva } = window as unknown as { adiuva: Bridge };
        const port = adiuva.connect();
        port.onMessage((frame) => {
          if (frame.t === 'data') resolve(frame.data);
          else if (frame.t === 'error') reject(new Error(frame.error?.message));
          else return;
          port.close();
        });
        const call = { t: 'call', id: 1, kind: callKind, path: callPath, correlationId: 'e2e' };
        port.send({ ...call, input: callInput });
      }),
    [kind, path, input] as const,
  );
}
