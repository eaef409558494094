import type { PluginDetail, PluginRun, PluginSummary, WantedRight } from '#shared/contracts/plugins.ts';
import { printable } from './terminal.ts';

export function timeText(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

export function pluginCells(plugin: PluginSummary): readonly string[] {
  const { name, version, status, schedule, nextRunAt, lastRun, pendingProposalCount } = plugin;
  return [
    name,
    version,
    status,
    schedule ?? 'by hand',
    nextRunAt === null ? '' : `next ${timeText(nextRunAt)}`,
    lastRun === null ? 'never ran' : `${lastRun.outcome} ${timeText(lastRun.finishedAt)}`,
    pendingProposalCount === 0 ? '' : `${pendingProposalCount} proposals wait`,
  ];
}

export function runCells(run: PluginRun): readonly string[] {
  const { startedAt, trigger, outcome, callCount, proposalCount, summary } = run;
  return [timeText(startedAt), trigger, outcome, `${callCount} calls`, `${proposalCount} proposals`, summary];
}

export function describePlugin(plugin: PluginDetail): string {
  const { name, version, status, statusReason, description, rights, warnings } = plugin;
  return [
    `${name} ${version}: ${description}`,
    `${status}${statusReason === '' ? '' : `: ${statusReason}`}`,
    `Runs ${plugin.schedule === null ? 'by hand only' : `by ${plugin.schedule}, next ${timeText(plugin.nextRunAt)}`}.`,
    ...warnings.map((warning) => `Look twice: ${warning}`),
    ...rights.flatMap(describeRight),
    ...Object.entries(plugin.settings).map(([key, value]) => `  ${key} = ${JSON.stringify(value)}`),
  ]
    .map(printable)
    .join('\n');
}

function describeRight({ type, resource, reason, grants, options }: WantedRight): readonly string[] {
  const label = (of: string): string => options.find((one) => one.resource === of)?.label ?? of;
  const given = grants.map(
    (grant) => `${grant.effect === 'deny' ? 'denied' : 'given'}: ${label(grant.resource)}`,
  );
  return [
    `  [${grants.some(({ effect }) => effect === 'allow') ? 'x' : ' '}] ${type}${resource === null ? '' : ` of ${resource}`}: ${reason}`,
    ...given.map((line) => `        ${line}`),
  ];
}
