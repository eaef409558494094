import { InvalidArgumentError, type Command } from 'commander';
import { MOST_SEED } from '#shared/contracts/dataset-defaults.ts';

/** How records are made, as `draft` and `create` are told. */
export function withMaking(command: Command): Command {
  return command
    .option('--builtin', 'made from the schema with no model')
    .option('--model <model>', 'provider/model; a provider’s name or id, and its model')
    .option('--seed <number>', 'the same seed makes the same records', toSeed);
}

function toSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > MOST_SEED)
    throw new InvalidArgumentError(`A seed is a whole number from 0 to ${MOST_SEED}.`);
  return seed;
}
