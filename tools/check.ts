/** `npm run check`: everything that is checked without running the program. */
import { commandStage, runStages, type Stage } from './stages.ts';

export const CHECKS: readonly Stage[] = [
  commandStage('format', 'oxfmt', ['--check', '.']),
  commandStage('lint', 'oxlint', []),
  commandStage('types', 'tsc', ['-b']),
  commandStage('architecture', process.execPath, ['tools/lint/architecture.ts']),
  commandStage('unused', 'knip', ['--no-progress']),
];

if (import.meta.main) {
  process.exitCode = (await runStages(CHECKS, process.argv.slice(2))) ? 0 : 1;
}
