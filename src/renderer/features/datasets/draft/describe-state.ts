import { MOST_RECORDS } from '#shared/contracts/dataset-defaults.ts';
import type { DraftBasisInput } from '#shared/contracts/dataset-drafts.ts';
import type { DatasetGenerator } from '#shared/contracts/dataset-spec.ts';
import { countInText } from '#shared/kernel/count-in-text.ts';
import type { NewDatasetStart } from './new-search.ts';

/** What is typed before there is a draft. Kept in the store as it stands. */
export type DescribeForm = {
  readonly start: Exclude<NewDatasetStart, 'sample'>;
  readonly title: string;
  readonly description: string;
  readonly instructions: string;
  readonly records: number;
  /** Undefined until it is chosen: a model where one is ready. */
  readonly generator?: DatasetGenerator | undefined;
  readonly columns: readonly string[];
  readonly examples: readonly Readonly<Record<string, unknown>>[];
  readonly file: { readonly name: string; readonly text: string } | null;
  /** `note:id` and `task:id`. */
  readonly items: readonly string[];
  /** A schema or a whole definition. */
  readonly text: string;
};

export const EMPTY_FORM: DescribeForm = {
  start: 'words',
  title: '',
  description: '',
  instructions: '',
  records: 50,
  columns: ['column'],
  examples: [],
  file: null,
  items: [],
  text: '',
};

/** Made on this computer, so that the first look costs nothing. */
export const SAMPLE: Partial<DescribeForm> = {
  start: 'words',
  description:
    '200 customers of a shop with name, email, phone, city, country, signup date, orders count, revenue and is active',
  records: 200,
  generator: { kind: 'builtin', locale: 'en' },
};

/** What was kept, as far as it still is what a form has. */
export function readForm(kept: Readonly<Record<string, unknown>> | null): DescribeForm {
  const known = Object.entries(EMPTY_FORM).filter(([key, usual]) => {
    const value = kept?.[key];
    return value !== undefined && (usual === null || (typeof value === typeof usual && value !== null));
  });
  const read = Object.fromEntries(known.map(([key]) => [key, kept?.[key]]));
  // Each part was written by this form, and is of the kind that it has there.
  return { ...EMPTY_FORM, ...(read as Partial<DescribeForm>), generator: readGenerator(kept?.['generator']) };
}

function readGenerator(value: unknown): DatasetGenerator | undefined {
  const kind: unknown = Reflect.get(Object(value), 'kind');
  return kind === 'builtin' || kind === 'model' ? (value as DatasetGenerator) : undefined; // as it was written
}

export function isTouched(form: DescribeForm): boolean {
  return JSON.stringify({ ...form, start: 'words' }) !== JSON.stringify(EMPTY_FORM);
}

const countSaid = (description: string) => countInText(description, MOST_RECORDS) ?? EMPTY_FORM.records;

/** The form with other words: the count is what they say, for as long as nobody has set another. */
export function describedAs(form: DescribeForm, description: string): DescribeForm {
  const isSet = form.records !== countSaid(form.description);
  return { ...form, description, records: isSet ? form.records : countSaid(description) };
}

/** Whether there is anything to draft from. */
export function isEnough({ start, description, file, examples, text }: DescribeForm): boolean {
  if (start === 'definition') return text.trim() !== '';
  if (start === 'file') return file !== null;
  return description.trim() !== '' || examples.some((example) => Object.keys(example).length > 0);
}

export function basisOf(form: DescribeForm, schema: Record<string, unknown> | null): DraftBasisInput {
  const { start, title, description, instructions, records, generator, examples, file, items } = form;
  return {
    title,
    description,
    instructions,
    records,
    generator,
    schema,
    examples: examples
      .filter((example) => Object.keys(example).length > 0)
      .map((example) => ({ ...example })),
    file: start === 'file' ? file : null,
    items: items.flatMap((item) => {
      const [kind, id = ''] = item.split(':');
      return kind === 'note' || kind === 'task' ? [{ kind, id }] : [];
    }),
  };
}

const KEYWORDS = ['properties', '$schema', '$ref', 'allOf', 'oneOf', 'anyOf'];

/** A JSON Schema of one record, where the text is one. */
export function readSchema(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    if ('records' in value || !KEYWORDS.some((keyword) => keyword in value)) return null;
    return { ...value };
  } catch {
    return null;
  }
}
