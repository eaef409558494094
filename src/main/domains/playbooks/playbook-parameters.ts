import { z } from 'zod';
import { localDateSchema } from '#shared/contracts/common.ts';
import type { PlaybookInput, PlaybookParameter } from '#shared/contracts/plans.ts';
import { AppError } from '#shared/errors.ts';

const SCHEMAS: Record<PlaybookParameter['type'], z.ZodType> = {
  text: z.string().max(100_000),
  number: z.number(),
  boolean: z.boolean(),
  date: localDateSchema,
  project: z.uuid(),
  client: z.uuid(),
  task: z.uuid(),
  json: z.unknown(),
};

/** What was filled in, checked; what is optional and missing is undefined. Throws `invalid_input`. */
export function readParameters(
  { parameters }: Pick<PlaybookInput, 'parameters'>,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const unknown = Object.keys(given).filter((name) => !parameters.some((one) => one.name === name));
  if (unknown.length > 0) throw unfit(`There is no parameter "${unknown.join('", "')}".`);
  const entries = parameters.map((parameter) => [parameter.name, readOne(parameter, given)] as const);
  return Object.fromEntries(entries);
}

function readOne(parameter: PlaybookParameter, given: Readonly<Record<string, unknown>>): unknown {
  const value = given[parameter.name] ?? parameter.default;
  if (value === undefined || value === null) {
    if (parameter.isRequired) throw unfit(`"${parameter.name}" (${parameter.title}) is needed.`);
    return undefined;
  }
  const parsed = SCHEMAS[parameter.type].safeParse(value);
  if (parsed.success) return parsed.data;
  throw unfit(`"${parameter.name}" (${parameter.title}) is not a ${parameter.type}.`);
}

function unfit(why: string): AppError {
  return new AppError('invalid_input', `${why} Nothing was run.`);
}
