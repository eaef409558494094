import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commandStage, runStages, type Stage } from '#tools/stages.ts';

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, 'log').mockImplementation((text: string) => void lines.push(...text.split('\n')));
});

afterEach(() => {
  vi.restoreAllMocks();
});

function stage(
  name: string,
  [passed, failed]: readonly [number, number],
  needs: readonly string[] = [],
): Stage {
  return { name, needs, run: async () => ({ passed, failed, skipped: 0 }) };
}

test('the last line sums all stages, and all passed means success', async () => {
  expect(await runStages([stage('one', [3, 0]), stage('two', [4, 0])], [])).toBe(true);
  expect(lines.at(-1)).toBe('7 passed, 0 failed');
});

test('a stage that fails does not keep the others from running, and the whole run fails', async () => {
  expect(await runStages([stage('one', [2, 1]), stage('two', [4, 0])], [])).toBe(false);
  expect(lines.at(-1)).toBe('6 passed, 1 failed');
});

test('a stage whose need has failed is not run and counts as failed', async () => {
  const dependent = vi.fn(async () => ({ passed: 9, failed: 0, skipped: 0 }));
  const stages = [stage('build', [0, 1]), { name: 'e2e', needs: ['build'], run: dependent }];
  expect(await runStages(stages, [])).toBe(false);
  expect(dependent).not.toHaveBeenCalled();
  expect(lines.at(-1)).toBe('0 passed, 2 failed');
});

test('--only runs the named stage with what it needs, and nothing else', async () => {
  const stages = [stage('lint', [100, 0]), stage('build', [1, 0]), stage('e2e', [5, 0], ['build'])];
  expect(await runStages(stages, ['--only', 'e2e'])).toBe(true);
  expect(lines.at(-1)).toBe('6 passed, 0 failed');
});

test('--only refuses a stage that does not exist', async () => {
  await expect(runStages([stage('lint', [1, 0])], ['--only', 'lnit'])).rejects.toThrow('no stage lnit');
});

test('a program that ends with an error is a failed stage', async () => {
  const ends = (code: number): Stage =>
    commandStage(`ends ${code}`, process.execPath, ['-e', `process.exit(${code})`]);
  expect(await runStages([ends(0)], [])).toBe(true);
  expect(await runStages([ends(3)], [])).toBe(false);
});
