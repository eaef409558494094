import { runCommand } from './run-command.ts';

export type StageResult = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What to know of single tests when all is over, a line or a few each: said again above the counts. */
  readonly remarks?: readonly string[];
};

export type Stage = {
  readonly name: string;
  /** Stages that must have passed first; they run too when this one alone is asked for. */
  readonly needs?: readonly string[];
  run(): Promise<StageResult>;
};

type Outcome = StageResult & { readonly name: string; readonly seconds: number; readonly note: string };

const FAILED: StageResult = { passed: 0, failed: 1, skipped: 0 };

/** A stage that is one program and counts as one test. */
export function commandStage(name: string, command: string, args: readonly string[]): Stage {
  return {
    name,
    run: async () =>
      (await runCommand(command, args)) === 0 ? { passed: 1, failed: 0, skipped: 0 } : FAILED,
  };
}

function withNeeds(stages: readonly Stage[], names: ReadonlySet<string>): Set<string> {
  const needed = stages.filter(({ name }) => names.has(name)).flatMap(({ needs }) => needs ?? []);
  const all = new Set([...names, ...needed]);
  return all.size === names.size ? all : withNeeds(stages, all);
}

function choose(stages: readonly Stage[], args: readonly string[]): readonly Stage[] {
  const at = args.indexOf('--only');
  if (at === -1) return stages;
  const wanted = new Set((args[at + 1] ?? '').split(','));
  const unknown = [...wanted].filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new Error(`no stage ${unknown.join(', ')}; there are ${stages.map(({ name }) => name).join(', ')}`);
  }
  const names = withNeeds(stages, wanted);
  return stages.filter(({ name }) => names.has(name));
}

async function runStage(stage: Stage, broken: ReadonlySet<string>): Promise<Outcome> {
  const blocker = stage.needs?.find((name) => broken.has(name));
  if (blocker !== undefined)
    return { name: stage.name, ...FAILED, seconds: 0, note: `not run: ${blocker} failed` };
  console.log(`\n── ${stage.name}`);
  const startedAt = Date.now();
  const result = await stage.run();
  return { name: stage.name, ...result, seconds: (Date.now() - startedAt) / 1000, note: '' };
}

function line({ name, passed, failed, skipped, seconds, note }: Outcome): string {
  const mark = failed > 0 ? '✗' : '✓';
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return `${mark} ${name.padEnd(14)}${`${seconds.toFixed(1)} s`.padStart(9)}   ${counts}${note && `   ${note}`}`;
}

/** The end of a long run is what is read, and all that is left of it where a log is cut. */
function remarksOf({ name, remarks = [] }: Outcome): readonly string[] {
  return remarks.length === 0 ? [] : [`── ${name}\n${remarks.join('\n')}\n`];
}

/**
 * Runs the stages in order, all of them even when one fails, so that one run shows everything that is wrong.
 * What single tests left to say comes after the last stage. The last line is `N passed, N failed` over all of them.
 */
export async function runStages(stages: readonly Stage[], args: readonly string[]): Promise<boolean> {
  const outcomes: Outcome[] = [];
  const broken = new Set<string>();
  for (const stage of choose(stages, args)) {
    const outcome = await runStage(stage, broken);
    if (outcome.failed > 0) broken.add(stage.name);
    outcomes.push(outcome);
  }
  const sum = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((all, one) => all + pick(one), 0);
  const failed = sum((outcome) => outcome.failed);
  const remarks = outcomes.flatMap(remarksOf);
  if (remarks.length > 0) console.log(`\n${remarks.join('\n')}`);
  console.log(
    `\n${outcomes.map(line).join('\n')}\n\n${sum((outcome) => outcome.passed)} passed, ${failed} failed`,
  );
  return failed === 0;
}
