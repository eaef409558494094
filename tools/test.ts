/**
 * `npm test`: every check and every suite. `--only e2e` (or a list with commas) runs one with what it needs;
 * `--nightly` runs the fault suite at its full size.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './build/parts.ts';
import { CHECKS } from './check.ts';
import { runCommand } from './run-command.ts';
import { commandStage, runStages, type Stage, type StageResult } from './stages.ts';

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

async function readReport(path: string): Promise<StageResult> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  // No report: Vitest itself did not come up.
  if (text === undefined) return { passed: 0, failed: 0, skipped: 0 };
  const report = vitestReport.parse(JSON.parse(text));
  const skipped = report.numPendingTests + report.numTodoTests;
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped };
}

/** A suite fails when a test fails, when a file of it cannot be loaded, and when it ran no test at all. */
function suiteStage(
  name: string,
  options: { needs?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Stage {
  return {
    name,
    needs: options.needs ?? [],
    run: async () => {
      const path = join(ROOT, 'test-results', `${name}.json`);
      await rm(path, { force: true });
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
      const code = await runCommand('vitest', ['run', '--project', name, ...reporters], {
        env: options.env ?? {},
      });
      const result = await readReport(path);
      const isSound = code === 0 && result.passed > 0;
      if (result.passed === 0) console.error(`the ${name} suite ran no test that passed`);
      return isSound ? result : { ...result, failed: Math.max(result.failed, 1) };
    },
  };
}

const FAULT_SIZE = { ADIUVA_FAULT_SIZE: process.argv.includes('--nightly') ? 'nightly' : 'ci' };

const STAGES: readonly Stage[] = [
  ...CHECKS,
  commandStage('system', process.execPath, ['tools/system-deps.ts']),
  commandStage('build', process.execPath, ['tools/build.ts', '--if-stale']),
  suiteStage('unit'),
  suiteStage('integration', { needs: ['build'] }),
  suiteStage('cloud', { needs: ['system'] }),
  suiteStage('fault', { needs: ['build'], env: FAULT_SIZE }),
  suiteStage('e2e', { needs: ['system', 'build'] }),
];

process.exitCode = (await runStages(STAGES, process.argv.slice(2))) ? 0 : 1;
