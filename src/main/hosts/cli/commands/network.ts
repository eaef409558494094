import type { EgressSummaryRow, OfflineState } from '#shared/contracts/egress.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

export type NetworkOptions = { readonly feature?: string; readonly days: number };

const DAY_MS = 24 * 3_600_000;

export function runOffline(context: CommandContext, isOffline: boolean): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const state = await api.network.setOffline({ isOffline });
    await context.output.answer(state, () => inWords(state));
    return EXIT.done;
  });
}

export function runOfflineStatus(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const state = await api.network.state();
    await context.output.answer(state, () => inWords(state));
    return EXIT.done;
  });
}

export function runNetwork(context: CommandContext, { feature, days }: NetworkOptions): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const rows = await api.network.summary({ feature, from: Math.max(0, Date.now() - days * DAY_MS) });
    await context.output.answer({ rows }, () =>
      rows.length === 0 ? 'Nothing has left this machine.' : formatTable(rows.map(cellsOf)),
    );
    return EXIT.done;
  });
}

function inWords({ isOffline, since }: OfflineState): string {
  if (!isOffline) return 'Offline is off: what you connected may reach its server.';
  const when =
    since === null ? '' : ` since ${new Date(since).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `Offline is on${when}: nothing leaves this machine.`;
}

function cellsOf(row: EgressSummaryRow): readonly string[] {
  const counts = [
    `${row.doneCount} done`,
    ...(row.failedCount > 0 ? [`${row.failedCount} failed`] : []),
    ...(row.refusedCount > 0 ? [`${row.refusedCount} refused`] : []),
  ];
  const at = new Date(row.lastAt).toISOString().slice(0, 19).replace('T', ' ');
  return [
    at,
    row.feature,
    `${row.host}:${row.port}`,
    `${row.sentBytes} sent`,
    `${row.receivedBytes} received`,
    counts.join(', '),
  ];
}
