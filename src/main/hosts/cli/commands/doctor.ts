import type { DoctorReport, SystemStatus } from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, failureOf } from '../exit-codes.ts';
import type { Line } from '../line.ts';
import { unlock, withLine } from '../open-line.ts';
import { findPassphrase, promptPassphrase } from '../passphrase.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

/** Says how the workspace is; also where it can't be opened, as far as can be told then. */
export function runDoctor(context: CommandContext, options: { readonly repair?: boolean }): Promise<number> {
  return withLine(context, async (line) => {
    const { api } = line;
    try {
      await unlock(context, line);
    } catch (error) {
      // Whether a store is damaged is known only once its key was tried.
      const status = await api.system.status();
      const canRepair = status.state === 'corrupt' && status.canSalvage;
      if (options.repair === true && canRepair) return repair(context, line);
      return reportClosed(context, { status, report: await api.system.doctor(), error });
    }
    const [status, report] = [await api.system.status(), await api.system.doctor()];
    if (options.repair === true && !report.integrity.ok) return repair(context, line);
    await context.output.answer({ status, report }, () => reportText(report, status));
    return report.integrity.ok ? EXIT.done : EXIT.failed;
  });
}

/** Needs the passphrase again: the damaged file can be read with its key only. */
async function repair(context: CommandContext, line: Line): Promise<number> {
  const passphrase = (await findPassphrase(context)) ?? (await promptPassphrase(context));
  if (passphrase === undefined) {
    throw new AppError(
      'store_locked',
      'Repairing needs the passphrase: give it by --passphrase-file or ADIUVA_PASSPHRASE. Nothing was changed.',
    );
  }
  const repaired = await line.api.system.repair({ passphrase });
  await context.output.answer({ repaired }, () => repairText(repaired));
  return EXIT.done;
}

async function reportClosed(
  context: CommandContext,
  facts: {
    readonly status: SystemStatus;
    readonly report: DoctorReport;
    readonly error: unknown;
  },
): Promise<number> {
  const { exitCode, ...failure } = failureOf(facts.error);
  const { status, report } = facts;
  await context.output.answer({ status, report, error: failure }, () => reportText(report, status));
  context.output.say(`adiuva: ${failure.message}`);
  return exitCode;
}

function reportText(report: DoctorReport, status: SystemStatus): string {
  const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
  const lag = report.searchIndex.lastSeq - report.searchIndex.indexedSeq;
  const warnings = status.state === 'ready' ? status.warnings.map((warning) => warning.kind) : [];
  return formatTable([
    ['Adiuva', report.appVersion],
    ['Node', `${report.nodeVersion} on ${report.platform}`],
    ['Driver', `${report.driver}, SQLite ${report.sqliteVersion}`],
    ['Cipher', report.cipher],
    ['Folder', report.dataDir],
    ['Store', `${megabytes(report.storeBytes)}, schema ${report.schemaVersion}`],
    ['Disk', `${megabytes(report.freeBytes)} free`],
    ['Integrity', report.integrity.ok ? 'sound' : report.integrity.problems.join('; ')],
    [
      'Search index',
      `${report.searchIndex.documents} items, ${lag === 0 ? 'up to date' : `${lag} changes behind`}`,
    ],
    ['Key slots', report.keySlots.map((slot) => slot.kind).join(', ')],
    ['Warnings', warnings.length === 0 ? 'none' : warnings.join(', ')],
    ...Object.entries(report.counts).map(([name, count]) => [`  ${name}`, String(count)]),
  ]);
}

function repairText(repaired: {
  readonly salvaged: Readonly<Record<string, number>>;
  readonly lost: readonly string[];
  readonly keptFile: string;
}): string {
  const saved = Object.entries(repaired.salvaged).map(([name, count]) => `${count} ${name}`);
  return [
    `Saved: ${saved.join(', ') || 'nothing'}.`,
    ...repaired.lost.map((text) => `Lost: ${printable(text)}`),
    `The damaged file is kept as ${repaired.keptFile}.`,
  ].join('\n');
}
