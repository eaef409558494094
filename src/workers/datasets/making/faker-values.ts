import type { Faker, Randomizer } from '@faker-js/faker';
import { createRecordRandom, type RecordRandom } from '#shared/kernel/record-random.ts';
import { Refused } from '../refused.ts';

export type FakerLocale = 'en' | 'it' | 'de' | 'fr' | 'es';

/** A faker whose randomness is set for each record, in a few nanoseconds rather than by its own twister. */
export type SeededFaker = { readonly faker: Faker; seed(seed: number): void };

const LOCALES = {
  en: () => import('@faker-js/faker/locale/en'),
  it: () => import('@faker-js/faker/locale/it'),
  de: () => import('@faker-js/faker/locale/de'),
  fr: () => import('@faker-js/faker/locale/fr'),
  es: () => import('@faker-js/faker/locale/es'),
} as const;

/** What `past` and `future` are counted from: a record does not change with the day on which it is made. */
const REFERENCE_DATE = '2026-01-01T00:00:00.000Z';

export async function loadFaker(locale: FakerLocale): Promise<SeededFaker> {
  const { faker: base } = await LOCALES[locale]();
  let random: RecordRandom = createRecordRandom(1);
  const randomizer: Randomizer = { next: () => random.next(), seed: () => undefined };
  // The class by way of its instance: the package's main file would load all its seventy languages.
  const Constructor = base.constructor as new (options: object) => Faker;
  const faker = new Constructor({ locale: base.rawDefinitions, randomizer });
  faker.setDefaultRefDate(REFERENCE_DATE);
  return {
    faker,
    seed: (seed) => {
      random = createRecordRandom(seed);
    },
  };
}

/** A method such as `internet.email`; refused where there is none. */
export function fakerMethod(faker: Faker, path: string): (...args: readonly unknown[]) => unknown {
  const [group = '', name = ''] = path.split('.');
  const holder: unknown = Object.hasOwn(faker, group) ? Reflect.get(faker, group) : undefined;
  const method: unknown =
    typeof holder !== 'object' || holder === null || name in Object.prototype
      ? undefined
      : Reflect.get(holder, name);
  if (typeof method !== 'function') throw new Refused(`there is no method ${path}`);
  return (...args) => plain(Reflect.apply(method, holder, args));
}

/** As JSON has it: instants as ISO text, large integers as numbers where they are exact and as text elsewhere. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const near = Number(value);
    return Number.isSafeInteger(near) ? near : value.toString();
  }
  if (typeof value !== 'object' || value === null) return value;
  return JSON.parse(JSON.stringify(value)) as unknown;
}
