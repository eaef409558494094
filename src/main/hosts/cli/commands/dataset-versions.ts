import type { DatasetDiff, DatasetDifference } from '#shared/contracts/dataset-versions.ts';
import type { DatasetVersion } from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

export type DiffOptions = { readonly key?: string; readonly limit?: number };

export function runDatasetFreeze(
  context: CommandContext,
  name: string,
  { note }: { readonly note?: string },
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const dataset = await api.datasets.get({ ref: name });
    const { version, isNew } = await api.datasets.versions.freeze({ datasetId: dataset.id, note });
    await context.output.answer({ ...version, isNew }, () => {
      const ref = `${dataset.name}@${version.version}`;
      if (!isNew) return `Nothing has changed since ${ref}; no version was made.`;
      return `${ref} is frozen: ${version.records} records, ${version.contentHash}.`;
    });
    return EXIT.done;
  });
}

export function runDatasetVersions(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const dataset = await api.datasets.get({ ref: name });
    const versions = await api.datasets.versions.list({ datasetId: dataset.id });
    await context.output.answer(versions, () =>
      versions.length === 0
        ? `No version of ${name} is frozen yet. "adiuva dataset freeze ${name}" makes one.`
        : formatTable([
            ['version', 'records', 'frozen', 'content', 'note'],
            ...versions.map((one) => cells(dataset.name, one)),
          ]),
    );
    return EXIT.done;
  });
}

function cells(name: string, { version, records, createdAt, contentHash, note }: DatasetVersion) {
  const at = new Date(createdAt).toISOString();
  return [`${name}@${version}`, String(records), at, contentHash.slice(0, 12), note];
}

/** Between two versions of one dataset, or one and the records as they are now. */
export function runDatasetDiff(
  context: CommandContext,
  [from, to]: readonly [string, string],
  { key, limit }: DiffOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const [before, after] = await Promise.all([
      api.datasets.get({ ref: from }),
      api.datasets.get({ ref: to }),
    ]);
    if (before.id !== after.id) {
      throw new AppError(
        'invalid_input',
        'Versions of one dataset are compared, such as tickets@1 and tickets@2, or tickets@1 and tickets.',
      );
    }
    const diff = await api.datasets.versions.diff({
      datasetId: before.id,
      from: versionIn(from),
      to: versionIn(to),
      key,
      limit,
    });
    await context.output.answer(diff, () => diffText(diff));
    return EXIT.done;
  });
}

function versionIn(ref: string): number | null {
  const version = /@(\d+)$/.exec(ref)?.[1];
  return version === undefined ? null : Number(version);
}

function diffText({ added, removed, changed, same, columns, definition, items }: DatasetDiff): string {
  const lines = [
    `${added} added, ${removed} removed, ${changed} changed, ${same} the same.`,
    definition.length > 0 ? `Of the definition: ${definition.join(', ')}.` : '',
    ...columns.map((one) => `${one.column}: ${one.changed} changed`),
    ...items.map(itemText),
  ];
  return lines
    .filter((line) => line !== '')
    .map(printable)
    .join('\n');
}

function itemText({ kind, number, before, after, columns }: DatasetDifference): string {
  const place = `record ${number + 1}`;
  if (kind === 'added') return `+ ${place} ${JSON.stringify(after)}`;
  if (kind === 'removed') return `- ${place} ${JSON.stringify(before)}`;
  const changes = columns.map(
    (name) =>
      `${name}: ${JSON.stringify(before?.[name] ?? null)} -> ${JSON.stringify(after?.[name] ?? null)}`,
  );
  return `~ ${place} ${changes.join(', ')}`;
}
