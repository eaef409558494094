/**
 * `npm run bench [name …] [--json]`: each benchmark beside its floor in the same run. Figures are for reading, so a
 * bound that is missed is shown and does not fail the command; what cannot run does.
 */
import { readdir } from 'node:fs/promises';
import { isWithinBound, type Bench, type Measurement } from '../../tests/bench/report.ts';

const folder = new URL('../../tests/bench/', import.meta.url);

function isBench(value: unknown): value is Bench {
  return typeof value === 'object' && value !== null && 'run' in value && 'name' in value;
}

async function loadBenches(wanted: readonly string[]): Promise<readonly Bench[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.bench.ts')).sort();
  const benches: Bench[] = [];
  for (const file of files) {
    if (wanted.length > 0 && !wanted.includes(file.slice(0, -'.bench.ts'.length))) continue;
    const module: { readonly bench?: unknown } = await import(new URL(file, folder).href);
    if (!isBench(module.bench)) throw new Error(`${file} exports no bench`);
    benches.push(module.bench);
  }
  return benches;
}

function line(measurement: Measurement): string {
  const { name, value, unit, floor, bound, boundIs, note } = measurement;
  const figure = unit === 'ratio' ? `${value.toFixed(2)}x` : `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
  const verdict = { true: '  within', false: '  MISSED', null: '' }[
    String(isWithinBound(measurement)) as 'true'
  ];
  const promise =
    bound === undefined ? '' : ` (${boundIs === 'least' ? 'at least' : 'at most'} ${bound})${verdict}`;
  return `  ${figure.padStart(14)}  ${name}${promise}${floor ? ` — floor: ${floor}` : ''}${note ? ` — ${note}` : ''}`;
}

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const asJson = process.argv.includes('--json');
const results: Record<string, readonly Measurement[]> = {};
let hasFailed = false;

async function runOne(bench: Bench): Promise<void> {
  if (!asJson) console.log(bench.name);
  const measurements = await bench.run();
  results[bench.name] = measurements;
  if (asJson) return;
  for (const measurement of measurements) console.log(line(measurement));
}

for (const bench of await loadBenches(names)) {
  try {
    await runOne(bench);
  } catch (error) {
    hasFailed = true;
    console.error(`  ${bench.name} could not run:`, error);
  }
}
if (asJson) console.log(JSON.stringify(results, null, 2));
process.exitCode = hasFailed ? 1 : 0;
