/**
 * `npm test`: every check and every suite. `--only e2e` (or a list with commas) runs one with what it needs;
 * `--nightly` runs the fault suite at its full size, and each test of the integration and cloud suites
 * twice and without further tries: a second try has to find what the first one found.
 */
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
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
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

type FileReport = z.infer<typeof vitestReport>['testResults'][number];

const MOST_LINES = 14;

function told(what: string, file: string, messages: readonly string[]): string {
  const lines = messages
    .join('\n')
    .split('\n')
    .filter((line) => !line.includes('node_modules') && !line.includes('(<anonymous>)'));
  return [`${what}: ${file}`, ...lines.slice(0, MOST_LINES).map((line) => `    ${line}`)].join('\n');
}

/** What failed and why, and what passed only when tried again: both are gone from sight in thousands of lines. */
function remarksOf({ name, status, message, assertionResults }: FileReport): readonly string[] {
  const file = relative(ROOT, name);
  const remarks = assertionResults.flatMap(({ fullName, status: outcome, failureMessages }) => {
    if (outcome === 'failed') return [told('failed', `${file} > ${fullName.trim()}`, failureMessages)];
    if (outcome === 'passed' && failureMessages.length > 0)
      return [told('passed on a further try', `${file} > ${fullName.trim()}`, failureMessages.slice(0, 1))];
    return [];
  });
  const isFileAlone = status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
  return isFileAlone ? [told('the file failed', file, [message]), ...remarks] : remarks;
}

async function readReport(path: string): Promise<StageResult> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  // No report: Vitest itself did not come up.
  if (text === undefined) return { passed: 0, failed: 0, skipped: 0 };
  const report = vitestReport.parse(JSON.parse(text));
  const skipped = report.numPendingTests + report.numTodoTests;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped,
    remarks: report.testResults.flatMap(remarksOf),
  };
}

/** A suite fails when a test fails, when a file of it cannot be loaded, and when it ran no test at all. */
function suiteStage(
  name: string,
  options: { needs?: readonly string[]; env?: NodeJS.ProcessEnv; args?: readonly string[] } = {},
): Stage {
  return {
    name,
    needs: options.needs ?? [],
    run: async () => {
      const path = join(ROOT, 'test-results', `${name}.json`);
      await rm(path, { force: true });
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
      const args = ['run', '--project', name, ...reporters, ...(options.args ?? [])];
      const code = await runCommand('vitest', args, { env: options.env ?? {} });
      const result = await readReport(path);
      const isSound = code === 0 && result.passed > 0;
      if (result.passed === 0) console.error(`the ${name} suite ran no test that passed`);
      return isSound ? result : { ...result, failed: Math.max(result.failed, 1) };
    },
  };
}

const IS_NIGHTLY = process.argv.includes('--nightly');
const FAULT_SIZE = { ADIUVA_FAULT_SIZE: IS_NIGHTLY ? 'nightly' : 'ci' };
const TWICE = IS_NIGHTLY ? ['--retry=0', '--repeats=1'] : [];

const STAGES: readonly Stage[] = [
  ...CHECKS,
  commandStage('system', process.execPath, ['tools/system-deps.ts']),
  commandStage('build', process.execPath, ['tools/build.ts', '--if-stale']),
  suiteStage('unit'),
  suiteStage('integration', { needs: ['build'], args: TWICE }),
  suiteStage('cloud', { needs: ['system'], args: TWICE }),
  suiteStage('fault', { needs: ['build'], env: FAULT_SIZE }),
  suiteStage('e2e', { needs: ['system', 'build'] }),
];

process.exitCode = (await runStages(STAGES, process.argv.slice(2))) ? 0 : 1;
