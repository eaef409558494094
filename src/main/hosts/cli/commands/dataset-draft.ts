import { basename } from 'node:path';
import { MOST_RECORDS } from '#shared/contracts/dataset-defaults.ts';
import type { DatasetDraft, DatasetDraftSummary } from '#shared/contracts/dataset-drafts.ts';
import { AppError } from '#shared/errors.ts';
import { countInText } from '#shared/kernel/count-in-text.ts';
import type { CommandContext } from '../command-context.ts';
import { draftsTable, draftText, MARK_LENGTH, markOf } from '../draft-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api, Line } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { generatorOf, madeText, parseSchema, readText, type MakingOptions } from './dataset-making.ts';

export type DraftOptions = MakingOptions & {
  readonly schema?: string;
  readonly examples?: string;
  readonly refresh?: string;
  readonly yes?: boolean;
};
export type DraftsOptions = { readonly discard?: boolean };
export type ConfirmOptions = { readonly name?: string; readonly records?: number };

/** Drafts from words, a schema or examples, or one that is kept anew, and shows it. */
export function runDatasetDraft(
  context: CommandContext,
  text: string,
  options: DraftOptions,
): Promise<number> {
  const work = async ({ api }: Line): Promise<number> => {
    const drafted = await draftedBy(api, text, options);
    const draft = await called(api, drafted, options.name);
    if (options.yes !== true) {
      await answerDraft(context, draft);
      return EXIT.done;
    }
    const { id, fingerprint, spec } = draft;
    const dataset = await api.datasets.drafts.confirm({ id, fingerprint, name: options.name && spec.name });
    await context.output.answer(dataset, () => `${draftText(draft)}\n${madeText(dataset)}`);
    return EXIT.done;
  };
  // A model may take its time: others may use the folder meanwhile.
  return withWorkspace(context, work, { isShared: true });
}

async function draftedBy(api: Api, text: string, options: DraftOptions): Promise<DatasetDraft> {
  const { schema, examples, refresh, seed } = options;
  if (refresh !== undefined) {
    if (text !== '') {
      throw new AppError('invalid_input', 'A draft is refreshed from the words that it has. Give no others.');
    }
    const { id } = await findDraft(api, refresh);
    return api.datasets.drafts.refresh({ id });
  }
  if (text === '' && schema === undefined && examples === undefined) {
    throw new AppError('invalid_input', 'Say what the data is, or give --schema or --examples.');
  }
  return api.datasets.drafts.create({
    description: text,
    seed,
    records: options.records ?? countInText(text, MOST_RECORDS) ?? undefined,
    generator: await generatorOf(api, options),
    ...(schema !== undefined && { schema: parseSchema(await readText(schema), schema) }),
    ...(examples !== undefined && { file: { name: basename(examples), text: await readText(examples) } }),
  });
}

async function called(api: Api, draft: DatasetDraft, name: string | undefined): Promise<DatasetDraft> {
  if (name === undefined || name === draft.spec.name) return draft;
  const { samples, sampleProblem } = draft;
  const edited = await api.datasets.drafts.edit({ id: draft.id, spec: { ...draft.spec, name } });
  // Another name makes no other records: those that were shown are still what they would be.
  return { ...edited, samples, sampleProblem };
}

function answerDraft(context: CommandContext, draft: DatasetDraft): Promise<void> {
  const mark = markOf(draft);
  return context.output.answer(
    { ...draft, mark },
    () => `${draftText(draft)}\nKept as a draft. This makes it a dataset:\n  adiuva dataset confirm ${mark}`,
  );
}

/** The drafts that are kept; or one of them, shown or thrown away. */
export function runDatasetDrafts(
  context: CommandContext,
  ref: string | undefined,
  { discard }: DraftsOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    if (ref === undefined) {
      if (discard === true) throw new AppError('invalid_input', 'Say which draft is to be thrown away.');
      const drafts = await api.datasets.drafts.list();
      const marked = drafts.map((one) => ({ ...one, mark: markOf(one) }));
      await context.output.answer(marked, () =>
        drafts.length === 0 ? 'No draft is kept. "adiuva dataset draft" makes one.' : draftsTable(drafts),
      );
      return EXIT.done;
    }
    const found = await findDraft(api, ref);
    if (discard === true) {
      await api.datasets.drafts.remove({ id: found.id });
      await context.output.answer(
        { removed: found.id },
        () => `The draft ${markOf(found)} (${found.name}) is gone.`,
      );
      return EXIT.done;
    }
    await answerDraft(context, await api.datasets.drafts.get({ id: found.id }));
    return EXIT.done;
  });
}

/** By its mark, which stands for what was shown: a draft that was changed since bears another one. */
export function runDatasetConfirm(
  context: CommandContext,
  mark: string,
  { name, records }: ConfirmOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { id, fingerprint } = markedDraft(await api.datasets.drafts.list(), mark);
    const dataset = await api.datasets.drafts.confirm({ id, fingerprint, name, records });
    await context.output.answer(dataset, () => madeText(dataset));
    return EXIT.done;
  });
}

function markedDraft(drafts: readonly DatasetDraftSummary[], mark: string): DatasetDraftSummary {
  const isMark = mark.length >= MARK_LENGTH && /^[0-9a-f]+$/i.test(mark);
  const found = isMark && drafts.find(({ fingerprint }) => fingerprint.startsWith(mark.toLowerCase()));
  if (found) return found;
  if (drafts.some(({ id, name }) => id === mark || name === mark)) {
    throw new AppError(
      'invalid_input',
      `A draft is confirmed by the mark of what was shown. "adiuva dataset drafts ${mark}" shows it with its mark. Nothing was made.`,
    );
  }
  throw new AppError(
    'not_found',
    `No draft bears the mark ${mark}: it was changed since it was shown, or is gone. Nothing was made; "adiuva dataset drafts" lists what is kept.`,
  );
}

/** By its mark or the beginning of it, its id, or a name that no other draft has. */
async function findDraft(api: Api, ref: string): Promise<DatasetDraftSummary> {
  const drafts = await api.datasets.drafts.list();
  const byMark = ref.length >= 4 ? drafts.filter(({ fingerprint }) => fingerprint.startsWith(ref)) : [];
  const named = drafts.filter(({ id, name }) => id === ref || name === ref);
  const [only, ...others] = named.length > 0 ? named : byMark;
  if (only === undefined) {
    throw new AppError(
      'not_found',
      `There is no draft called ${ref}. Nothing was changed; "adiuva dataset drafts" lists what is kept.`,
    );
  }
  if (others.length === 0) return only;
  throw new AppError(
    'invalid_input',
    `More than one draft is called ${ref}; give the mark, as "adiuva dataset drafts" shows it.`,
  );
}
